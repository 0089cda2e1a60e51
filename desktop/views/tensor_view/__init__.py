"""One tensor with all its values: a heat map of any slice, a histogram, statistics, and the way out of the window."""
