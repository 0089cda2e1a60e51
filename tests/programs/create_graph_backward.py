import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x ** 3).sum()
y.backward(create_graph=True)
g = x.grad
x.grad = None
(g * g).sum().backward()
print(x.grad)
