"""What the words of a question mean: bodies, years, items, units, slips of the hand."""
