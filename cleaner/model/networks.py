"""The networks of an ensemble, run as one: every array has an axis of networks in front.

Networks of one shape differ in nothing but their weights, so one call of numpy does a step of all. Six that
run one after the other take half as long again for 175 blocks, and .8 longer for 20.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ONE_THREAD: Final = 1 << 18
"""Multiplications. OpenBLAS puts larger products on all cores, which on matrices as small as ours burns twice
the processor time for nothing gained; pieces also make the sums the same on any number of cores."""
_AT_ONCE: Final = 1200
"""Rows of blocks, of all networks together, whose arrays fit into the cache of a processor core (2 MB)."""

Layer = tuple["NDArray[np.float32]", "NDArray[np.float32]"]
"""Weights, shape (networks, inputs, outputs), and bias, shape (networks, 1, outputs)."""


class Networks(NamedTuple):
    """Fitted networks of one shape."""

    mean: NDArray[np.float32]
    """The mean of each feature over the pages that each was fitted on, shape (networks, features)."""
    input_layer: Layer
    convolutions: tuple[tuple[Layer, int], ...]
    """Each with its dilation. The weights have one axis more in front: for the block before, the block itself
    and the block after, shape (3, networks, hidden, hidden)."""
    summary: Layer
    """Adds the mean and maximum over all blocks of the page, half way through the convolutions."""
    output_layer: Layer

    @property
    def members(self) -> int:
        """How many networks."""
        return len(self.mean)

    def part(self, which: slice) -> Networks:
        """Some of the networks, without a copy of their weights."""
        return Networks(
            self.mean[which],
            _part(self.input_layer, which),
            tuple(((weight[:, which], bias[which]), step) for (weight, bias), step in self.convolutions),
            _part(self.summary, which),
            _part(self.output_layer, which),
        )

    def outputs(self, values: NDArray[np.float32], *, alone: bool = False) -> NDArray[np.float32]:
        """The output of each, shape (networks, blocks, 2), for features of shape (blocks, features).

        `alone` leaves every block's neighbours out.
        """
        at_once = max(_AT_ONCE // max(len(values), 1), 1)
        if at_once >= self.members:
            return _run(self, values, alone=alone)
        parts = [self.part(slice(at, at + at_once)) for at in range(0, self.members, at_once)]
        return np.concatenate([_run(part, values, alone=alone) for part in parts])


def _part(layer: Layer, which: slice) -> Layer:
    weight, bias = layer
    return weight[which], bias[which]


def _run(networks: Networks, values: NDArray[np.float32], *, alone: bool) -> NDArray[np.float32]:
    """The outputs; arrays are made once and written to again, as making them takes as long."""
    weight, bias = networks.input_layer
    state = np.empty((networks.members, len(values), weight.shape[-1]), dtype=np.float32)
    _multiply(values, weight, state)
    state += bias
    zeros = np.zeros(state.shape[1:], dtype=np.float32)
    np.maximum(state, zeros, out=state)
    product = np.empty((3, *state.shape), dtype=np.float32)
    for place, (layer, dilation) in enumerate(networks.convolutions):
        if place == len(networks.convolutions) // 2:
            state += _summary(networks.summary, state)
        state += _convolve(layer, state, 0 if alone else dilation, product, zeros)
    weight, bias = networks.output_layer
    result = np.empty((*state.shape[:2], weight.shape[-1]), dtype=np.float32)
    _multiply(state, weight, result)
    result += bias
    return result


def _summary(layer: Layer, state: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the page as a whole adds to the state of every block, shape (networks, 1, hidden)."""
    weight, bias = layer
    whole = np.concatenate((state.mean(axis=1, keepdims=True), state.max(axis=1, keepdims=True)), axis=2)
    result: NDArray[np.float32] = np.maximum(whole @ weight + bias, np.float32(0))
    return result


def _convolve(
    layer: Layer,
    state: NDArray[np.float32],
    dilation: int,
    product: NDArray[np.float32],
    zeros: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The output of a layer for each block and those `dilation` before and after it; written to `product`.

    Rows are multiplied first and moved to their neighbours then, so none need be copied beside these. Beyond
    the page's ends there are zeros; a dilation of 0 leaves the neighbours out. The `zeros` of a network's
    shape are for relu: numpy takes twice as long to compare an array with a number.
    """
    weight, bias = layer
    result: NDArray[np.float32]
    _multiply(state, weight, product)
    before, result, after = product
    result += bias
    if 0 < dilation < state.shape[1]:
        result[:, dilation:] += before[:, :-dilation]
        result[:, :-dilation] += after[:, dilation:]
    np.maximum(result, zeros, out=result)
    return result


def _multiply(values: NDArray[np.float32], weight: NDArray[np.float32], result: NDArray[np.float32]) -> None:
    """`values @ weight`, written to `result`, in pieces of rows too small to be shared out among threads."""
    rows, (inputs, outputs) = values.shape[-2], weight.shape[-2:]
    pieces = -(-rows * inputs * outputs // _ONE_THREAD)
    if pieces <= 1:
        np.matmul(values, weight, out=result)
        return
    piece = -(-rows // pieces)
    whole = rows // piece * piece
    stacked = result[..., :whole, :].reshape(*result.shape[:-2], -1, piece, outputs)
    rest = values[..., whole:, :]
    values = values[..., :whole, :].reshape(*values.shape[:-2], -1, piece, inputs)
    np.matmul(values, weight[..., None, :, :], out=stacked)
    if whole < rows:
        np.matmul(rest, weight, out=result[..., whole:, :])
