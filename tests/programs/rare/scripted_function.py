import torch, warnings
warnings.simplefilter("ignore")
@torch.jit.script
def f(x, n: int):
    for i in range(n):
        x = x * 2 + 1
    return x
x = torch.rand(3, requires_grad=True)
f(x, 3).sum().backward()
print(x.grad)
