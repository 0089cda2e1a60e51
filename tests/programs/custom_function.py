import torch

class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.save_for_backward(x)
        ctx.scale = scale
        return x ** 3 * scale

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return gradient * 3 * x ** 2 * ctx.scale, None

x = torch.rand(5, requires_grad=True)
y = Cube.apply(x, 2.0)
loss = (y + x).sum()
loss.backward()
