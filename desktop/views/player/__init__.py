"""The flow player: all that plays, steps and scrubs a recorded pass."""
