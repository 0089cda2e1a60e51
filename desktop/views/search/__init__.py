"""Finding nodes of a graph: the language a person asks in, and the bar they ask at."""
