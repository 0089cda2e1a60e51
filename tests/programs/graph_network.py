import torch
from torch import nn
edges = torch.tensor([[0, 1, 2, 0], [1, 2, 0, 2]])
class Conv(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.lin = nn.Linear(i, o)
        self.att = nn.Parameter(torch.rand(2 * o))
    def forward(self, x, e):
        h = self.lin(x)
        s, d = e
        score = (torch.cat([h[s], h[d]], -1) @ self.att).exp()
        norm = torch.zeros(len(x)).scatter_add(0, d, score)
        return torch.zeros_like(h).index_add_(0, d, h[s] * (score / norm[d])[:, None])
net = nn.ModuleList([Conv(2, 3), Conv(3, 2)])
x = torch.rand(3, 2)
for layer in net:
    x = layer(x, edges).relu()
torch.zeros(3, 2).scatter_reduce_(0, edges[1][:3, None].expand(3, 2), x, "mean").sum().backward()
