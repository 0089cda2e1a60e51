import torch
from torch.autograd import Variable

x = torch.FloatTensor(2, 2)
x = Variable(x, requires_grad=True)

y = torch.FloatTensor(2, 2)
y = Variable(y, requires_grad=False)

z = (x + y) + Variable(torch.FloatTensor(2, 2), requires_grad=True)

z.sum().backward()
print("data:", z.data)
print("grad_fn:", z.grad_fn)
print("grad of x:", x.grad)
