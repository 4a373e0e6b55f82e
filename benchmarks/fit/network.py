"""The network that is fitted: dilated convolutions over the blocks of a page.

A block is scored with its surroundings: each layer sees three blocks, twice as far apart as
the layer before, and half way a summary of the whole page is mixed in. It is small enough to be
run in numpy, where `cleaner.model` is its other half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tagger(nn.Module):  # type: ignore[misc] # torch is not installed where types are checked
    """Features of blocks -> log-odds of body and of headline.

    Input (pages, blocks, features) and a mask (pages, blocks); output (pages, blocks, 2).
    """

    def __init__(self, inputs: int, hidden: int, dilations: Sequence[int], dropout: float) -> None:
        super().__init__()
        self.dilations = tuple(dilations)
        self.input_layer = nn.Linear(inputs, hidden)
        self.layers = nn.ModuleList(nn.Linear(3 * hidden, hidden) for _ in dilations)
        self.summary = nn.Linear(2 * hidden, hidden)
        self.output_layer = nn.Linear(hidden, 2)
        self.dropout = dropout

    def forward(self, values: Tensor, mask: Tensor) -> Tensor:
        """Log-odds; what stands where `mask` is 0 means nothing."""
        held = mask[..., None]
        state = functional.relu(self.input_layer(values)) * held
        for place, (layer, dilation) in enumerate(zip(self.layers, self.dilations, strict=True)):
            if place == len(self.layers) // 2:
                state = (state + functional.relu(self.summary(self._summarise(state, held)))[:, None]) * held
            step = layer(self._drop(self._with_neighbours(state, dilation)))
            state = (state + functional.relu(step)) * held
        return self.output_layer(self._drop(state))

    def _drop(self, state: Tensor) -> Tensor:
        """`state` with some channels of each page left out, for all its blocks alike.

        Leaving out single numbers took a third of the time of fitting, and held-out pages fared worse.
        """
        if not self.training:
            return state
        held = torch.rand(len(state), 1, state.shape[2]) >= self.dropout
        return state * (held / (1 - self.dropout))

    @staticmethod
    def _with_neighbours(state: Tensor, dilation: int) -> Tensor:
        """Each block beside those `dilation` before and after it; beyond the page's ends there is nothing."""
        padded = functional.pad(state, (0, 0, dilation, dilation))
        return torch.cat((padded[:, : -2 * dilation], state, padded[:, 2 * dilation :]), dim=-1)

    @staticmethod
    def _summarise(state: Tensor, held: Tensor) -> Tensor:
        mean = state.sum(1) / held.sum(1).clamp(min=1)
        return torch.cat([mean, state.amax(1)], dim=1)

    def ignore(self, inputs: Tensor) -> None:
        """Set the weights of some inputs, which it never saw in fitting, to zero: a mask, shape (inputs,)."""
        with torch.no_grad():
            self.input_layer.weight[:, inputs] = 0
