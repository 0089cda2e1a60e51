import torch

w = torch.ones(3, requires_grad=True)
x = torch.ones(3)

with torch.no_grad():
    y = (w * x).sum()
print("y:", y)
print("y asks for gradients:", y.requires_grad)
