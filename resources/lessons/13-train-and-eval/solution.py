import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5), nn.Linear(4, 1))
x = torch.ones(1, 4)

print("training, twice:", model(x).item(), model(x).item())

model.eval()
with torch.no_grad():
    y = model(x)
    print("inference, twice:", y.item(), model(x).item())
model.train()

print("y asks for gradients:", y.requires_grad)
print("training mode:", model.training)
