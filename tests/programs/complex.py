import torch

x = torch.rand(3, dtype=torch.complex64, requires_grad=True)
y = torch.fft.fft(x * (1 + 2j))
loss = (y.abs() ** 2).sum() + y.real.sum() + y.conj().imag.mean()
loss.backward()
