"""The engine: a Program in, a Run out; a Recipe in, training steps out. Knows torch, never Qt."""
