"""`python -m tools.explain_picture`: draw docs/pictures/explain.svg.

It shows what `cleaner explain` prints of a fixture: the heading, the summary and some blocks.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from click.testing import CliRunner
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, SVG_EXPORT_THEME
from rich.text import Text

from cleaner.cli.main import main as cleaner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SOURCE: Final = "fixtures/documents/004-moscow-times/input.txt"
"""The document of the example in README.md."""
SHOWN: Final = (6, 7, 9)
"""Its blocks that are shown, by the numbers that `cleaner explain` gives them."""
PICTURE: Final = Path(__file__).parents[1] / "docs" / "pictures" / "explain.svg"

_WIDTH: Final = 80
"""Columns, as `cleaner explain` has where its output is no terminal."""
_DARK: Final = "/* dark */"
_FORM: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>cleaner explain: each block is kept or removed, with its label, who decided, and the evidence</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, Menlo, Consolas, monospace; white-space: pre; }}
.paper {{ fill: #f3f5f7; }}
{styles}
@media (prefers-color-scheme: dark) {{
.paper {{ fill: #292929; }}
/* dark */
}}
</style>
<defs>{lines}
</defs>
<rect class="paper" width="100%" height="100%" rx="8"/>
<g transform="translate({terminal_x}, {terminal_y}) translate(0, -16)">{backgrounds}
<g class="{unique_id}-matrix">{matrix}
</g></g>
</svg>
"""
"""Of the SVG that rich writes: no remote fonts, no window, a style sheet for light and one for dark."""


def main() -> None:
    """Draw the picture."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture(list(explained())), encoding="utf-8")


def explained() -> Iterator[Text]:
    """The lines that are shown, with their colours."""
    ran = CliRunner().invoke(cleaner, ["explain", SOURCE, "--colour"], catch_exceptions=False)
    heading, summary, *blocks = _paragraphs(list(Text.from_ansi(ran.stdout).split("\n")))
    yield Text(f"$ cleaner explain {SOURCE}")
    yield from heading[1:]
    yield Text()
    yield from summary
    shown_before = True
    for number, block in enumerate(blocks, start=1):
        shown = number in SHOWN
        if shown or shown_before:
            yield Text()
            yield from block if shown else [Text("   …")]
        shown_before = shown


def _paragraphs(lines: Sequence[Text]) -> list[list[Text]]:
    """The lines, parted where there is a blank one."""
    found: list[list[Text]] = [[]]
    for line in lines:
        if line.plain.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [it for it in found if it]


def picture(lines: Sequence[Text]) -> str:
    """The SVG of a terminal with these lines, for light and dark screens."""
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True)
    for line in lines:
        console.print(line, no_wrap=True)
    dark = console.export_svg(
        theme=SVG_EXPORT_THEME, code_format="{styles}", clear=False, unique_id="explain"
    )
    light = console.export_svg(theme=DEFAULT_TERMINAL_THEME, code_format=_FORM, unique_id="explain")
    return "\n".join(line.rstrip() for line in light.replace(_DARK, dark).splitlines()) + "\n"


if __name__ == "__main__":
    main()
