"""`python -m benchmarks.fit.blend FIRST SECOND OUT`: two fits as one model, their log-odds averaged.

Fits on other pages or with other recipes err in other ways: their average errs less than either, above all on
pages that are like none of those that one of them saw. All networks ship; what a fit counts is in the weights
of their last layers, so the code that runs a model knows nothing of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
import numpy as np

from benchmarks.fit.export import named
from cleaner.model import STUDENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Arrays = dict[str, "NDArray[Any]"]
"""The arrays of one network, by their names in the file without the network's."""
_UNSEEN: Final = {"mean": 0.0, "spread": 1.0}
"""What stands in for the scale of a feature that a network was not fitted on, and gives no weight to."""
_LAST: Final = ("output layer/weight", "output layer/bias")


class Stored(NamedTuple):
    """A model as it is stored."""

    features: list[str]
    dilations: NDArray[np.int64]
    networks: list[Arrays]
    students: list[Arrays]


def read(file: Path) -> Stored:
    """The arrays in the `.npz` file that `benchmarks.fit` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        parts = dict(stored)
    found: dict[str, Arrays] = {}
    for name, values in parts.items():
        network, _, array = name.partition("/")
        if array:
            found.setdefault(network, {})[array] = values
    students = [found.pop(name) for name in sorted(found) if name.startswith(STUDENT)]
    networks = [found[f"{number}"] for number in range(int(parts["networks"]))]
    return Stored([str(it) for it in parts["features"]], parts["dilations"], networks, students)


def blended(first: Stored, second: Stored, weight: float) -> dict[str, NDArray[Any]]:
    """The arrays of a model whose log-odds are those of `first` times `weight` and of `second` for the rest.

    Raises ValueError where their networks have not the same dilations, as those of one model must.
    """
    if first.dilations.tolist() != second.dilations.tolist():
        raise ValueError("the networks of the two models have other dilations")
    features = list(dict.fromkeys([*second.features, *first.features]))
    parts: dict[str, NDArray[Any]] = {"features": np.array(features), "dilations": first.dilations}
    networks, students = (
        [
            *_scaled(mine, first.features, features, weight * (len(mine) + len(other))),
            *_scaled(other, second.features, features, (1 - weight) * (len(mine) + len(other))),
        ]
        for mine, other in ((first.networks, second.networks), (first.students, second.students))
    )
    parts["networks"] = np.array(len(networks))
    for name, arrays in named(networks, students).items():
        parts |= {f"{name}/{array}": values for array, values in arrays.items()}
    return parts


def _scaled(
    networks: Sequence[Arrays], seen: Sequence[str], features: Sequence[str], share: float
) -> list[Arrays]:
    """The networks with inputs for all `features`, and outputs so large that together they count `share`."""
    places = [features.index(name) for name in seen]
    return [_wide(network, places, len(features), share / len(networks)) for network in networks]


def _wide(network: Arrays, places: Sequence[int], features: int, factor: float) -> Arrays:
    wide = dict(network)
    for name in ("input layer/weight", "mean", "spread"):
        values = network[name]
        wide[name] = np.full((features, *values.shape[1:]), _UNSEEN.get(name, 0.0), values.dtype)
        wide[name][places] = values
    for name in _LAST:
        wide[name] = (network[name].astype(np.float32) * factor).astype(network[name].dtype)
    return wide


@click.command()
@click.argument("first", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("second", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--weight", default=0.5, show_default=True, help="How much FIRST counts.")
def main(*, first: Path, second: Path, out: Path, weight: float) -> None:
    """Write the average of the models FIRST and SECOND to OUT."""
    np.savez_compressed(out, allow_pickle=False, **blended(read(first), read(second), weight))


if __name__ == "__main__":
    main()
