import torch
from torch import nn

class Multi(nn.Module):
    def __init__(self):
        super().__init__()
        self.bil = nn.Bilinear(2, 3, 4)
    def forward(self, pair, *rest, **named):
        a, b = pair
        y = self.bil(a, b)
        for r in rest:
            y = y + r
        return y * named["gain"] - named.get("offset", 0)

m = Multi()
a = torch.rand(5, 2, requires_grad=True)
b = torch.rand(5, 3)
gain = torch.tensor(2.0, requires_grad=True)
y = m((a, b), torch.ones(4), a.sum(), gain=gain, offset=torch.rand(4, requires_grad=True))
y.mean().backward()
