import torch

w = torch.tensor(2.0, requires_grad=True)

total = 0.0
for step in range(5):
    loss = (w - step) ** 2
    loss.backward()
    total += loss.item()

print("sum of the losses:", total)
