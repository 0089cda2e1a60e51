import torch
w = torch.rand(3, requires_grad=True)
seed = torch.ones(3)
for step in range(5):
    y = (w * w).sin()
    (g,) = torch.autograd.grad(y, w, seed)
    seed.mul_(0.9)
    g.mul_(-0.1)
    with torch.no_grad():
        w += g
