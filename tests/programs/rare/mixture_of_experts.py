import torch
from torch import nn
class MoE(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = nn.Linear(3, 4)
        self.experts = nn.ModuleList(nn.Linear(3, 3) for _ in range(4))
    def forward(self, x):
        w, idx = self.gate(x).softmax(-1).topk(2, -1)
        out = torch.zeros_like(x)
        for e, expert in enumerate(self.experts):
            rows, which = (idx == e).nonzero(as_tuple=True)
            if len(rows):
                out.index_add_(0, rows, expert(x[rows]) * w[rows, which, None])
        return out
m = MoE()
m(torch.rand(5, 3)).sum().backward()
print([e.weight.grad is None for e in m.experts])
