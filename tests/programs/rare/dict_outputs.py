import torch
from torch import nn
from collections import OrderedDict, namedtuple
from dataclasses import dataclass

Out = namedtuple("Out", ["mean", "logvar"])

@dataclass
class Result:
    logits: torch.Tensor
    hidden: list

class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(2, 3), nn.Linear(2, 3)
    def forward(self, x, mask=None, *, scale=1.0):
        out = Out(self.a(x), self.b(x))
        if mask is not None:
            out = out._replace(mean=out.mean.masked_fill(mask, 0))
        return {"out": out, "result": Result(out.mean * scale, [out.logvar, out.mean]), "nested": [{"x": x}]}

m = M()
x = torch.rand(2, 2, requires_grad=True)
r = m(x, mask=torch.tensor([[True, False, False], [False, False, True]]), scale=0.5)
loss = r["out"].mean.sum() + r["result"].logits.pow(2).sum() + r["result"].hidden[0].exp().mean() + r["nested"][0]["x"].sum()
loss.backward()
