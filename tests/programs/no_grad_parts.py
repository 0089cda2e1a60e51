import torch

x = torch.rand(3, requires_grad=True)
with torch.no_grad():
    scale = x.max()
    with torch.enable_grad():
        inner = x * scale
y = inner + x.detach()
with torch.inference_mode():
    frozen = torch.rand(3) * 2
z = y * frozen.clone()
loss = z.sum()
loss.backward()
