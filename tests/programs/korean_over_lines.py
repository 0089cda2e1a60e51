import torch
무게 = torch.rand(2, requires_grad=True)
입력 = torch.tensor([1.0, 2.0])
결과 = (
    무게
    * 입력
).sum() + sum(
    (무게 ** k).sum()
    for k in range(3)
); 손실 = 결과 ** 2
손실.backward()
