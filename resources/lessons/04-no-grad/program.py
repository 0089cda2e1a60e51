import torch
from torch.autograd import Variable

w = torch.ones(3, requires_grad=True)

# The chapter's way to say "no gradients here".
x = Variable(torch.ones(3), volatile=True)

y = (w * x).sum()
print("y:", y)
print("y asks for gradients:", y.requires_grad)
