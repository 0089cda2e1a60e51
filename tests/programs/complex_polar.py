import torch
z = torch.randn(3, dtype=torch.cfloat, requires_grad=True)
w = torch.view_as_complex(torch.randn(3, 2, requires_grad=True))
p = z * w.conj()
q = p.abs() + p.angle() + p.real * p.imag
r = torch.polar(q.abs(), q)
s = torch.view_as_real(r).sum() + r.conj().mul(z).real.sum()
s.backward()
print(z.grad)
