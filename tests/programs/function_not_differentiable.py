import torch
from torch.autograd import Function

class SinCos(Function):
    @staticmethod
    def forward(ctx, x, flag):
        s, c = x.sin(), x.cos()
        i = (x > 0).long()
        ctx.save_for_backward(s, c)
        ctx.mark_non_differentiable(i)
        ctx.set_materialize_grads(False)
        return s, c, i
    @staticmethod
    def backward(ctx, gs, gc, gi):
        s, c = ctx.saved_tensors
        out = 0
        if gs is not None:
            out = out + gs * c
        if gc is not None:
            out = out - gc * s
        return out, None

x = torch.randn(3, requires_grad=True)
s, c, i = SinCos.apply(x, True)
print(i.requires_grad)
(s * 2).sum().backward()
s, c, i = SinCos.apply(x, False)
(s * c).sum().backward()
