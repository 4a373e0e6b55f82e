"""Examples -> a fitted network."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from torch.nn import functional

from benchmarks.fit.network import Tagger
from benchmarks.fit.variations import AS_CAPTURED, MIXTURES, OURS, SPLICES
from benchmarks.teacher import NAME as TAUGHT
from cleaner.features.feature_groups import group_of
from cleaner.model import BODY, HEADLINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from torch import Tensor

    from benchmarks.fit.examples import Example
    from benchmarks.fit.recipe import Recipe


class Fitted(NamedTuple):
    """A network, and the mean and spread its inputs are scaled by."""

    network: Tagger
    mean: Tensor
    spread: Tensor


class Columns(NamedTuple):
    """What fitting must know of the features."""

    blank_line: int
    """The column that says whether a blank line stands before a block."""
    group: Tensor
    """The group of every column, as a number."""
    seen: Tensor
    """Whether each column is ever shown."""


def columns(names: Sequence[str], without: Sequence[str]) -> Columns:
    """The columns of features with these names, for a network without some groups."""
    groups = [group_of(name) for name in names]
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    return Columns(
        names.index("run/blank line before"),
        torch.tensor([numbers[group] for group in groups]),
        torch.tensor([group not in without for group in groups]),
    )


def fit(
    examples: Sequence[Example],
    names: Sequence[str],
    recipe: Recipe,
    seed: int,
    without: Sequence[str],
    start: Fitted | None = None,
) -> Fitted:
    """The network after the last epoch, fine-tuned from `start`, if given; `names` are of the features."""
    known = columns(names, without)
    *_, (_, fitted) = epochs(examples, known, recipe, seed, start)
    fitted.network.ignore(~known.seen)
    return fitted


def epochs(
    examples: Sequence[Example], known: Columns, recipe: Recipe, seed: int, start: Fitted | None = None
) -> Iterator[tuple[float, Fitted]]:
    """After each epoch its mean loss, and the network as it is by then; deterministic for a seed."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    mean, spread = (start.mean, start.spread) if start else _scale(examples)
    network = Tagger(len(mean), recipe.hidden, recipe.dilations, recipe.dropout)
    if start:
        network.load_state_dict(start.network.state_dict())
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    worth_of = _worth_by_set(examples, recipe)
    parts = _by_flattener(examples)
    plan = [_batches(parts[epoch % len(parts)], recipe.batch_blocks, rng) for epoch in range(recipe.epochs)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.rate, total_steps=sum(map(len, plan)), pct_start=0.15
    )
    for batches in plan:
        losses = []
        network.train()
        for batch in (_stack(pages, recipe, worth_of) for pages in batches):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = network(_hide(batch, mean, spread, known, recipe), batch.mask)
            loss = _loss(logits.float(), batch, recipe)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        network.eval()
        yield float(np.mean(losses)), Fitted(network, mean, spread)


def _hide(batch: Batch, mean: Tensor, spread: Tensor, known: Columns, recipe: Recipe) -> Tensor:
    """The scaled features, some of them set to their mean, so that no one feature is relied on.

    Nor is any one kind of evidence, such as class names: whole groups are left out, too.
    """
    pages = len(batch.values)
    shown = torch.rand(pages, 1, batch.values.shape[2]) >= recipe.feature_dropout
    groups = torch.rand(pages, 1, int(known.group.max()) + 1) >= recipe.group_dropout
    values = batch.values.clone()
    values[torch.rand(pages) < recipe.unspaced, 1:, known.blank_line] = 0
    return (values - mean) / spread * (shown & groups[..., known.group] & known.seen)


def _by_flattener(examples: Sequence[Example]) -> list[list[Example]]:
    """The examples in as many parts as there are flatteners, each with every page once."""
    flatteners = sorted({example.name.rsplit("/", 1)[1] for example in examples})
    pages = {
        page: place for place, page in enumerate(dict.fromkeys(e.name.rsplit("/", 1)[0] for e in examples))
    }
    parts: list[list[Example]] = [[] for _ in flatteners]
    for example in examples:
        page, flattener = example.name.rsplit("/", 1)
        parts[(flatteners.index(flattener) + pages[page]) % len(parts)].append(example)
    return parts


def _scale(examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    sample = np.concatenate([e.values[:: max(1, len(e.values) // 40)] for e in examples]).astype(np.float32)
    mean, spread = sample.mean(0), sample.std(0)
    return torch.from_numpy(mean), torch.from_numpy(np.maximum(spread, 0.05))


def _batches(examples: Sequence[Example], blocks: int, rng: np.random.Generator) -> list[list[Example]]:
    """Pages of like length together, in batches of about as many blocks, in random order."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].body) * rng.uniform(0.8, 1.25))
    batches: list[list[Example]] = [[]]
    for index in order:
        batch = batches[-1]
        if batch and (len(batch) + 1) * len(examples[index].body) > blocks:
            batches.append(batch := [])
        batch.append(examples[index])
    return [batches[place] for place in rng.permutation(len(batches))]


class Batch(NamedTuple):
    """Pages of one batch, shorter ones filled up; shape (pages, blocks) unless said otherwise."""

    values: Tensor
    """Shape (pages, blocks, features)."""
    mask: Tensor
    body: Tensor
    headline: Tensor
    weight: Tensor
    worth: Tensor
    """How much each page counts, shape (pages,)."""
    titled: Tensor
    """Whether the headline is known, shape (pages,)."""
    doubtful: Tensor
    """Whether the labels come from a gold text alone, not from how the page was mixed, shape (pages,)."""


def _stack(batch: Sequence[Example], recipe: Recipe, worth_of: Mapping[str, float]) -> Batch:
    longest = max(len(e.body) for e in batch)
    values = np.zeros((len(batch), longest, batch[0].values.shape[1]), dtype=np.float32)
    rows = np.zeros((4, len(batch), longest), dtype=np.float32)
    for place, e in enumerate(batch):
        values[place, : len(e.body)] = e.values
        rows[:, place, : len(e.body)] = np.ones(len(e.body)), e.body, e.headline, e.weight
    worth = np.array([worth_of[_set(e)] * _worth(e, recipe) for e in batch], dtype=np.float32)
    titled = np.array([e.titled for e in batch], dtype=np.float32)
    sure = {*MIXTURES, *SPLICES, OURS}
    doubtful = np.array([e.kind not in sure for e in batch], dtype=np.float32)
    return Batch(*map(torch.from_numpy, (values, *rows, worth, titled, doubtful)))


def _worth_by_set(examples: Sequence[Example], recipe: Recipe) -> dict[str, float]:
    """How much a page of each set counts beside one of the largest."""
    sizes = Counter(_set(example) for example in examples if example.article)
    largest = max(sizes.values(), default=1)
    return {
        name: (largest / sizes.get(name, largest)) ** recipe.small_sets for name in set(map(_set, examples))
    }


def _set(example: Example) -> str:
    return example.name.split("/", 1)[0]


def _worth(example: Example, recipe: Recipe) -> float:
    """How much a page counts beside others of its set."""
    captured = recipe.captured_share if example.kind == AS_CAPTURED else 1.0
    taught = recipe.taught if _set(example) == TAUGHT else 1.0
    spliced = recipe.spliced_share if example.kind in SPLICES or example.kind == OURS else 1.0
    return captured * taught * spliced * (1.0 if example.article else recipe.other_types)


def _loss(logits: Tensor, batch: Batch, recipe: Recipe) -> Tensor:
    """Mean over pages; in each, blocks weigh by the root of their words, and the page as a whole counts too.

    A page whose gold may be a part of its article counts less the more is kept outside its gold. What is lost
    of its body makes it count no less: the judge would forget pages that it is wrong about.
    """
    weight, body = batch.weight, batch.body
    root = weight.sqrt() * batch.mask
    share = root / root.sum(1, keepdim=True).clamp(min=1)
    cross = functional.binary_cross_entropy_with_logits(
        logits[..., BODY], body, reduction="none", pos_weight=torch.tensor(recipe.missed)
    )
    kept = torch.sigmoid(logits[..., BODY]) * weight
    found, whole = (kept * body).sum(1), (weight * body).sum(1)
    measure = ((1 + recipe.missed) * found + 1) / (kept.sum(1) + recipe.missed * whole + 1)
    page = (cross * share).sum(1) + recipe.whole_page * (1 - measure)
    outside = (kept - kept * body).sum(1) / (kept.sum(1) + 1)
    believed = batch.worth / (1 + recipe.doubt * batch.doubtful * outside.detach())
    title = _headline_loss(logits[..., HEADLINE], batch) * batch.titled
    return ((page + recipe.headline * title) * believed).sum() / batch.worth.sum()


def _headline_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Of each page, the surprise at which block is its headline; none is a choice too, with log-odds 0."""
    hidden = torch.finfo(logits.dtype).min
    none = torch.zeros(len(logits), 1)
    every = torch.logsumexp(torch.cat((none, logits.masked_fill(batch.mask == 0, hidden)), dim=1), dim=1)
    right = torch.logsumexp(logits.masked_fill(batch.headline == 0, hidden), dim=1)
    return every - torch.where(batch.headline.any(dim=1), right, none[:, 0])
