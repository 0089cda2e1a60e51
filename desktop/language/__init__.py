"""Help with writing Python and PyTorch: read from text alone, nothing of a program is run. No torch, no Qt."""
