import torch, weakref, gc
x = torch.rand(2, requires_grad=True)
y = (x * 2).exp()
ref = weakref.ref(y)
z = y.sum()
del y
gc.collect()
print(ref() is None)
z.backward()
r = weakref.ref(z)
del z
print(r() is None)
