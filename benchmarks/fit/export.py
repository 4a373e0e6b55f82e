"""Fitted networks -> the files that ship with the package."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from cleaner.heuristics import claims
from cleaner.model import load
from cleaner.segment.text import segment
from cleaner.view.features import features
from cleaner.view.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.fit.network import Tagger
    from benchmarks.fit.train import Fitted, Recipe
    from cleaner.model import Model


def export(folder: Path, fitted: Sequence[Fitted], recipe: Recipe, figures: dict[str, float]) -> None:
    """Write `weights.npz` and `provenance.json`."""
    _write(folder / "weights.npz", fitted, recipe)
    provenance = {
        "fitted on": {
            "WCXB, development split": "CC-BY-4.0, Foley 2026; 1,497 pages",
            "article-extraction-dataset (AndyTheFactory), half of its sites": "Apache-2.0; 215 pages",
            "trafilatura's evaluation set, half of its sites": "Apache-2.0 annotations; 483 pages",
        },
        "recipe": asdict(recipe) | {"networks": len(fitted)},
        "on sites held out, mean over three flatteners": figures,
    }
    (folder / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")


def as_model(fitted: Sequence[Fitted], recipe: Recipe) -> Model:
    """What the package would load if these networks shipped with it."""
    stored = io.BytesIO()
    _write(stored, fitted, recipe)
    stored.seek(0)
    return load(stored)


def _write(target: Path | BinaryIO, fitted: Sequence[Fitted], recipe: Recipe) -> None:
    """The networks' weights; half precision costs no figure and halves the file."""
    parts: dict[str, Any] = {
        "features": np.array(feature_names()),
        "dilations": np.array(recipe.dilations),
        "networks": np.array(len(fitted)),
    }
    for number, (network, mean, spread) in enumerate(fitted):
        parts |= {f"{number}/{name}": value.astype(np.float16) for name, value in _arrays(network).items()}
        parts |= {f"{number}/mean": mean.numpy(), f"{number}/spread": spread.numpy()}
    np.savez_compressed(target, **parts)


def feature_names() -> tuple[str, ...]:
    """The names of the features, in the order of the weights."""
    page = Page(segment("One block is enough to name the features."))
    return features(page, claims(page)).names


def _arrays(network: Tagger) -> dict[str, np.ndarray]:
    """Matrices laid out for `values @ weight`."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    arrays = {}
    for name in ("enter", "summary", "leave"):
        arrays[f"{name}/weight"] = state[f"{name}.weight"].T
        arrays[f"{name}/bias"] = state[f"{name}.bias"]
    for number in range(len(network.layers)):
        arrays[f"layer{number}/weight"] = state[f"layers.{number}.weight"].T
        arrays[f"layer{number}/bias"] = state[f"layers.{number}.bias"]
    return arrays
