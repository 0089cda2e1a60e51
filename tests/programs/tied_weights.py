import torch
from torch import nn
import torch.nn.functional as F

class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 4)
        self.out = nn.Linear(4, 10, bias=False)
        self.out.weight = self.embed.weight

    def forward(self, ids):
        return self.out(self.embed(ids))

model = Tied()
ids = torch.tensor([[1, 2, 3], [4, 5, 6]])
loss = F.cross_entropy(model(ids).flatten(0, 1), ids.flatten())
loss.backward()
