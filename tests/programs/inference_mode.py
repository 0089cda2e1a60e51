import torch
w = torch.rand(3, requires_grad=True)
with torch.inference_mode():
    i = w * 2
    j = i + 1
    i.add_(1)
c = i.clone()
try:
    w * i
except RuntimeError as e:
    print(e)
y = (w * c).sum()
y.backward()
print(i.is_inference(), w.grad)
