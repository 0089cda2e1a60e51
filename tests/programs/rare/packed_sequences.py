import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pack_sequence, pad_packed_sequence, pad_sequence

sequences = [torch.rand(n, 2) for n in (3, 1, 2)]
padded = pad_sequence(sequences, batch_first=True).requires_grad_()
packed = pack_padded_sequence(padded, [3, 1, 2], batch_first=True, enforce_sorted=False)
lstm = nn.LSTM(2, 3, batch_first=True)
out, (h, c) = lstm(packed)
outputs, lengths = pad_packed_sequence(out, batch_first=True)
gru = nn.GRU(2, 2)
_, last = gru(pack_sequence(sequences, enforce_sorted=False))
(outputs.sum() + h.mean() + last.sum()).backward()
print(lengths)
