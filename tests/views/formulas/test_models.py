"""The nodes of models that people really build: each has a formula, or honestly has none yet."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from desktop.views.formulas.catalogue import rule_for

WITHOUT = {
    "MkldnnRnnLayerBackward0",  # an LSTM in single precision on the CPU is one node with seven inputs
    "CopySlices",  # an in-place write into a view: where it wrote is not among what the node saved
    "CtcLossBackward0",
    "GridSampler2DBackward0",
}


def encoder() -> Tensor:
    """Give the loss of a transformer encoder with an embedding in front."""
    layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
    model = nn.Sequential(nn.Embedding(10, 8), nn.TransformerEncoder(layer, 2), nn.Linear(8, 10))
    words = torch.randint(10, (2, 5))
    loss: Tensor = nn.functional.cross_entropy(model(words).flatten(0, 1), words.flatten())
    return loss


def convolutional() -> Tensor:
    """Give the loss of a small network of residual convolutions."""
    block = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(0.1))
    images = torch.rand(2, 3, 8, 8)
    features = nn.functional.max_pool2d(nn.Conv2d(3, 4, 3, padding=1)(images), 2)
    features = nn.AdaptiveAvgPool2d(2)(features + block(features)).flatten(1)
    loss: Tensor = nn.CrossEntropyLoss()(nn.Linear(16, 3)(features), torch.tensor([0, 2]))
    return loss


def unet() -> Tensor:
    """Give the loss of an hourglass: down, up, a skip, transposed convolution, group norm."""
    images = torch.rand(1, 4, 8, 8)
    down = nn.AvgPool2d(2)(nn.SiLU()(nn.GroupNorm(2, 4)(nn.Conv2d(4, 4, 3, padding=1)(images))))
    up = nn.Upsample(scale_factor=2, mode="bilinear")(down) + nn.ConvTranspose2d(4, 4, 2, 2)(down)
    loss: Tensor = nn.BCEWithLogitsLoss()(torch.cat([up, images], 1), torch.rand(1, 8, 8, 8).round())
    return loss


def recurrent(network: nn.RNNBase, dtype: torch.dtype = torch.float32) -> Tensor:
    """Give the loss of a recurrent network of input size 3."""
    outputs: Tensor = network(torch.rand(2, 5, 3, dtype=dtype))[0]
    return outputs[:, -1].pow(2).mean()


def cells() -> Tensor:
    """Give the loss of recurrent cells, unrolled by hand."""
    cell, gate = nn.LSTMCell(3, 4), nn.GRUCell(4, 4)
    state = (torch.zeros(2, 4), torch.zeros(2, 4))
    hidden = torch.zeros(2, 4)
    for step in torch.rand(3, 2, 3):
        state = cell(step, state)
        hidden = gate(state[0], hidden)
    loss: Tensor = hidden.norm()
    return loss


def losses() -> Tensor:
    """Give the sum of PyTorch's common losses."""
    x, t, k = torch.rand(4, 3, requires_grad=True), torch.rand(4, 3), torch.tensor([0, 1, 2, 1])
    f = nn.functional
    parts = [
        f.mse_loss(x, t),
        f.l1_loss(x, t),
        f.smooth_l1_loss(x, t),
        f.huber_loss(x, t),
        f.cross_entropy(x, k, label_smoothing=0.1),
        f.cross_entropy(x, t),
        f.nll_loss(x.log_softmax(1), k),
        f.binary_cross_entropy(x.sigmoid(), t),
        f.kl_div(x.log_softmax(1), t.softmax(1), reduction="batchmean"),
        f.cosine_embedding_loss(x, t, torch.ones(4)),
        f.hinge_embedding_loss(x, t.sign()),
        f.margin_ranking_loss(x, x.flip(0), t.sign()),
        f.triplet_margin_loss(x, t, t.flip(0)),
        f.poisson_nll_loss(x, t),
        f.gaussian_nll_loss(x, t, x.exp()),
        f.soft_margin_loss(x, t.sign()),
        f.multilabel_soft_margin_loss(x, t.round()),
    ]
    return torch.stack(parts).sum()


MODELS: dict[str, Callable[[], Tensor]] = {
    "encoder": encoder,
    "convolutional": convolutional,
    "unet": unet,
    "cells": cells,
    "losses": losses,
    "lstm": lambda: recurrent(nn.LSTM(3, 4, batch_first=True)),
    "lstm in double precision": lambda: recurrent(nn.LSTM(3, 4, dtype=torch.float64), torch.float64),
    "gru": lambda: recurrent(nn.GRU(3, 4, batch_first=True)),
    "rnn": lambda: recurrent(nn.RNN(3, 4, batch_first=True)),
}


def names_of(result: Tensor) -> set[str]:
    """Give the class names of all operations behind a result."""
    waiting = [result.grad_fn]
    for node in waiting:
        assert node is not None
        waiting += [target for target, _ in node.next_functions if target is not None and target not in waiting]
    names = {node.name().rpartition("::")[2] for node in waiting if node is not None}
    return names - {"AccumulateGrad"}


@pytest.mark.parametrize("model", MODELS)
def test_the_nodes_of_a_model_have_formulas(model: str) -> None:
    """Only what is on the list of those without may be without."""
    torch.manual_seed(0)
    assert {name for name in names_of(MODELS[model]()) if rule_for(name) is None} <= WITHOUT


def test_the_list_of_those_without_is_no_longer_than_it_must_be() -> None:
    """When one gets a formula it is taken off the list."""
    assert not [name for name in WITHOUT if rule_for(name) is not None]
