import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, input_size, output_size):
        super().__init__()
        self.W = torch.ones(input_size, output_size, requires_grad=True)
        self.b = torch.zeros(output_size, requires_grad=True)

    def forward(self, x):
        return torch.mm(x, self.W) + self.b


x = torch.ones(16, 10)
linear = MyLinear(10, 5)
y = linear(x)
y.sum().backward()

params = [p.size() for p in linear.parameters()]
print("parameters:", params)
