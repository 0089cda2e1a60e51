import torch
from torch.nn import functional as F

scores = torch.tensor([[4.0, 0.0, 0.0]], requires_grad=True)
target = torch.tensor([0])

loss = F.cross_entropy(scores, target)
loss.backward()

print("loss:", loss.item())
print("gradient:", scores.grad)
