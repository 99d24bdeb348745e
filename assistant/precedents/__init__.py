"""How something has been worded before: kinds of sections, families, differences, indicators."""
