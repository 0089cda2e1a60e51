import torch

class Exp(torch.autograd.Function):
    @staticmethod
    def forward(ctx, i):
        result = i.exp()
        ctx.save_for_backward(i, result)
        ctx.constant = 3
        return result
    @staticmethod
    def backward(ctx, grad_output):
        i, result = ctx.saved_tensors
        assert ctx.needs_input_grad == (True,)
        return grad_output * result

class Wrap(torch.nn.Module):
    def forward(self, x):
        return Exp.apply(x)

x = torch.rand(2, 2, requires_grad=True)
y = Wrap()(x)
(g,) = torch.autograd.grad(y.sum(), x, create_graph=True)
g.sum().backward()
print(y.grad_fn.saved_tensors[0].shape if False else "done")
