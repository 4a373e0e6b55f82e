"""How much of the marks of a page comes out in Markdown, and where what is lost goes.

    python -m benchmarks.structure FOLDER MEASURE

FOLDER holds pages as `<id>.html.gz` with the output that their test suite expects, `<id>.expected.html` or
`.expected.md`. MEASURE is the Python file that counts marks: `KINDS`, and `of_markdown` and `of_html`, each a
text -> a Counter of (kind, text). A page is cleaned without its headline, with links and images.

Three tables: of all; without footnotes and what refers to them on both sides, as the suites write these as
lists of links; and of the pages whose words agree (F1 of .95 or more with the expected output), likewise, as
elsewhere the two disagree about what is body. Beside them is how many marks are lost with their words, and
how many on words that stay.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from benchmarks.metrics import word_scores
from cleaner import Cleaner, Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

AGREE: Final = 0.95
"""Word F1 between ours and the expected output, from which on both have the same body."""
_KEY: Final = 30
"""Letters and digits of a text that are compared."""
_HEAD: Final = re.compile(r"\A```json\n.*?\n```\n", re.DOTALL)
"""The metadata that defuddle writes first."""
_NOTE: Final = re.compile(r"(?m)^\[\^[^\]]+\]: .*(?:\n(?:    .*)?)*")
_REFERENCE: Final = re.compile(r"\[\^[^\]]+\]")
_NOTES_OF_HTML: Final = (
    'li[id*="cite_note"],li[id^="fn"],sup:has(a[href*="#cite_note"]),sup:has(a[href*="#fn"])'
)
_MARKDOWN: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])
Marks = Counter[tuple[str, str]]


class Output(NamedTuple):
    """What one page should give, as HTML or Markdown, and what it gives."""

    expected: str
    is_html: bool
    ours: str

    def without_footnotes(self) -> Output:
        """The same without footnotes and what refers to them, on both sides."""
        bare = _html_without_notes if self.is_html else _without_notes
        return Output(bare(self.expected), self.is_html, _without_notes(self.ours))


class Page(NamedTuple):
    """The marks of one page, expected and ours."""

    wanted: Marks
    ours: Marks
    letters: str
    """The letters and digits that we keep."""
    agrees: bool


def outputs(folder: Path) -> Iterator[Output]:
    """What each page of `folder` should give and gives."""
    cleaner = Cleaner(options=Options(title=False, images=True))
    for file in sorted(folder.glob("*.expected.*")):
        page = folder / f"{file.name.partition('.expected.')[0]}.html.gz"
        ours = cleaner.clean(html=gzip.decompress(page.read_bytes())).markdown
        yield Output(_HEAD.sub("", file.read_text(encoding="utf-8")), file.suffix == ".html", ours)


def marks(output: Output, measure: ModuleType) -> Page:
    """The marks of one page."""
    expected, is_html, ours = output
    text = _text(_MARKDOWN.render(ours))
    wanted = (measure.of_html if is_html else measure.of_markdown)(expected)
    scores = word_scores(text, _text(expected if is_html else _MARKDOWN.render(expected)))
    return Page(wanted, measure.of_markdown(ours), _letters(text), scores.f1 >= AGREE)


def _text(html: str) -> str:
    root = LexborHTMLParser(html).root
    return root.text(separator=" ") if root is not None else ""


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _without_notes(markdown: str) -> str:
    return _REFERENCE.sub("", _NOTE.sub("", markdown))


def _html_without_notes(html: str) -> str:
    tree = LexborHTMLParser(html)
    for node in tree.css(_NOTES_OF_HTML):
        node.decompose()
    return tree.html or ""


def table(kinds: Sequence[str], found: Sequence[Page]) -> Iterator[str]:
    """A line for each kind of mark."""
    yield f"{len(found)} pages; wanted, recall, precision; lost with their words, on words that stay"
    for kind in kinds:
        counts = Counter[str]()
        for page in found:
            wanted, ours = (_of_kind(it, kind) for it in (page.wanted, page.ours))
            lost = wanted - ours
            counts["wanted"] += wanted.total()
            counts["ours"] += ours.total()
            counts["hit"] += (wanted & ours).total()
            gone = [n for (_, text), n in lost.items() if _letters(text)[:_KEY] not in page.letters]
            counts["gone"] += sum(gone)
            counts["mark"] += lost.total() - sum(gone)
        recall = counts["hit"] / max(1, counts["wanted"])
        precision = counts["hit"] / max(1, counts["ours"])
        lost_of_both = f"{counts['gone']:6d}{counts['mark']:6d}"
        yield f"{kind:14s}{counts['wanted']:6d} {recall:.2f} {precision:.2f} {lost_of_both}"


def _of_kind(marks: Marks, kind: str) -> Marks:
    return Counter({key: count for key, count in marks.items() if key[0] == kind})


def _loaded(path: Path) -> ModuleType:
    """The Python file `path` as a module."""
    spec = spec_from_file_location("measure", path)
    if spec is None or spec.loader is None:
        raise click.UsageError(f"{path} is no Python file")
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module  # type: ignore[no-any-return] # a module


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("measure", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(folder: Path, measure: Path) -> None:
    """Print the three tables."""
    counting = _loaded(measure)
    found = list(outputs(folder))
    all_pages = [marks(it, counting) for it in found]
    bare = [marks(it.without_footnotes(), counting) for it in found]
    for title, told in (
        ("All pages", all_pages),
        ("Without footnotes", bare),
        ("Without footnotes, where the words agree", [it for it in bare if it.agrees]),
    ):
        click.echo(title)
        click.echo("\n".join(table(counting.KINDS, told)))


if __name__ == "__main__":
    main()
