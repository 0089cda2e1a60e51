import torch

x = torch.tensor([0.0, 1.0, -1.0], requires_grad=True)
loss = (x.sqrt() + 1 / x).sum()
loss.backward()
print(x.grad)
