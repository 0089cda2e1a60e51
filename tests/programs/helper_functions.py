import torch

def linear(x, W, b):
    y = torch.mm(x, W) + b
    return y

def network(x):
    W = torch.rand(3, 2, requires_grad=True)
    b = torch.rand(2, requires_grad=True)
    return linear(x, W, b)

out = [network(torch.rand(4, 3)).relu() for _ in range(2)]
loss = sum(o.sum() for o in out)
loss.backward()
