import torch

w = torch.tensor(1.0, requires_grad=True)

for step in range(3):
    loss = (w - 3) ** 2
    loss.backward()
    print("w:", w.item(), "its gradient:", w.grad)
    w = w - 0.1 * w.grad

print("w at the end:", w.item())
