import torch
w = torch.rand(2, requires_grad=True)
def produce(n):
    x = w
    for k in range(n):
        x = x * (k + 1)
        got = yield x
        if got is not None:
            x = x + got
gen = produce(4)
a = next(gen)
b = gen.send(torch.ones(2))
rest = list(gen)
def deleg():
    yield from produce(2)
c = [*deleg()]
loss = sum(t.sum() for t in [a, b, *rest, *c])
loss.backward()
