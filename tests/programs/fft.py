import torch
x = torch.rand(8, requires_grad=True)
f = torch.fft.rfft(x)
y = torch.fft.irfft(f * f.conj(), n=8)
s = torch.stft(x, 4, window=torch.ones(4), return_complex=True)
g = torch.fft.fft2(x.view(2, 4)).abs().sum() + torch.fft.fftshift(x).sum()
(y.sum() + s.abs().sum() + g).backward()
