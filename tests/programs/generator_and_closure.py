import torch

w = torch.rand(3, requires_grad=True)
def terms():
    for i in range(3):
        yield (w * i).sin()
def make(k):
    def f(t):
        return t * k
    return f
loss = sum(make(2)(t).sum() for t in terms())
loss.backward()
