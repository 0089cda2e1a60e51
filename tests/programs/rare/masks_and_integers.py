import torch
x = torch.rand(4, requires_grad=True)
mask = (x > 0.5) & ~(x > 0.9)
index = x.argmax()
y = x[mask].sum() + x[index] + x * mask + x.round() + x.sign() + x.trunc()
z = torch.bucketize(x.detach(), torch.tensor([0.3, 0.6]))
one_hot = torch.nn.functional.one_hot(z, 3).float()
(y.sum() + (one_hot * x[:, None]).sum()).backward()
