import torch

from torch.autograd import Variable
x = Variable(torch.rand(2, 2), requires_grad=True)
y = Variable(torch.rand(2, 2), requires_grad=False)
z = (x + y) + Variable(torch.rand(2, 2), requires_grad=True)
loss = z.sum()
loss.backward()
