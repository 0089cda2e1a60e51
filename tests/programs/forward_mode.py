import torch
import torch.autograd.forward_ad as fwAD
x, t = torch.rand(3), torch.rand(3)
with fwAD.dual_level():
    d = fwAD.make_dual(x, t)
    y = d.sin() * d
    p, tangent = fwAD.unpack_dual(y)
    print(tangent)
w = torch.rand(3, requires_grad=True)
with fwAD.dual_level():
    d = fwAD.make_dual(w, t)
    out = (d ** 2).sum()
    tan = fwAD.unpack_dual(out).tangent
    tan.backward()
print(w.grad)
