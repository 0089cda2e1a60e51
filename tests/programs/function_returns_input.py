import torch
class Pass(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.scale = scale
        return x.view_as(x)
    @staticmethod
    def backward(ctx, g):
        return g * -ctx.scale, None
class Same(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x
    @staticmethod
    def backward(ctx, g):
        return g * 3
x = torch.rand(3, requires_grad=True)
y = Same.apply(Pass.apply(x, 0.5))
y.sum().backward()
