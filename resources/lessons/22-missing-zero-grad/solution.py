import torch

w = torch.tensor(0.0, requires_grad=True)
optim = torch.optim.SGD([w], lr=0.1)

for step in range(3):
    optim.zero_grad()
    loss = (w - 3) ** 2
    loss.backward()
    print("w:", w.item(), "its gradient:", w.grad.item())
    optim.step()

print("w at the end:", w.item())
