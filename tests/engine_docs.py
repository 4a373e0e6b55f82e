"""The lines that docs/engines.md has for an engine, to be run as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

DOCS: Final = Path(__file__).parent.parent / "docs" / "engines.md"


def lines_for(heading: str, start: str = "") -> str:
    """The first Python of a section, or the first after a line of it that begins with `start`."""
    sections = re.split(r"^## ", DOCS.read_text("utf-8"), flags=re.MULTILINE)
    (section,) = (it for it in sections if it.startswith(f"{heading}\n"))
    found = re.search(rf"^{start}.*?```python\n(.*?)```", section, re.DOTALL | re.MULTILINE)
    assert found, (heading, start)
    return found[1]


def run_lines(heading: str, name: str, value: Any, start: str = "") -> Any:  # noqa: ANN401 - of any engine
    """What the variable `name` is after the lines of a section, which begin with it as `value`."""
    names = {name: value}
    exec(lines_for(heading, start), names)  # noqa: S102 - our own docs
    return names[name]
