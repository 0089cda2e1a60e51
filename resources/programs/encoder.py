# Twelve transformer layers:
# a graph of some nine hundred nodes.
import torch
import torch.nn as nn

layer = nn.TransformerEncoderLayer(
    d_model=32, nhead=4, batch_first=True
)
encoder = nn.TransformerEncoder(layer, num_layers=12)

x = torch.rand(2, 8, 32)
y = encoder(x)

loss = nn.functional.mse_loss(y, torch.rand(2, 8, 32))
loss.backward()
print("loss", loss.item())
