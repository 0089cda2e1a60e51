import torch
from torch import nn
m = nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4), nn.ReLU(), nn.Linear(4, 2))
opt = torch.optim.SGD(m.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu", enabled=False)
for _ in range(3):
    opt.zero_grad()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = m(torch.rand(3, 4))
        loss = nn.functional.mse_loss(out.float(), torch.zeros(3, 2))
    scaler.scale(loss).backward()
    scaler.step(opt)
    scaler.update()
print(out.dtype, loss.dtype)
