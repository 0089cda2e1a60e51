import torch
from torch import nn

# A dropout, and a layer that only adds up: its weights are 1.
model = nn.Sequential(nn.Dropout(0.5), nn.Linear(4, 1, bias=False))
nn.init.ones_(model[1].weight)
x = torch.tensor([[1.0, 2.0, 4.0, 8.0]])

print("training, twice:", model(x).item(), model(x).item())

model.eval()
y = model(x)
print("inference, twice:", y.item(), model(x).item())

print("y asks for gradients:", y.requires_grad)
print("training mode:", model.training)
