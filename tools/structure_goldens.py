"""The cases of `fixtures/structure`: small pages, each after a kind of real page, and their exact Markdown.

All blocks of a case stay, so only the structure is compared. Tests compare with the goldens; only
`python -m tools.write_goldens` writes them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from cleaner.render.judged import Judged, Kept, Settings
from cleaner.render.markdown import render_markdown
from cleaner.render.structure import page_tree
from cleaner.segment.html import segment_html

FOLDER: Final = Path(__file__).parent.parent / "fixtures" / "structure"


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def names() -> list[str]:
    """The names of the files, without `.yaml`."""
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file.

    Of each: `like` (the kind of real page), `page` (one whose markup it follows), `html` and `markdown`; if
    need be `url` and `images`.
    """
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def rendered(case: dict[str, Any]) -> str:
    """The Markdown of a case, with a line end."""
    document = segment_html(case["html"], url=case.get("url"))
    judged = Judged({index: Kept(block.text) for index, block in enumerate(document.blocks)})
    tree = page_tree(
        case["html"], document, judged, Settings(case.get("url"), images=case.get("images", False))
    )
    return render_markdown(tree) + "\n"


def written(name: str) -> str:
    """The text of a file with the Markdown of its cases made anew."""
    made = [{**case, "markdown": rendered(case)} for case in cases(name)]
    text: str = yaml.dump(made, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text


def write(name: str) -> None:
    """Write the Markdown of a file's cases anew."""
    (FOLDER / f"{name}.yaml").write_text(written(name), encoding="utf-8")
