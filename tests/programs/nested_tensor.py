import torch

a = torch.rand(2, 3, requires_grad=True)
b = torch.rand(4, 3, requires_grad=True)
n = torch.nested.as_nested_tensor([a, b])
loss = torch.nested.to_padded_tensor(n * 2, 0.0).sum()
loss.backward()
