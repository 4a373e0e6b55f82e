"""A world for runs: an INPUT that changes, an OUTPUT that is run into again and again, and what is to be there.

Every run is a process of its own, forked from this one, where all modules are loaded already; a kill is SIGKILL
at a chosen step of the run (a commit, a move, a removal), so each sequence of actions can be repeated.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import shutil
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner import clean
from cleaner.batch import outputs
from cleaner.batch.journal import Journal
from cleaner.cli.main import main
from cleaner.writers import part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ARTICLE: Final = "The council of the harbour town voted on Monday to keep the old ferry for another winter."
TEXTS: Final = (
    f"Home | News | About us\nFerry stays\n{ARTICLE}\nThe mayor thanked everybody who came.\nShare on Facebook",
    f"{ARTICLE}\nThe vote was close, and nobody left early.\n© 2024 All rights reserved.",
    "Log in\nSubscribe to our newsletter\nShare on Facebook",
    "",
    "Сессия закончилась поздно вечером, и решение приняли единогласно.\nПодписаться на рассылку",
)
BAD: Final = -1
"""In a list of documents, one that cannot be cleaned."""
ACCOUNT: Final = re.compile(r"read (\d+) = cleaned (\d+) \+ empty (\d+) \+ skipped (\d+) \+ failed (\d+)")


def _page(text: str) -> str:
    lines = "".join(f"<p>{it}</p>" for it in text.splitlines())
    return f"<!doctype html><title>Ferry</title><body><div>{lines}</div></body>"


def _one(document: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" if document == BAD else TEXTS[document].encode()


def _one_page(document: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" if document == BAD else _page(TEXTS[document]).encode()


def _lines(documents: Sequence[int]) -> bytes:
    lines = [
        b"{bad" if it == BAD else orjson.dumps({"id": f"d{n}", "text": TEXTS[it], "n": n})
        for n, it in enumerate(documents)
    ]
    return b"".join(line + b"\n" for line in lines)


def _table(documents: Sequence[int]) -> bytes:
    texts = [None if it == BAD else TEXTS[it] for it in documents]
    table = pa.table({"text": pa.array(texts, pa.string()), "n": list(range(len(documents)))})
    out = io.BytesIO()
    pq.write_table(table, out, row_group_size=2)
    return out.getvalue()


def _archive(documents: Sequence[int], *, packed: bool = False, wet: bool = False) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for n, document in enumerate(documents):
        url, text = f"https://harbour.example/{n}", TEXTS[document]
        body = io.BytesIO(text.encode() if wet else _page(text).encode())
        headers = (
            None if wet else StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        )
        kind = "conversion" if wet else "response"
        about = {"WARC-Record-ID": f"<urn:uuid:{n}>", "WARC-Date": "2024-01-01T00:00:00Z"}
        record = writer.create_warc_record(
            url, kind, payload=body, http_headers=headers, warc_content_type="text/plain" if wet else "",
            warc_headers_dict=about,
        )  # fmt: skip
        writer.write_record(record)
        record.raw_stream.close()
    return out.getvalue()


clean(TEXTS[0])  # so that every run finds all loaded
clean(html=_page(TEXTS[0]))

INPUTS: Final[dict[str, Callable[[Sequence[int]], bytes]]] = {
    ".txt": lambda documents: _one(documents[0]),
    ".txt.gz": lambda documents: gzip.compress(_one(documents[0]), mtime=0),
    ".html": lambda documents: _one_page(documents[0]),
    ".jsonl": _lines,
    ".jsonl.gz": lambda documents: gzip.compress(_lines(documents), mtime=0),
    ".jsonl.zst": lambda documents: zstandard.compress(_lines(documents)),
    ".parquet": _table,
    ".warc": _archive,
    ".warc.gz": lambda documents: _archive(documents, packed=True),
    ".wet": lambda documents: _archive(documents, wet=True),
}
"""How a file of each kind is made of documents, which are numbers of TEXTS or BAD."""
OUTPUTS: Final = {
    "txt": ".txt",
    "markdown": ".md",
    "jsonl": ".jsonl",
    "jsonl.gz": ".jsonl.gz",
    "jsonl.zst": ".jsonl.zst",
    "parquet": ".parquet",
}
FOLDER_ONLY: Final = frozenset({"txt", "markdown"})


class Ended(NamedTuple):
    """How a run ended."""

    status: int
    """Exit status, or minus the signal that ended it."""
    said: str

    @property
    def account(self) -> tuple[int, ...]:
        """Read, cleaned, empty, skipped, failed."""
        match = ACCOUNT.fullmatch(self.said.splitlines()[-1])
        assert match, self.said
        read, *parts = map(int, match.groups())
        assert read == sum(parts), self.said
        return read, *parts


def start(arguments: Sequence[str], log: Path, prepare: Callable[[], object] = lambda: None) -> int:
    """`cleaner run` in a process of its own, which does `prepare` first; its number."""
    child = os.fork()
    if not child:
        _be_the_run(arguments, log, prepare)
    return child


def wait(child: int, log: Path) -> Ended:
    """Wait until the process ends."""
    _, state = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(state), log.read_text())


def run(arguments: Sequence[str], log: Path, kill_at: int | None = None) -> Ended:
    """`cleaner run` from its beginning to its end, or until it is killed at its `kill_at`-th step."""
    return wait(start(arguments, log, lambda: _take_small_steps(kill_at)), log)


def set_steps(commit_seconds: float, frame_bytes: int) -> None:
    """Choose how often a run commits and closes a frame: how much there is to lose, and when."""
    for module, name, value in (
        (outputs, "COMMIT_SECONDS", commit_seconds),
        (part, "FRAME_BYTES", frame_bytes),
    ):
        setattr(module, name, value)


def _take_small_steps(kill_at: int | None) -> None:
    set_steps(0.0, 200)
    if kill_at is not None:
        _die_at(kill_at)


def _be_the_run(arguments: Sequence[str], log: Path, prepare: Callable[[], object]) -> NoReturn:
    status = 99
    try:
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 2)
        sys.stderr = os.fdopen(2, "w", closefd=False)
        prepare()
        main(["run", *arguments], standalone_mode=True)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stderr.flush()
        os._exit(status)


def _die_at(step: int) -> None:
    """Let this process be killed at that step: before or after a commit, a move or a removal."""
    left = step
    process = os.getpid()

    def counted(action: Callable[..., Any]) -> Callable[..., Any]:
        def act(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the action takes
            nonlocal left
            if os.getpid() != process:
                return action(*args, **kwargs)
            left -= 1
            if left == 0:
                os.kill(process, signal.SIGKILL)
            result = action(*args, **kwargs)
            left -= 1
            if left == 0:
                os.kill(process, signal.SIGKILL)
            return result

        return act

    Journal.commit = counted(Journal.commit)  # type: ignore[method-assign]
    Path.replace = counted(Path.replace)  # type: ignore[method-assign]
    Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]


def contents(place: Path) -> dict[str, bytes]:
    """Every file below `place`, but for what a run keeps for itself."""
    found = (it for it in place.rglob("*") if it.is_file() or it.is_symlink())
    return {
        it.relative_to(place).as_posix(): it.read_bytes()
        for it in found
        if not it.name.startswith(".") and "cleaner-journal" not in it.name
    }


class World:
    """INPUT and OUTPUT, and what happened to them."""

    def __init__(
        self, place: Path, suffix: str, write_as: str, *, folder: bool, always: Sequence[str] = ()
    ) -> None:
        """Files with `suffix` are read, and written as `write_as` to a folder or to one file.

        Every run has the options `always`.
        """
        self.always = always
        self.place = place
        self.suffix = suffix
        self.write_as = write_as
        self.folder = folder
        self.source, self.out = place / "in", place / "out"
        for it in (self.source, self.out):
            it.mkdir(parents=True)
        self.by_hand: dict[str, bytes] = {}
        """Files in OUTPUT that somebody else wrote or changed: they stay, unless an output has their name."""
        self.unsure: dict[str, bytes] = {}
        """Files in OUTPUT of which nothing is known since the journal was damaged: they may stay or go."""
        self.journal_was_lost = False
        """Whether it was ever damaged: then nothing is known of hidden files that a kill has left."""
        self.versions: dict[str, set[bytes]] = {}
        """All that was ever to be in each output."""
        self.expected: dict[tuple[object, ...], tuple[dict[str, bytes], Ended]] = {}
        self.reached: Counter[tuple[str, str, str]] = Counter()

    def did(self, action: str) -> None:
        """Count an action."""
        self.reached[self.suffix, self.write_as, action] += 1

    def arguments(self, out: Path, options: Sequence[str]) -> list[str]:
        """The command line that runs INPUT into `out`."""
        target = f"{out}/" if self.folder else f"{out}/all{OUTPUTS[self.write_as]}"
        return [str(self.source), target, "--to", self.write_as, "--jobs", "1", *self.always, *options]

    def fresh(self, options: Sequence[str]) -> tuple[dict[str, bytes], Ended]:
        """What a run into a new place leaves there, and how it ends."""
        known = (tuple(sorted(contents(self.source).items())), self.write_as, tuple(options))
        if known not in self.expected:
            place = self.place / "fresh"
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            ended = run(self.arguments(place, options), self.place / "log")
            self.expected[known] = contents(place), ended
        for name, content in self.expected[known][0].items():
            self.versions.setdefault(name, set()).add(content)
        return self.expected[known]

    def run(self, options: Sequence[str], *how: str, kill_at: int | None = None) -> bool:
        """Run into OUTPUT, and compare what is there with what a run into a new place leaves.

        True where the run was killed, and only what can be seen is looked at.
        """
        expected, afresh = self.fresh(options)
        ended = run([*self.arguments(self.out, options), *how], self.place / "log", kill_at)
        if ended.status == -signal.SIGKILL:
            self._check_whole()
            return True
        if ended.status == 2 and "the earlier run to this OUTPUT had another" in ended.said:
            return False
        assert "Traceback" not in ended.said, ended.said
        self._check_bytes(expected, ended)
        self._check_account(afresh, ended)
        return False

    def _check_whole(self) -> None:
        """Every file that can be seen is whole: some version of an output, or a file of somebody else."""
        for name, content in contents(self.out).items():
            known = self.versions.get(name, set()) | {self.by_hand.get(name), self.unsure.get(name)}
            assert content in known, f"{name} is no whole output: {content[:200]!r}"
            if content != self.by_hand.get(name):
                self.by_hand.pop(name, None)  # an output has the name, and took its place before the kill

    def _check_bytes(self, expected: dict[str, bytes], ended: Ended) -> None:
        found = contents(self.out)
        for name, content in expected.items():
            assert found.get(name) == content, f"{name}: {found.get(name)!r} is not {content!r}\n{ended.said}"
            self.by_hand.pop(name, None)
            self.unsure.pop(name, None)
        for name, content in self.by_hand.items():
            assert found.get(name) == content, f"{name}, which is somebody else's, was touched\n{ended.said}"
        more = {name: it for name, it in found.items() if name not in expected and name not in self.by_hand}
        assert more.items() <= self.unsure.items(), f"stale: {sorted(more)}\n{ended.said}"
        hidden = [it.name for it in self.out.rglob(".cleaner-*") if it.suffix in {".part", ".whole"}]
        assert not hidden or self.journal_was_lost, f"left behind: {hidden}"

    def _check_account(self, afresh: Ended, ended: Ended) -> None:
        read, cleaned, empty, skipped, failed = ended.account
        all_read, all_cleaned, all_empty, _, all_failed = afresh.account
        assert (read, failed) == (all_read, all_failed), ended.said
        assert cleaned + empty + skipped == all_cleaned + all_empty, ended.said
        assert ended.status == afresh.status
