import torch

w = torch.tensor([1.0], requires_grad=True)
loss = ((3.0 - w) ** 2).sum()
loss.backward()

value = loss.data[0]
print("loss:", value)
