import torch


def add(left, right):
    try:
        result = torch.zeros(left) + torch.zeros(right)
        print(left, "+", right, "->", tuple(result.shape))
    except RuntimeError as error:
        print(left, "+", right, "->", error)


add((5, 7, 3), (5, 7, 3))  # equal shapes
add((0,), (2, 2))  # nothing and something
add((5, 3, 4, 1), (3, 1, 1))  # lined up from the right
add((5, 2, 4, 1), (3, 1, 1))  # 2 stands over 3
add((5, 1, 4, 1), (3, 1, 1))  # both are stretched
add((1,), (3, 1, 7))  # a single number
add((), (3, 1, 7))  # not even one dimension

x = torch.ones(5, 1, 4, 1)
y = torch.ones(3, 1, 1, requires_grad=True)
total = (x + y).sum()
total.backward()
print("how often each number of y was used:", y.grad.flatten())
