import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 3
h.retain_grad()
loss = (h**2).sum()
loss.backward()

seen = h.grad
print("x.grad:", x.grad)
print("h.grad:", seen)
