import torch, copy
from torch import nn
from torch.func import stack_module_state, functional_call, vmap
models = [nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)) for _ in range(3)]
params, buffers = stack_module_state(models)
base = copy.deepcopy(models[0]).to("meta")
x = torch.rand(4, 2)
out = vmap(lambda p, b, x: functional_call(base, (p, b), (x,)), in_dims=(0, 0, None))(params, buffers, x)
out.pow(2).mean().backward()
print({k: v.grad.shape for k, v in params.items()})
