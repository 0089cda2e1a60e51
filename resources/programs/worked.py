# The worked example: every number of it
# can be checked with a pencil. One step of
# gradient descent takes the loss from 4 to 1.
import torch

x, target = torch.tensor(2.0), torch.tensor(9.0)
w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.05)

for step in range(2):
    optimizer.zero_grad()
    prediction = w * x + b
    loss = (prediction - target) ** 2
    loss.backward()
    print("prediction", prediction.item(), "loss", loss.item())
    print("gradients", w.grad.item(), b.grad.item())
    if step == 0:
        optimizer.step()
        print("w", w.item(), "b", b.item())
