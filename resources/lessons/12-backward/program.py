import torch
from torch import nn

objective = 100

x = torch.ones(2, 3)
linear = nn.Linear(3, 1)
nn.init.zeros_(linear.weight)
nn.init.zeros_(linear.bias)

y = linear(x)
loss = (objective - y.sum()) ** 2
loss.backward()

print("loss:", loss.item())
print("weight.grad:", linear.weight.grad)
print("bias.grad:", linear.bias.grad)
