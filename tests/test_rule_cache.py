"""The user's rule files are read once: what is kept is used for the same content alone, and never in the way."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from cleaner import Cleaner, RuleError
from cleaner.rules import cache
from tests.rule_writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

TEXT = "The council voted on Monday to keep the harbour open for another winter.\nSend"
RULES = """\
site: courier
match: {domains: [courier.example], signatures: [{line: Send}, {pattern: '^Lindvik Courier \\d'}]}
drop:
  - {label: form, why: the button, line: [Send, Submit, Reply]}
keep: [{why: a note, pattern: '^Note: '}]
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path / "caches" / "cleaner"
    monkeypatch.setenv(cache.FOLDER, str(folder))
    return folder


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write(tmp_path, courier=RULES)


def removed(rules: Path) -> list[str]:
    """The blocks that go by a rule, of a text that a signature gives away."""
    result = Cleaner(rules=[rules]).clean(TEXT)
    return [TEXT[it.start : it.end] for it in result.removed if it.judge.startswith("rule:")]


def entries(place: Path) -> list[Path]:
    return sorted(place.iterdir()) if place.exists() else []


def reads_files(rules: Path, **environment: str) -> bool:
    """Whether a new process reads rule files as YAML before it has cleaned a text by them."""
    code = (
        "import sys; from cleaner import Cleaner; r = Cleaner(rules=sys.argv[1:]).clean('The end.\\nSend'); "
        "assert r.site == 'courier'; print('yaml' in sys.modules, 'pydantic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(rules)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout in {"True True\n", "False False\n"}
    return done.stdout == "True True\n"


def test_the_second_start_reads_no_rule_file(place: Path, rules: Path) -> None:
    assert reads_files(rules)
    assert not reads_files(rules)
    assert [it.suffix for it in entries(place)] == [".rules"]
    assert removed(rules) == ["Send"]


def test_without_a_name_the_users_cache_folder_is_taken(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(cache.FOLDER)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert reads_files(rules)
    assert not reads_files(rules)
    assert not (tmp_path / "home" / "xdg").exists()


def test_an_empty_name_turns_it_off(tmp_path: Path, rules: Path) -> None:
    for _ in range(2):
        assert reads_files(rules, CLEANER_CACHE_DIR="", HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path))
    assert [it.name for it in tmp_path.iterdir()] == ["my-rules"]


def test_every_change_counts(place: Path, rules: Path) -> None:
    file = rules / "courier.yaml"
    assert removed(rules) == ["Send"]
    about = file.stat()
    file.write_text(RULES.replace("Send, Submit", "Pend, Submit"))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert removed(rules) == []
    write(rules.parent, more="site: more\nmatch: {domains: [a.example]}\n")
    removed(rules)
    file.rename(rules / "renamed.yaml")
    removed(rules)
    assert len(entries(place)) == 4


def test_a_file_name_need_not_be_text(place: Path, rules: Path) -> None:
    (rules / "courier.yaml").rename(os.fsdecode(os.fsencode(rules) + b"/\xff.yaml"))
    for _ in range(2):
        verdicts = Cleaner(rules=[rules]).clean(TEXT).blocks[-1].verdicts
        assert verdicts[0].evidence.endswith("/my-rules/\\xff.yaml:4)")
    assert len(entries(place)) == 1


def test_the_order_of_folders_counts(place: Path, tmp_path: Path) -> None:
    one = write(tmp_path / "1", a=RULES)
    other = write(tmp_path / "2", b=RULES.replace("label: form", "label: share"))
    labels = [
        [it.label for it in Cleaner(rules=folders).clean(TEXT).removed]
        for folders in ([one, other], [other, one], [one, other])
    ]
    assert labels == [["form"], ["share"], ["form"]]
    assert len(entries(place)) == 2


def test_a_fault_is_told_at_every_start(place: Path, rules: Path) -> None:
    removed(rules)
    (rules / "courier.yaml").write_text("site: courier\nmach: {}\n")
    for _ in range(2):
        with pytest.raises(RuleError, match='unknown key "mach"'):
            Cleaner(rules=[rules])
    assert len(entries(place)) == 1


def damages(entry: Path) -> Iterator[bytes]:
    """The bytes of an entry, wrong in one way each."""
    data = entry.read_bytes()
    yield b""
    yield data[:-1]
    yield data + b"\n"
    yield data[: len(data) // 2]
    yield data.replace(b"Submit", b"Remain").replace(b"submit", b"remain")
    yield data.replace(b"cleaner rules 1", b"cleaner rules 0")
    yield os.urandom(len(data))
    yield pickle.dumps(["no", "pickle"])


def test_a_damaged_entry_is_as_good_as_none(place: Path, rules: Path) -> None:
    assert removed(rules) == ["Send"]
    (entry,) = entries(place)
    sound = entry.read_bytes()
    for damaged in damages(entry):
        entry.write_bytes(damaged)
        assert removed(rules) == ["Send"]
        assert entry.read_bytes() == sound


def test_an_entry_of_other_content_is_not_taken(place: Path, rules: Path) -> None:
    removed(rules)
    (old,) = entries(place)
    (rules / "courier.yaml").write_text(RULES.replace("[Send, Submit, Reply]", "Submit"))
    assert removed(rules) == []
    (new,) = set(entries(place)) - {old}
    new.write_bytes(old.read_bytes())
    assert removed(rules) == []


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "open to all"])
def test_what_is_no_file_of_the_users_own_is_not_taken(
    place: Path, rules: Path, tmp_path: Path, kind: str
) -> None:
    removed(rules)
    (entry,) = entries(place)
    sound = entry.rename(tmp_path / "sound")
    if kind == "link":
        entry.symlink_to(sound)
    elif kind == "pipe":
        os.mkfifo(entry)
    elif kind == "folder":
        entry.mkdir()
    else:
        entry.write_bytes(sound.read_bytes())
        entry.chmod(0o666)
    assert reads_files(rules)
    assert reads_files(rules) is (kind == "folder")


def test_a_folder_that_others_can_write_to_is_not_used(place: Path, rules: Path) -> None:
    place.mkdir(parents=True)
    place.chmod(0o777)
    assert removed(rules) == ["Send"]
    assert entries(place) == []


def test_a_link_at_the_name_of_an_entry_is_replaced_and_not_followed(
    place: Path, rules: Path, tmp_path: Path
) -> None:
    removed(rules)
    (entry,) = entries(place)
    target = tmp_path / "precious"
    target.write_text("mine")
    entry.unlink()
    entry.symlink_to(target)
    assert removed(rules) == ["Send"]
    assert target.read_text() == "mine"
    assert not entry.is_symlink()


@pytest.mark.parametrize("where", ["a-file", "a-file/below", "/proc/cleaner"])
def test_a_folder_that_cannot_be_is_no_fault(
    tmp_path: Path, rules: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-file").write_text("")
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / where))
    assert removed(rules) == ["Send"]


def test_old_entries_and_abandoned_parts_go(place: Path, rules: Path) -> None:
    removed(rules)
    (first,) = entries(place)
    for number in range(cache.MOST_ENTRIES + 5):
        cache.write(place, f"{number:040}", b"{}")
        os.utime(place / f"{number:040}.rules", (1000 + number, 1000 + number))
    for name, age in (("a.part", 10_000), ("b.part", 0)):
        (place / name).write_text("")
        os.utime(place / name, (first.stat().st_mtime - age,) * 2)
    cache.write(place, "f" * 40, b"{}")
    left = entries(place)
    assert len([it for it in left if it.suffix == ".rules"]) == cache.MOST_ENTRIES
    assert first in left
    assert [it.name for it in left if it.suffix == ".part"] == ["b.part"]
    assert removed(rules) == ["Send"]


def test_a_book_that_is_too_large_is_not_kept(
    place: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRY_BYTES", 1000)
    assert removed(rules) == ["Send"]
    assert entries(place) == []


def test_a_cleaner_is_pickled_to_the_same_bytes_in_every_process(rules: Path) -> None:
    code = (
        "import pickle, sys; from cleaner import Cleaner; c = Cleaner(rules=sys.argv[1:]); "
        "a = pickle.dumps(c); c.clean('The end.\\nSend'); c.clean('x', url='https://courier.example'); "
        "sys.stdout.buffer.write(a); assert pickle.dumps(c) == a"
    )
    pickles = [
        subprocess.run(
            [sys.executable, "-c", code, str(rules)],
            env={**os.environ, "PYTHONHASHSEED": str(seed), cache.FOLDER: kept},
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2)
        for kept in ("", os.environ[cache.FOLDER])
    ]
    assert len({sha256(it).hexdigest() for it in pickles}) == 1
    again: Cleaner = pickle.loads(pickles[0])  # noqa: S301 - our own bytes
    assert again.clean(TEXT).site == "courier"
