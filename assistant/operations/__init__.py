"""One module for each kind of work: printed figures, years and owners, parts, groups, words."""
