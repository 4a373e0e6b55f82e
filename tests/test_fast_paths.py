"""What was made fast gives what the plain way gives: compared on generated texts, data and pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.characters.surrogates import replace_surrogates
from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims, phrase_claims
from cleaner.lazy import cached_property
from cleaner.model import built_in, predict
from cleaner.model import networks as stacked
from cleaner.references.align import References, align
from cleaner.segment.html import segment_drawn, segment_html
from cleaner.segment.html.guards import guarded, limit_depth
from cleaner.segment.html.parse import parse
from cleaner.segment.html.script_page import _runs, _sources
from cleaner.segment.html.script_values import Node, read_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.model.networks import Networks

NESTED = '"{\\"inner\\": \\"' + 60 * "word " + '\\"}"'
WHOLE = [
    '"name"', '"other"', '""', '"caf\\u00e9 \\"bar\\""', '"cut off\n', "'single'", "'cut off\n", NESTED,
    ":", ",", ";", "{", "}", "[", "]", "(", ")", "12", "true", "$name", "name:", "a:b:", ".5", "=", "\n",
    "//comment\n", "/*comment*/", '"name":"value"', '"name": 5', '"name":{',
]  # fmt: skip
TOKENS = [*WHOLE, '"', "'", "/", "\\", "//", "/*"]


def tree(source: str) -> list[tuple[object, ...]]:
    """The nodes of a source as plain values."""
    nodes = read_values([source])
    number = {id(node): place for place, node in enumerate(nodes)}
    return [
        (
            number.get(id(node.parent)),
            node.key,
            node.is_list,
            node.keys,
            [("node", number[id(it)]) if isinstance(it, Node) else it for it in node.values],
        )
        for node in nodes
    ]


NAMED = [
    ['"name"', ":", "12", ","],
    ['"name"', ":", '"other"', "}"],
    ["{", '"name"', ":", "key:", "12", ","],
    ['"name"', ":", "{"],
    ["name:", '"other"', ","],
    ["{"],
    ["["],
    ["]"],
]


@given(st.lists(st.sampled_from(NAMED) | st.sampled_from(WHOLE).map(lambda it: [it]), max_size=20))
def test_names_read_with_their_values_are_as_read_one_by_one(parts: list[list[str]]) -> None:
    # A comment between two tokens keeps the pattern from taking both at once, and means nothing itself.
    tokens = [token for part in parts for token in part]
    assert tree(" /**/ ".join(tokens)) == tree(" ".join(tokens))


@given(st.lists(st.sampled_from(TOKENS), max_size=30).map("".join))
def test_any_source_is_read_to_its_end_and_every_node_stands_in_its_parent(source: str) -> None:
    nodes = read_values([source])
    for node in nodes[1:]:
        assert node.parent is not None
        assert any(it is node for it in node.parent.values)


PIECES = [
    39 * "a",
    40 * "b",
    41 * "é",
    '"',
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "=",
    ";",
    " ",
    "字" * 25,
    "\U0001f600",
    "\x7f",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_long_stretches_are_those_that_a_pattern_finds(source: str) -> None:
    assert list(_runs(source)) == re.findall(r"[^\"{}\[\]<>=;]{40,}+", source)


QUOTES = ['"{}"', "'{}'", "{}", ' "{}"', "\n'{}'"]
BEGINNINGS = ["{", "[", " {", "\n\t[", "&#123;", "&lbrack;", "&nbsp;{", "x", "&amp;"]


@given(
    st.sampled_from(QUOTES),
    st.sampled_from(BEGINNINGS),
    st.integers(480, 520),
    st.sampled_from(["x", "&amp;", "é"]),
)
def test_no_attribute_that_is_long_enough_is_missed(
    quotes: str, beginning: str, length: int, letter: str
) -> None:
    page = f"<p data-other='{{}}'>a</p><p data-state={quotes.format(beginning + length * letter)}>b</p>"
    root = parse(page).root
    assert root is not None
    values = [it for node in root.traverse() for it in node.attributes.values() if it and len(it) >= 500]
    wanted = [it for it in values if it.lstrip()[:1] in {"{", "["}]
    assert list(_sources(parse(page), page)) == wanted


def test_an_attribute_of_a_page_in_an_attribute_is_found() -> None:
    state = "{" + 600 * "x>"
    inner = f"<p data-state=&quot;{state}&quot;>a</p>"
    page = f'<p data-other="[]">a</p><iframe srcdoc="{inner}"></iframe>'
    assert state in list(_sources(parse(page), page))


@given(st.text(st.sampled_from("aé字\ud83d\udc00\U0001f600\0")))
def test_surrogates_are_replaced_wherever_they_stand(text: str) -> None:
    replaced, count = replace_surrogates(text)
    assert replaced == re.sub("[\ud800-\udfff]", "\ufffd", text)
    assert count == sum("\ud800" <= it <= "\udfff" for it in text)


@pytest.mark.parametrize("at_once", [1, 1200, 100_000])
@pytest.mark.parametrize("blocks", [1, 2, 63, 64, 500])
def test_networks_that_run_as_one_give_what_each_gives_by_itself(
    monkeypatch: pytest.MonkeyPatch, blocks: int, at_once: int
) -> None:
    monkeypatch.setattr(stacked, "_AT_ONCE", at_once)
    model = built_in("text")
    values = np.random.default_rng(blocks).random((len(model.features), blocks), dtype=np.float32).T
    outputs = [_plain_run(model.networks, number, values) for number in range(model.networks.members)]
    found = predict(model, _features(model.features, values))
    np.testing.assert_allclose(found, np.mean(outputs, axis=0), rtol=1e-4, atol=1e-4)


def _features(names: tuple[str, ...], values: NDArray[np.float32]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from cleaner.features.feature_groups import Features  # noqa: PLC0415 - for one test

    return Features(names, values)


def _plain_run(networks: Networks, number: int, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """One network as the docstrings define it, in double precision."""
    weight, bias = (it[number] for it in networks.input_layer)
    state = np.maximum(values.astype(float) @ weight + bias, 0)
    for place, ((weights, biases), dilation) in enumerate(networks.convolutions):
        if place == len(networks.convolutions) // 2:
            summary, offset = (it[number] for it in networks.summary)
            state = state + np.maximum(
                np.concatenate((state.mean(axis=0), state.max(axis=0))) @ summary + offset, 0
            )
        before, own, after = (state @ weight[number] for weight in weights)
        change = own + biases[number]
        if dilation < len(state):
            change[dilation:] += before[:-dilation]
            change[:-dilation] += after[dilation:]
        state = state + np.maximum(change, 0)
    weight, bias = (it[number] for it in networks.output_layer)
    result: NDArray[np.float32] = (state @ weight + bias).astype(np.float32)
    return result


def test_features_that_are_found_again_are_those_of_a_new_page() -> None:
    page = "<article><p>Home<p>The mill by the river burned down, and nobody knows why it did.<p>Share this</article>"
    document = segment_html(page)
    kept = align(["The mill by the river burned down, and nobody knows why it did."], document)
    used, new = Page(document), Page(document)
    extract_features(used, phrase_claims(used), wanted={"size", "heuristic", "trafilatura", "tag"})
    found, wanted = (extract_features(it, claims(it), References(trafilatura=kept)) for it in (used, new))
    assert found.names == wanted.names
    assert found.values.tobytes() == wanted.values.tobytes()


@pytest.mark.parametrize("tags", [1990, 2010, 4100])
def test_the_depth_is_limited_from_as_many_tags_on_as_may_be_deep(tags: int) -> None:
    page = tags * "<div>" + "deep"
    assert guarded(page) == (page.encode() if tags < 2000 else limit_depth(page).encode())


def test_a_property_is_computed_once_and_belongs_to_its_object() -> None:
    class Thing:
        computed: Sequence[int] = []

        @cached_property
        def value(self) -> int:
            """What it is."""
            self.computed = [*self.computed, 1]
            return len(self.computed)

    one, other = Thing(), Thing()
    assert (one.value, one.value, other.value) == (1, 1, 1)
    assert one.computed == [1]
    assert Thing.value.__doc__ == "What it is."


def test_the_article_of_a_script_is_put_into_the_tree_that_gave_the_blocks() -> None:
    page = "<title>A mill</title><div id=root></div><p>Menu</p>"
    assert segment_drawn(page)[1] == segment_html(page)
