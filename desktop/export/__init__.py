"""Pictures and documents of a graph, written to files."""
