import torch
from torch import nn

x = torch.linspace(0, 1, 4)
target = 2 * x
model = nn.Linear(1, 1)

prediction = model(x.unsqueeze(1))
error = prediction - target
loss = (error**2).mean()
loss.backward()

print(tuple(prediction.shape), "-", tuple(target.shape), "->", tuple(error.shape))
