import torch, math
from torch import nn
import torch.nn.functional as F
from dataclasses import dataclass
@dataclass
class Config:
    vocab: int = 11
    d: int = 8
    heads: int = 2
    layers: int = 2
    block: int = 6
class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.qkv, self.proj = nn.Linear(c.d, 3 * c.d), nn.Linear(c.d, c.d)
        self.register_buffer("mask", torch.tril(torch.ones(c.block, c.block)).view(1, 1, c.block, c.block))
    def forward(self, x):
        B, T, C = x.size()
        q, k, v = (t.view(B, T, self.c.heads, C // self.c.heads).transpose(1, 2) for t in self.qkv(x).split(C, dim=2))
        a = (q @ k.transpose(-2, -1)) / math.sqrt(k.size(-1))
        a = F.softmax(a.masked_fill(self.mask[:, :, :T, :T] == 0, float("-inf")), dim=-1)
        return self.proj((a @ v).transpose(1, 2).contiguous().view(B, T, C))
class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.ln1, self.ln2, self.attn = nn.LayerNorm(c.d), nn.LayerNorm(c.d), Attention(c)
        self.mlp = nn.Sequential(nn.Linear(c.d, 2 * c.d), nn.GELU(approximate="tanh"), nn.Linear(2 * c.d, c.d))
    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln2(x))
class GPT(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.tok, self.pos = nn.Embedding(c.vocab, c.d), nn.Embedding(c.block, c.d)
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.layers))
        self.ln, self.head = nn.LayerNorm(c.d), nn.Linear(c.d, c.vocab, bias=False)
        self.head.weight = self.tok.weight
    def forward(self, i, targets=None):
        x = self.tok(i) + self.pos(torch.arange(i.shape[1]))
        for b in self.blocks:
            x = b(x)
        logits = self.head(self.ln(x))
        return logits, F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1), ignore_index=-1)
g = GPT(Config())
i = torch.randint(0, 11, (2, 5))
_, loss = g(i, i.roll(-1, 1))
loss.backward()
with torch.no_grad():
    print(torch.multinomial(F.softmax(g(i, i)[0][:, -1], -1), 1).tolist())
