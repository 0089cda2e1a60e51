import torch
from torch import distributions as D
loc = torch.zeros(2, requires_grad=True)
scale = torch.ones(2, requires_grad=True)
n = D.Independent(D.Normal(loc, scale.exp()), 1)
x = n.rsample((3,))
mix = D.MixtureSameFamily(D.Categorical(logits=loc), D.Normal(loc, scale))
gamma = D.Gamma(scale, scale).rsample()
dirichlet = D.Dirichlet(scale + 1).rsample()
relaxed = D.RelaxedOneHotCategorical(torch.tensor(0.5), logits=loc).rsample()
cat = D.Categorical(logits=loc)
a = cat.sample()
t = D.TransformedDistribution(n.base_dist, [D.transforms.TanhTransform()])
(n.log_prob(x).sum() + mix.log_prob(torch.tensor(0.3)) + gamma.sum() + dirichlet.prod() + relaxed[0] - cat.log_prob(a) + cat.entropy() + t.rsample().sum()).backward()
