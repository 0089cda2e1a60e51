import torch
x = torch.rand(3, requires_grad=True)
y = x * 2
z = y.exp()
y.register_hook(lambda g: g * 10)
h = z.register_hook(lambda g: g.clamp(max=0.5))
removed = x.register_hook(lambda g: g * 1000)
removed.remove()
x.register_hook(lambda g: print("leaf", g.shape))
z.sum().backward(retain_graph=True)
h.remove()
z.sum().backward()
print(x.grad)
