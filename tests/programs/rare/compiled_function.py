import torch
@torch.compile(backend="eager")
def f(x, y):
    return (x * y).sin().sum()
x = torch.rand(3, requires_grad=True)
l = f(x, torch.ones(3))
l.backward()
print(x.grad)
