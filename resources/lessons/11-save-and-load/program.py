import torch
from torch import nn

trained = nn.Linear(3, 1)
fresh = nn.Linear(3, 1)

state = trained.state_dict()
for name, tensor in state.items():
    print(name, tensor)

x = torch.ones(1, 3)
difference = (trained(x) - fresh(x)).abs().sum()
print("the two models differ by", difference.item())
