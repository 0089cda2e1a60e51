# Twelve transformer layers:
# a graph of some nine hundred nodes.
import torch
import torch.nn as nn

layer = nn.TransformerEncoderLayer(
    d_model=32, nhead=4, batch_first=True
)
encoder = nn.TransformerEncoder(layer, 12)

x = torch.rand(2, 8, 32)
y = encoder(x)

target = torch.rand(2, 8, 32)
loss = nn.functional.mse_loss(y, target)
loss.backward()
print("loss", loss.item())
