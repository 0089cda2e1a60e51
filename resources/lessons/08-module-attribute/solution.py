import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, input_size, output_size):
        super().__init__()
        self.W = nn.Parameter(torch.ones(input_size, output_size))
        self.b = nn.Parameter(torch.zeros(output_size))

    def forward(self, x):
        return torch.mm(x, self.W) + self.b


x = torch.ones(16, 10)
linear = MyLinear(10, 5)
y = linear(x)
y.sum().backward()

params = [p.size() for p in linear.parameters()]
print("parameters:", params)
