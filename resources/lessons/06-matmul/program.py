import torch


def product(left, right):
    result = torch.matmul(torch.randn(left, requires_grad=True), torch.randn(right))
    print(left, "@", right, "->", tuple(result.shape))
    return result


a = product((3,), (3,))  # vector x vector
b = product((3, 4), (4,))  # matrix x vector
c = product((10, 3, 4), (4,))  # batched matrix x broadcast vector
d = product((10, 3, 4), (10, 4, 5))  # batched matrix x batched matrix
e = product((10, 3, 4), (4, 5))  # batched matrix x broadcast matrix

total = a + b.sum() + c.sum() + d.sum() + e.sum()
total.backward()
