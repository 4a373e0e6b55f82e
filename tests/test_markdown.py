from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.features.markdown_marks import without_marks

PAGE = """\
# The old mill

* [Home](/)
* [About us](https://example.org/about "About")

The council met on **Tuesday** to decide what should become of the [old mill](https://example.org/mill_(Lindvik)).

> Nobody had *expected* an agreement.

---
![the mill](mill.jpg)
"""


def test_marks_become_spaces_and_words_stay_where_they_were() -> None:
    plain = without_marks(PAGE)
    assert len(plain) == len(PAGE)
    assert " ".join(plain.split()) == (
        "The old mill Home About us The council met on Tuesday to decide what should become of the old mill . "
        "Nobody had expected an agreement. the mill"
    )
    for word in ("council", "Tuesday", "Nobody", "agreement."):
        assert plain.index(word) == PAGE.index(word)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "He said [sic] that it was (almost) done.\n# 1 in the charts this week", id="brackets and a hash"
        ),
        pytest.param("The function f(x) = a[i](y) is called once.", id="code in prose"),
        pytest.param("2 * 3 * 4 = 24 and snake_case_names stay", id="stars and underscores"),
        pytest.param("- one\n- two\n- three", id="a list is no Markdown by itself"),
        pytest.param("C# is a language.\nA# is a note.", id="hashes after letters"),
    ],
)
def test_text_that_is_no_markdown_is_left_alone(text: str) -> None:
    assert without_marks(text) == text


@given(st.text(alphabet='ab [](){}!#*_>-1.\n"', max_size=300))
def test_length_and_line_ends_never_change(text: str) -> None:
    plain = without_marks(text)
    assert len(plain) == len(text)
    assert [place for place, c in enumerate(plain) if c == "\n"] == [
        p for p, c in enumerate(text) if c == "\n"
    ]


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "](" * 50_000, "[a](b" * 20_000, "*" * 100_000, "[a](b)" * 20_000 + "[" * 5000]
)
def test_marks_without_end_take_no_time(text: str) -> None:
    began = time.process_time()
    without_marks("# a\n# b\n" + text)
    assert time.process_time() - began < 2
