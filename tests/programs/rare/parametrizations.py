import torch
from torch import nn
from torch.nn.utils import parametrize, parametrizations
lin = parametrizations.weight_norm(nn.Linear(3, 2))
spec = parametrizations.spectral_norm(nn.Linear(2, 2))
orth = parametrizations.orthogonal(nn.Linear(2, 2))
class Sym(nn.Module):
    def forward(self, w):
        return w.triu() + w.triu(1).t()
sym = nn.Linear(2, 2)
parametrize.register_parametrization(sym, "weight", Sym())
y = sym(orth(spec(lin(torch.rand(4, 3)))))
y.sum().backward()
with parametrize.cached():
    (sym.weight @ sym.weight).sum().backward()
