import torch
import torch.nn.functional as F

x = torch.rand(4, 3, requires_grad=True)
t = torch.rand(4, 3)
loss = (F.mse_loss(x, t) + F.l1_loss(x, t) + F.smooth_l1_loss(x, t) + F.huber_loss(x, t)
        + F.kl_div(x.log_softmax(1), t.softmax(1), reduction="batchmean") + F.cosine_embedding_loss(x, t, torch.ones(4)))
loss.backward()
