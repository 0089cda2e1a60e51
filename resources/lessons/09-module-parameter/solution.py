import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, input_size, output_size):
        super().__init__()
        self.W = nn.Parameter(torch.full((input_size, output_size), 0.5))
        self.b = nn.Parameter(torch.full((output_size,), 2.0))

    def forward(self, x):
        return torch.mm(x, self.W) + self.b


x = torch.ones(2, 10)
linear = MyLinear(10, 5)
y = linear(x)
y.sum().backward()

print("parameters:", [p.size() for p in linear.parameters()])
print(linear)
print("y:", y)
