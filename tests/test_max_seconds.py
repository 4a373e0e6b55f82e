"""A limit of seconds a document, kept between the steps of the pipeline."""

from __future__ import annotations

import subprocess
import sys
import threading
from time import process_time
from typing import Any

import pytest

from cleaner import Cleaner, DocumentError, Engine, Failure, Options, Result
from tools import goldens

pytestmark = pytest.mark.slow

TEXT = goldens.source("004-moscow-times")
BIG = f"{TEXT}\n" * (1_000_000 // len(TEXT))
BIG_PAGE = "".join(f"<p>{line}</p>" for line in BIG.splitlines())
INPUTS = [
    pytest.param("full", {"text": BIG}, id="text"),
    pytest.param("full", {"html": BIG_PAGE}, id="full"),
    pytest.param("fast", {"html": BIG_PAGE}, id="fast"),
]


def limited(seconds: float, engine: str = "full") -> Any:  # noqa: ANN401 - it is given anything
    return Cleaner(options=Options(max_seconds=seconds, engine=Engine(engine)))


@pytest.mark.parametrize(("engine", "given"), INPUTS)
def test_a_document_over_the_limit_is_an_error_that_says_so(engine: str, given: dict[str, str]) -> None:
    with pytest.raises(DocumentError, match=r"^took longer than the 0\.001 seconds that max_seconds allows$"):
        limited(0.001, engine).clean(**given)


@pytest.mark.parametrize(("engine", "given"), INPUTS)
def test_it_is_given_up_long_before_it_would_be_done(engine: str, given: dict[str, str]) -> None:
    free = Cleaner(options=Options(engine=Engine(engine)))
    free.warm()
    whole = min(_seconds(free, given) for _ in range(2))
    strict = limited(0.02 * whole, engine)
    strict.warm()
    assert min(_seconds_until_given_up(strict, given) for _ in range(3)) < 0.6 * whole


def _seconds_until_given_up(cleaner: Cleaner, given: dict[str, Any]) -> float:
    began = process_time()
    with pytest.raises(DocumentError, match="max_seconds allows"):
        cleaner.clean(**given)
    return process_time() - began


def _seconds(cleaner: Cleaner, given: dict[str, Any]) -> float:
    began = process_time()
    cleaner.clean(**given)
    return process_time() - began


def test_within_the_limit_the_result_is_as_without_one() -> None:
    assert limited(60).clean(TEXT).to_dict() == Cleaner().clean(TEXT).to_dict()


def test_it_holds_in_a_thread_as_well() -> None:
    raised: list[BaseException] = []

    def work() -> None:
        try:
            limited(0.001).clean(BIG)
        except DocumentError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(raised) == 1


def test_in_a_stream_it_costs_one_document() -> None:
    cleaner = limited(0.5)
    cleaner.clean(TEXT)
    first, failure, last = cleaner.pipe([TEXT, {"id": "big", "text": BIG * 4}, TEXT], on_error="record")
    assert isinstance(first, Result)
    assert failure == Failure(2, "big", "took longer than the 0.5 seconds that max_seconds allows")
    assert isinstance(last, Result)


@pytest.mark.parametrize("given", ["'One line of text.'", "html='<p>One line of text.'"])
def test_what_is_loaded_for_the_first_document_is_not_its_time(given: str) -> None:
    code = f"from cleaner import Cleaner, Options; print(Cleaner(options=Options(max_seconds=.5)).clean({given}).text)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "One line of text."
