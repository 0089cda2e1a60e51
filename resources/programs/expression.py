# The chapter's first graph. Press Run (F5),
# then play the gradients under it (Space).
import torch

x = torch.rand(2, 2, requires_grad=True)
y = torch.rand(2, 2, requires_grad=False)

z = (x + y) + torch.rand(2, 2, requires_grad=True)

z.backward(torch.ones(2, 2))
print(x.grad)
