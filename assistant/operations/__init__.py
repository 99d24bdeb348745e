"""One module for each kind of work with figures: printed, across years and owners, parts, groups."""
