"""The chain rule as formulas: for each operation what it sends back, written for a reader and worked out in numbers."""
