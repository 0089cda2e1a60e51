import torch
from torch import nn

layer = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
encoder = nn.TransformerEncoder(layer, 2).eval()
mask = torch.tensor([[False, False, True], [False, True, True]])
with torch.no_grad():
    fast = encoder(torch.rand(2, 3, 16), src_key_padding_mask=mask)
print(fast.sum().item(), fast.shape)
w = torch.ones(16, requires_grad=True)
loss = (fast * w).sum()
loss.backward()
