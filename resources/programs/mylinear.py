# The chapter's linear layer by hand,
# its loss, and the way back through both.
import torch
import torch.nn as nn


class MyLinear(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        W = torch.rand(inputs, outputs)
        b = torch.rand(outputs)
        self.W = nn.Parameter(W)
        self.b = nn.Parameter(b)

    def forward(self, x):
        y = torch.mm(x, self.W) + self.b
        return y


objective = 100

x = torch.rand(16, 10)
linear = MyLinear(10, 5)
y = linear(x)

loss = (objective - y.sum()) ** 2
loss.backward()

print("loss", loss.item())
print("gradient of b", linear.b.grad)
