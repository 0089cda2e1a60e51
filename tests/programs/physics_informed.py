import torch
from torch import nn
net = nn.Sequential(nn.Linear(2, 6), nn.Tanh(), nn.Linear(6, 1))
opt = torch.optim.Adam(net.parameters(), 1e-2)
for _ in range(2):
    xt = torch.rand(5, 2, requires_grad=True)
    u = net(xt)
    du = torch.autograd.grad(u, xt, torch.ones_like(u), create_graph=True)[0]
    u_x, u_t = du[:, :1], du[:, 1:]
    u_xx = torch.autograd.grad(u_x, xt, torch.ones_like(u_x), create_graph=True)[0][:, :1]
    loss = (u_t + u * u_x - 0.01 * u_xx).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
