import torch
from torch import nn
table = nn.Embedding(6, 3, padding_idx=0)
base = torch.rand(3, requires_grad=True) * 1
with torch.no_grad():
    row = base[1:]
    rows = [base[:1]]
base.mul_(2)
try:
    row.sum()
except RuntimeError as error:
    print(type(error).__name__)
with torch.no_grad():
    total = row.sum() + rows[0].sum()
(base.sum() + table(torch.tensor([0, 2])).sum()).backward()
print(total)
