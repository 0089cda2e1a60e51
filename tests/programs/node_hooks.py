import torch

x = torch.rand(3, requires_grad=True)
y = x.exp()
seen = []
y.grad_fn.register_hook(lambda gi, go: seen.append(len(gi)))
y.grad_fn.register_prehook(lambda go: (go[0] * 2,))
loss = y.sum()
loss.backward()
