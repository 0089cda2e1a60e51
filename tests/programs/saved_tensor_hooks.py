import torch

packed = []
def pack(t):
    packed.append(t.shape)
    return t.detach().clone()
unpacked = []
def unpack(t):
    unpacked.append(1)
    return t
x = torch.rand(3, requires_grad=True)
with torch.autograd.graph.saved_tensors_hooks(pack, unpack):
    y = (x * x).exp()
loss = y.sum()
loss.backward()
print(len(packed), len(unpacked))
