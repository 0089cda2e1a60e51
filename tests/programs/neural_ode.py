import torch
from torch import nn
class Adjoint(torch.autograd.Function):
    @staticmethod
    def forward(ctx, y, net, *params):
        ctx.net = net
        ys = [y]
        with torch.no_grad():
            for _ in range(3):
                ys.append(ys[-1] + 0.1 * net(ys[-1]))
        ctx.save_for_backward(*ys, *params)
        return ys[-1]
    @staticmethod
    def backward(ctx, g):
        ys, params = ctx.saved_tensors[:4], ctx.saved_tensors[4:]
        total = [torch.zeros_like(p) for p in params]
        for y in reversed(ys[:-1]):
            with torch.enable_grad():
                y = y.detach().requires_grad_()
                f = ctx.net(y)
                gy, *gp = torch.autograd.grad(f, (y, *params), 0.1 * g, allow_unused=True)
            g = g + gy
            total = [t + p for t, p in zip(total, gp)]
        return (g, None, *total)
net = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2))
y0 = torch.rand(3, 2, requires_grad=True)
Adjoint.apply(y0, net, *net.parameters()).sum().backward()
