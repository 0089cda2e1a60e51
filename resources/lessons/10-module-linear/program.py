import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, input_size, output_size):
        super().__init__()
        self.linear = nn.Linear(input_size, output_size)

    def forward(self, x):
        return self.linear(x)


x = torch.ones(16, 10)
linear = MyLinear(10, 5)
y = linear(x)
y.sum().backward()

print(linear)
for name, parameter in linear.named_parameters():
    print(name, tuple(parameter.shape))
