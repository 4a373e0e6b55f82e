"""Where a rule for a page is written: which file of the user's folder, and what it says with the rule."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from pydantic import ValidationError

from cleaner.identify.site import host, registered_domain
from cleaner.review.rule_text import BODY, new_file, with_entry
from cleaner.review.run import ReviewError
from cleaner.rules import marked_yaml
from cleaner.rules.rule_files import rule_files
from cleaner.rules.schema import Drop, Keep
from cleaner.rules.schema_parts import Body

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.rules import Found
    from cleaner.rules.schema_conditions import Form

_FORMS: Final[dict[str, type[Form]]] = {"drop": Drop, "keep": Keep, BODY: Body}
_SAFE_NAME: Final = re.compile(r"\w[\w.-]{0,99}")


NOT_SAID: Final = "not said yet"
"""The reason of a rule that is only tried."""


class Draft(NamedTuple):
    """A rule as a person has written it."""

    section: str
    """`drop`, `keep` or `body`."""
    rule: Mapping[str, Any]
    """Its keys, `id` and `why` among them; a body has no `id`."""

    @property
    def id(self) -> str:
        """What the rule is called in its file."""
        return str(self.rule.get("id", BODY))


class Target(NamedTuple):
    """The rule file that a rule goes into."""

    path: Path
    site: str
    """The name that the file gives its site."""
    text: str
    """What it says, or what a new file begins with."""

    def with_rule(self, draft: Draft) -> str:
        """The text of the file with a rule. Raises ReviewError."""
        return with_entry(self.text, draft.section, draft.rule, str(self.path))


def draft_of(section: str, text: str, why: str) -> Draft:
    """The rule that a person wrote as YAML, checked by itself; raises ReviewError with what is wrong."""
    marked = marked_yaml.parse(text)
    for mark, what in marked.faults:
        raise ReviewError(f"line {mark.line}: {what}")
    if section not in _FORMS or not isinstance(marked.value, dict):
        raise ReviewError("a rule is keys and values, such as line: Read more")
    first = {} if section == BODY else {"id": _id(marked.value), "label": marked.value.get("label")}
    rule = {key: it for key, it in first.items() if it} | {"why": why or NOT_SAID} | marked.value
    try:
        _FORMS[section].model_validate(rule)
    except ValidationError as error:
        raise ReviewError("; ".join(_told(it) for it in error.errors())) from error
    return Draft(section, rule)


def _told(error: Mapping[str, Any]) -> str:
    place = ".".join(map(str, error["loc"]))
    what = str(error["msg"]).removeprefix("Value error, ")
    return f"{place}: {what}" if place else what


def _id(rule: Mapping[str, Any]) -> str:
    """A name for a rule: what it drops or keeps, and by what."""
    by = next((it for it in ("from", "after", "css", "xpath", "pattern", "line") if it in rule), "rule")
    kind = {"from": "run", "after": "run", "css": "box", "xpath": "box"}.get(by, by)
    return re.sub(r"[^a-z0-9]+", "-", f"{rule.get('label', 'body')}-{kind}".lower()).strip("-")[:50]


def target_of(folder: Path, url: str | None, found: Found | None) -> Target:
    """The file of `folder` that a page gets its rules from, or else a new one for its site.

    `found` is the page's file now. Where that is a file of others, the new one extends it. Raises ReviewError
    for a page of no known site.
    """
    own = next(
        (path for path, _ in rule_files(folder) if found and path.as_posix() == found.rules.source), None
    )
    if own is not None and found is not None:
        return Target(own, found.rules.name, own.read_text("utf-8-sig"))
    domain = (registered_domain(url) or host(url)) if url else None
    extends: str | None
    if found is not None and not found.rules.platform:
        site, extends, domain = found.rules.name, found.rules.name, None
    elif domain is None:
        raise ReviewError(
            "this document has no URL, so no site that a rule could be for; give the run URLs, see --manifest"
        )
    else:
        site, extends = domain, found.rules.name if found else None
    if not _SAFE_NAME.fullmatch(site):
        raise ReviewError(f"{site} is no name for a rule file")
    return Target(_free_path(folder, site), site, new_file(site, domain, extends))


def _free_path(folder: Path, site: str) -> Path:
    """A path for a new file: in `sites/`, unless the folder has its rule files at its top."""
    has_own = folder.is_dir() and any(it.suffix in (".yaml", ".yml") for it in folder.iterdir())
    path = (folder if has_own else folder / "sites") / f"{site}.yaml"
    if path.exists():
        raise ReviewError(f"{path} is there already, and is not for this page; see its match")
    return path


def unique(draft: Draft, text: str) -> Draft:
    """The draft with an `id` that no rule in the file's `text` has."""
    if draft.section == BODY:
        return draft
    taken = set(re.findall(r"\bid: *([\w-]+)", text))
    names: Iterator[str] = (f"{draft.id}-{number}" for number in range(2, 1000))
    name = draft.id if draft.id not in taken else next(it for it in names if it not in taken)
    return draft._replace(rule={**draft.rule, "id": name})


class FolderCopy:
    """A copy of a folder of rules in which one file says something else; removed at the context's end."""

    def __init__(self, folder: Path, target: Target, text: str) -> None:
        self.folder = Path(mkdtemp(prefix="cleaner-review-"))
        for path, _ in rule_files(folder):
            copy = self.folder / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        self.path = self.folder / target.path.relative_to(folder)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text, encoding="utf-8")
        self._original = folder

    def __enter__(self) -> Self:
        """The copy itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def named_as_original(self, text: str) -> str:
        """A message with the names of the original files."""
        return text.replace(str(self.folder), str(self._original))
