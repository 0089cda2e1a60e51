"""The second layer was made for another width than the first one gives."""

import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 32)
        self.scores = nn.Linear(16, 4)

    def forward(self, x):
        h = torch.relu(self.hidden(x))
        return self.scores(h)


model = Classifier()
x = torch.randn(64, 8)
y = model(x)
y.sum().backward()
