import torch
from torch import nn
w = nn.Parameter(torch.rand(2, 2))
layers = [nn.Parameter(torch.rand(2)) for _ in range(2)]
table = {"gain": nn.Parameter(torch.rand(2)), "bias": torch.rand(2, requires_grad=True)}
class Affine:
    def __init__(self):
        self.scale = nn.Parameter(torch.ones(2))
    def __call__(self, x):
        return x * self.scale
affine = Affine()
y = affine(torch.rand(2) @ w * layers[0] + layers[1]) * table["gain"] + table["bias"]
y.sum().backward()
