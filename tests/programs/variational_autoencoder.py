import torch
from torch import nn
class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc, self.mu, self.lv, self.dec = nn.Linear(4, 8), nn.Linear(8, 2), nn.Linear(8, 2), nn.Linear(2, 4)
    def encode(self, x):
        h = torch.relu(self.enc(x))
        return self.mu(h), self.lv(h)
    def reparameterize(self, mu, lv):
        std = torch.exp(0.5 * lv)
        return mu + torch.randn_like(std) * std
    def forward(self, x):
        mu, lv = self.encode(x)
        z = self.reparameterize(mu, lv)
        return torch.sigmoid(self.dec(z)), mu, lv
vae = VAE()
x = torch.rand(3, 4)
r, mu, lv = vae(x)
bce = nn.functional.binary_cross_entropy(r, x, reduction="sum")
kld = -0.5 * torch.sum(1 + lv - mu.pow(2) - lv.exp())
(bce + kld).backward()
d = torch.distributions.Normal(mu.detach().requires_grad_(), 1.0)
torch.distributions.kl_divergence(d, torch.distributions.Normal(0.0, 1.0)).sum().backward()
d.rsample().sum().backward()
