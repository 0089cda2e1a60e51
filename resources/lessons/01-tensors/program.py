import numpy as np
import torch

# The chapter's first line: room for four numbers, and nothing written there yet.
x = torch.FloatTensor(2, 2)
print("whatever was in memory:", x)

x = torch.FloatTensor([[1, 2], [3, 4]])

# From NumPy: one memory under two names.
rows = np.array([[1, 2], [3, 4]])
shared = torch.from_numpy(rows)
rows[0, 0] = 100
print("rows changed, and so did shared:", shared)

# What a tensor can do and an array cannot: ask for its gradient.
w = torch.ones(2, 2, requires_grad=True)
total = (x * w).sum()
total.backward()
print("d total / d w:", w.grad)
