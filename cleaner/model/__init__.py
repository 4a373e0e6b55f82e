"""The fitted judge: features of all blocks of a page -> log-odds of body and of headline.

A small network of dilated convolutions over the sequence of blocks, run in numpy. Each layer looks
at a block and two others, ever further off, so a block is judged with what stands around it: a menu
entry among menu entries, a teaser among teasers. Its weights lie beside this file, fitted on public
pages by `python -m benchmarks.fit`; `provenance.json` says on which, and how well it did on pages
of sites it had not seen.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.view.features import Features

BODY: Final = 0
HEADLINE: Final = 1
"""The columns of the network's output."""


class Network(NamedTuple):
    """One fitted network."""

    mean: NDArray[np.float32]
    spread: NDArray[np.float32]
    enter: tuple[NDArray[np.float32], NDArray[np.float32]]
    """Weight and bias of the first layer."""
    layers: tuple[tuple[NDArray[np.float32], NDArray[np.float32], int], ...]
    """Weight (3, hidden, hidden), bias and dilation of each convolution."""
    summary: tuple[NDArray[np.float32], NDArray[np.float32]]
    leave: tuple[NDArray[np.float32], NDArray[np.float32]]


class Model(NamedTuple):
    """Networks whose judgements are averaged, and the features they were fitted on."""

    features: tuple[str, ...]
    networks: tuple[Network, ...]


def load(path: Path) -> Model:
    """The model in the `.npz` file that the fitting wrote."""
    with np.load(path, allow_pickle=False) as stored:
        names = tuple(str(name) for name in stored["features"])
        dilations = [int(d) for d in stored["dilations"]]
        networks = tuple(_network(stored, number, dilations) for number in range(int(stored["networks"])))
    return Model(names, networks)


def _network(stored: np.lib.npyio.NpzFile, number: int, dilations: Sequence[int]) -> Network:
    def part(name: str) -> NDArray[np.float32]:
        return np.ascontiguousarray(stored[f"{number}/{name}"], dtype=np.float32)

    return Network(
        part("mean"),
        part("spread"),
        (part("enter/weight"), part("enter/bias")),
        tuple((part(f"layer{i}/weight"), part(f"layer{i}/bias"), d) for i, d in enumerate(dilations)),
        (part("summary/weight"), part("summary/bias")),
        (part("leave/weight"), part("leave/bias")),
    )


@cache
def built_in() -> Model:
    """The model that ships with the package."""
    return load(Path(str(files("cleaner.model") / "weights.npz")))


def judge(model: Model, features: Features, *, alone: bool = False) -> NDArray[np.float32]:
    """Log-odds of body and of headline, shape (blocks, 2); `alone` leaves every block's neighbours out."""
    if features.names != model.features:
        missing = sorted(set(model.features) ^ set(features.names))
        raise ValueError(
            f"the weights were fitted on other features than the code computes: {missing[:5]}; fit again"
        )
    outputs = [_run(network, features.values, alone=alone) for network in model.networks]
    mean: NDArray[np.float32] = np.mean(outputs, axis=0, dtype=np.float32)
    return mean


def _run(network: Network, values: NDArray[np.float32], *, alone: bool) -> NDArray[np.float32]:
    weight, bias = network.enter
    state = np.maximum(((values - network.mean) / network.spread) @ weight + bias, 0)
    for place, (kernel, offset, dilation) in enumerate(network.layers):
        if place == len(network.layers) // 2:
            summary = np.concatenate((state.mean(axis=0), state.max(axis=0)))
            state = state + np.maximum(summary @ network.summary[0] + network.summary[1], 0)
        state = state + np.maximum(_convolve(state, kernel, 0 if alone else dilation) + offset, 0)
    result: NDArray[np.float32] = state @ network.leave[0] + network.leave[1]
    return result


def _convolve(state: NDArray[np.float32], kernel: NDArray[np.float32], dilation: int) -> NDArray[np.float32]:
    """Each block with the blocks `dilation` before and after it; beyond the page's ends there is nothing.

    A dilation of 0 leaves the neighbours out.
    """
    result: NDArray[np.float32] = state @ kernel[1]
    if 0 < dilation < len(state):
        result[dilation:] += state[:-dilation] @ kernel[0]
        result[:-dilation] += state[dilation:] @ kernel[2]
    return result
