import torch

W = torch.randn(10, 5, requires_grad=True)
b = torch.zeros(5, requires_grad=True)


def linear(x):
    return torch.mm(x, W) + b


x = torch.ones(16, 10)
y = linear(x)
again = linear(x)

difference = (y - again).abs().sum()
print("y:", tuple(y.shape))
print("the same input, twice: they differ by", difference.item())
