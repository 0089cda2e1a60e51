"""The parts of a training: examples, models, losses, optimizers, and what is told of them."""
