import numpy as np
import torch

# Room for four numbers, with something written there.
x = torch.zeros(2, 2)

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])

# From NumPy: a copy of its own, in PyTorch's usual type.
rows = np.array([[1, 2], [3, 4]])
shared = torch.tensor(rows, dtype=torch.float32)
rows[0, 0] = 100
print("rows changed, and shared did not:", shared)

# What a tensor can do and an array cannot: ask for its gradient.
w = torch.ones(2, 2, requires_grad=True)
total = (x * w).sum()
total.backward()
print("d total / d w:", w.grad)
