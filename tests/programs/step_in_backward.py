import torch
from torch import nn
m = nn.Linear(3, 2)
opts = {p: torch.optim.SGD([p], lr=0.1, momentum=0.9) for p in m.parameters()}
def step(p):
    opts[p].step()
    p.grad = None
handles = [p.register_post_accumulate_grad_hook(step) for p in m.parameters()]
for _ in range(3):
    m(torch.rand(4, 3)).square().mean().backward()
handles[0].remove()
m(torch.rand(4, 3)).square().mean().backward()
print([p.grad is None for p in m.parameters()])
