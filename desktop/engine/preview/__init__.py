"""A look at a program without computing: shapes and cost, under PyTorch's fake tensors."""
