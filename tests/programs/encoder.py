import torch
from torch import nn

layer = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
encoder = nn.TransformerEncoder(layer, 3)
loss = encoder(torch.rand(2, 5, 16)).pow(2).mean()
loss.backward()
