"""Fitted networks -> the files that ship with the package."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import numpy as np

from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims
from cleaner.model import BODY, STUDENT, load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.fit.network import Tagger
    from benchmarks.fit.recipe import Recipe
    from benchmarks.fit.train import Fitted
    from cleaner.document import Document
    from cleaner.model import Model


_Network = TypeVar("_Network")
"""A network in whatever form."""


def export(
    stem: Path, names: Sequence[str], fitted: Mapping[str, Fitted], recipe: Recipe, figures: dict[str, float]
) -> None:
    """Write `<stem>.npz`, the weights, and `<stem>.json`, where they come from; see `as_model`."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    _write(stem.with_suffix(".npz"), names, fitted, recipe)
    provenance = {
        "fitted on": {
            "WCXB, development split": "CC-BY-4.0, Foley 2026; 1,497 pages",
            "article-extraction-dataset (AndyTheFactory), half of its sites": "Apache-2.0; 215 pages",
            "trafilatura's evaluation set, half of its sites": "Apache-2.0 annotations; 483 pages",
            "Fundus' parser tests, half of the publishers": "MIT; 122 pages",
            "CleanEval, its Chinese part, corrected": "MIT; 69 pages",
            "public test pages without gold, labelled by the HTML model": "their publishers'; 1,426 pages",
            "snippets of our own writing": "in benchmarks/fit/snippets",
        },
        "recipe": asdict(recipe),
        "on sites held out": figures,
    }
    stem.with_suffix(".json").write_text(json.dumps(provenance, indent=2) + "\n")


def as_model(names: Sequence[str], fitted: Mapping[str, Fitted], recipe: Recipe) -> Model:
    """What the package would load if these networks shipped with it.

    Those that are averaged are called by their numbers; the names of students begin with `STUDENT`.
    """
    stored = io.BytesIO()
    _write(stored, names, fitted, recipe)
    stored.seek(0)
    return load(stored)


def bagged(fits: Sequence[Mapping[str, Fitted]]) -> dict[str, Fitted]:
    """The networks of several fits as those of one, and their students; named as `as_model` wants them."""
    networks = [it for fit in fits for name, it in fit.items() if name != STUDENT]
    return named(networks, [fit[STUDENT] for fit in fits if STUDENT in fit])


def named(networks: Sequence[_Network], students: Sequence[_Network]) -> dict[str, _Network]:
    """Networks and students by what they are called in a file: see `cleaner.model.STUDENT`."""
    numbered = {f"{number}": it for number, it in enumerate(networks)}
    return numbered | {f"{STUDENT} {number}" if number else STUDENT: it for number, it in enumerate(students)}


def _write(
    target: Path | BinaryIO, names: Sequence[str], fitted: Mapping[str, Fitted], recipe: Recipe
) -> None:
    """The networks' weights; half precision costs no figure and halves the file."""
    parts: dict[str, Any] = {
        "features": np.array(names),
        "dilations": np.array(recipe.dilations),
        "networks": np.array(sum(not name.startswith(STUDENT) for name in fitted)),
    }
    for which, (network, mean, spread) in fitted.items():
        parts |= {f"{which}/{name}": value.astype(np.float16) for name, value in _arrays(network).items()}
        parts[f"{which}/output layer/bias"][BODY] += recipe.leaning
        parts |= {f"{which}/mean": mean.numpy(), f"{which}/spread": spread.numpy()}
    np.savez_compressed(target, **parts)


def feature_names(document: Document) -> tuple[str, ...]:
    """The names of the features of documents like this one, in the order of the weights."""
    page = Page(document)
    return extract_features(page, claims(page)).names


def _arrays(network: Tagger) -> dict[str, np.ndarray]:
    """Matrices laid out for `values @ weight`."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    arrays = {}
    for name, stored in layer_names(network).items():
        arrays[f"{stored}/weight"] = state[f"{name}.weight"].T
        arrays[f"{stored}/bias"] = state[f"{name}.bias"]
    return arrays


def layer_names(network: Tagger) -> dict[str, str]:
    """What each layer of the network is called in a file."""
    names = {"input_layer": "input layer", "summary": "summary", "output_layer": "output layer"}
    return names | {f"layers.{number}": f"layer{number}" for number in range(len(network.layers))}
