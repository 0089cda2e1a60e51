import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
        self.output = nn.Linear(2, 1)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.output(x)


net = Net()
loss = net(torch.ones(4, 2)).sum()
loss.backward()

for name, parameter in net.named_parameters():
    print(name, tuple(parameter.shape))
