import torch

w = torch.tensor(2.0, requires_grad=True)
y = w * w

w.data.fill_(5.0)
y.backward()

print("y:", y.item())
print("w.grad:", w.grad.item())
