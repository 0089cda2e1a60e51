import torch
from torch import nn
import torch.nn.functional as F

model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
x = torch.rand(8, 3)
y = x.sum(dim=1, keepdim=True)
for epoch in range(5):
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
