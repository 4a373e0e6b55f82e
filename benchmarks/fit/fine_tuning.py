"""Fine-tuning: the networks of a file of weights to start from, and interpolation with what they become."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np
import torch

from benchmarks.fit.export import layer_names
from benchmarks.fit.network import Tagger
from benchmarks.fit.train import Fitted
from cleaner.model import BODY

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.fit.recipe import Recipe


def read(file: Path, recipe: Recipe) -> tuple[tuple[str, ...], list[Fitted]]:
    """The features and the networks of a file that `export` wrote by a recipe, without their leaning."""
    with np.load(file, allow_pickle=False) as stored:
        names = tuple(map(str, stored["features"]))
        return names, [_read(stored, f"{it}", recipe) for it in range(int(stored["networks"]))]


def _read(stored: np.lib.npyio.NpzFile, which: str, recipe: Recipe) -> Fitted:
    mean, spread = (torch.from_numpy(stored[f"{which}/{it}"].copy()) for it in ("mean", "spread"))
    network = Tagger(len(mean), recipe.hidden, recipe.dilations, recipe.dropout)
    state = {}
    for name, stored_as in layer_names(network).items():
        state[f"{name}.weight"] = stored[f"{which}/{stored_as}/weight"].T
        state[f"{name}.bias"] = stored[f"{which}/{stored_as}/bias"]
    network.load_state_dict({name: torch.from_numpy(it.astype(np.float32)) for name, it in state.items()})
    with torch.no_grad():
        network.output_layer.bias[BODY] -= recipe.leaning
    return Fitted(network.eval(), mean, spread)


def between(fitted: Fitted, start: Fitted, of_start: float) -> Fitted:
    """A network whose weights are `of_start` those of `start`, and for the rest those of `fitted`.

    `fitted` must have been fine-tuned from `start`. The weights of networks that were fitted apart do not
    correspond; of such only the outputs can be averaged, as `benchmarks.fit.blend` does.
    """
    known, learnt = start.network.state_dict(), fitted.network.state_dict()
    made = copy.deepcopy(fitted.network)
    made.load_state_dict({name: torch.lerp(learnt[name], known[name], of_start) for name in learnt})
    return fitted._replace(network=made)
