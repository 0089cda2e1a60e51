import torch
from torch.nn import functional as F

scores = torch.tensor([[4.0, 0.0, 0.0]], requires_grad=True)
target = torch.tensor([0])

answer = torch.softmax(scores, dim=1)
loss = F.cross_entropy(answer, target)
loss.backward()

print("answer:", answer)
print("loss:", loss.item())
print("gradient:", scores.grad)
