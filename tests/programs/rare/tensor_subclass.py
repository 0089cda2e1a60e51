import torch
class Tagged(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        calls.append(getattr(func, "__name__", str(func)))
        return super().__torch_function__(func, types, args, kwargs or {})
calls = []
x = torch.rand(3).as_subclass(Tagged).requires_grad_()
y = (x * 2).exp()
z = torch.stack([y, y]).sum()
z.backward()
print(type(z).__name__, calls)
