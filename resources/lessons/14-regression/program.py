import torch
from torch import nn

batch_size = 1
n_epochs = 20
n_iter = 100


class MyModel(nn.Module):
    def __init__(self, input_size, output_size):
        super().__init__()
        self.linear = nn.Linear(input_size, output_size)

    def forward(self, x):
        return self.linear(x)


def ground_truth(x):
    return 3 * x[:, 0] + x[:, 1] - 2 * x[:, 2]


def train(model, x, y, optim):
    optim.zero_grad()
    y_hat = model(x)
    loss = ((y - y_hat) ** 2).sum() / x.size(0)
    loss.backward()
    optim.step()
    return loss.item()


model = MyModel(3, 1)
optim = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.1)

for epoch in range(n_epochs):
    avg_loss = 0
    for i in range(n_iter):
        x = torch.rand(batch_size, 3)
        avg_loss += train(model, x, ground_truth(x), optim)
    avg_loss = avg_loss / n_iter
    print(epoch, avg_loss)
    if avg_loss < 0.001:
        break

print(model.linear.weight)
