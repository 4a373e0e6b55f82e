"""The form of a rule file. `python -m cleaner.rules.schema` writes it as JSON Schema to rules/schema.json.

Editors show the field descriptions to people who write rules. Faults between fields (two forms at once, a run
without an end) are found by the validators.
"""

from __future__ import annotations

import json
from datetime import date as date_type  # noqa: TC003 - pydantic reads the annotation
from typing import Literal, Self

import regex
from pydantic import Field, field_validator, model_validator

from cleaner.resources import rules_folder
from cleaner.rules.fields import (
    ID,
    LabelName,
    Lines,
    Pattern,
    check_replacement,
)
from cleaner.rules.schema_conditions import (
    LINE,
    PATTERN,
    Condition,
    Conditions,
    Form,
    Match,
    Selecting,
    While,
)
from cleaner.rules.schema_parts import CHECKED, WHICH, Begin, Body, Checked, End, Headline, Which
from cleaner.verdict import MAIN_CONTENT, Label


class BlockRule(Selecting):
    """The blocks that a rule finds, and why."""

    id: str | None = Field(
        None, pattern=ID, max_length=60, description="Unique in the file; shown by explain."
    )
    why: str = Field(min_length=1, description="Why this is safe on every page of the site.")
    line: Lines | None = Field(None, description=LINE)
    pattern: Pattern | None = Field(None, description=PATTERN)
    judged: LabelName | None = Field(None, description="Every block that the generic part gives this label.")
    from_: Begin = Field(
        None, alias="from", description="The first block of a run; start is the document's first block."
    )
    after: Condition | None = Field(None, description="Like from, but the run begins with the next block.")
    to: End = Field(None, description="The last block of a run; end is the document's last block.")
    until: Condition | None = Field(None, description="Like to, but the run ends with the block before.")
    blocks: int | None = Field(
        None, ge=1, description="Instead of one end: so many blocks; with while, at most."
    )
    at_most: int | None = Field(None, ge=1, description="A run longer than this is left alone.")
    while_: While | None = Field(
        None,
        alias="while",
        description="Conditions on every block of the run. A run with two ends is left alone if they do not "
        "hold for one of its blocks; a counted run ends before the first such block.",
    )
    within_first: int | None = Field(
        None, ge=1, description="Only among so many blocks at the document's start."
    )
    within_last: int | None = Field(
        None, ge=1, description="Only among so many blocks at the document's end."
    )
    beyond_first: int = Field(0, ge=0, description="Never among so many blocks at the document's start.")
    which: Which | None = Field(None, description=WHICH)
    except_: Conditions = Field(
        (), alias="except", description="Blocks that the rule leaves to other rules: a condition, or several."
    )
    checked: Checked | None = Field(None, description=CHECKED)

    @property
    def is_run(self) -> bool:
        """Whether the rule takes runs of blocks rather than single ones."""
        return any(value is not None for value in (self.from_, self.after, self.to, self.until, self.blocks))

    @model_validator(mode="after")
    def _one_form(self) -> BlockRule:
        forms = [name for name in ("line", "pattern", "judged") if getattr(self, name) is not None]
        forms += ["from/to"] if self.is_run else []
        if self.selects and (self.is_run or self.judged is not None):
            forms.append("css" if self.css is not None else "xpath")
        if not forms and not self.selects:
            raise ValueError(
                "nothing says which blocks; give line, pattern, css, xpath, judged, or from with to"
            )
        if self.selects and self.is_run:
            raise ValueError(f"{forms[-1]} belongs in an end of the run or in its while, not beside it")
        if len(forms) > 1:
            raise ValueError(f"{' and '.join(forms)} do not go together; make two rules of it")
        if not self.is_run and (self.at_most is not None or self.while_ is not None):
            raise ValueError("at_most and while belong to runs; give from with to, or remove them")
        if self.judged is not None and (self.within_first or self.within_last or self.beyond_first):
            raise ValueError("judged looks at every block; remove within_first, within_last and beyond_first")
        if self.judged is not None and (self.which or self.except_):
            raise ValueError("judged takes every block with the label; remove which and except")
        return self

    @model_validator(mode="after")
    def _two_ends(self) -> BlockRule:
        if not self.is_run:
            return self
        begins = [name for name, end in (("from", self.from_), ("after", self.after)) if end is not None]
        ends = [name for name, end in (("to", self.to), ("until", self.until)) if end is not None]
        if len(begins) > 1 or len(ends) > 1:
            raise ValueError(f"{' and '.join(begins if len(begins) > 1 else ends)} do not go together")
        given = [*begins, *ends, *(["blocks"] if self.blocks is not None else [])]
        if len(given) == 1:
            missing = {
                "from": "to, until or blocks",
                "after": "to, until or blocks",
                "blocks": "from, after, to or until",
            }
            raise ValueError(
                f"a run with {given[0]} alone has no end; give {missing.get(given[0], 'from or blocks')}"
            )
        if len(given) > 2:  # noqa: PLR2004 - two ends
            raise ValueError(f"{', '.join(given)} say more than a run's two ends; remove one")
        if self.from_ == "start" and self.to == "end":
            raise ValueError("from start to end is the whole document; give a condition at one end")
        return self


class Drop(BlockRule):
    """Blocks that are dropped."""

    label: LabelName = Field(description="What these blocks are.")

    @model_validator(mode="before")
    @classmethod
    def _judged_names_it(cls, value: object) -> object:
        if isinstance(value, dict) and "judged" in value and "label" not in value:
            return {**value, "label": value["judged"]}
        return value

    @model_validator(mode="after")
    def _is_no_body(self) -> Self:
        if Label.BODY in (self.label, self.judged):
            raise ValueError("what is body stays; give the label of what these blocks are instead")
        return self


class Keep(BlockRule):
    """Blocks that are kept, whatever other rules or the generic part decide."""

    label: LabelName = Field(Label.BODY, description="body, headline or section heading.")

    @field_validator("label")
    @classmethod
    def _is_content(cls, label: Label) -> Label:
        if label not in MAIN_CONTENT:
            raise ValueError(f'what is kept is body, headline or section heading, not "{label}"')
        return label


class Rewrite(Form):
    """A replacement inside text that is kept; nothing else ever changes the text of a block."""

    id: str | None = Field(
        None, pattern=ID, max_length=60, description="Unique in the file; shown by explain."
    )
    why: str = Field(min_length=1, description="Why this is right on every page of the site.")
    pattern: Pattern = Field(description="What is replaced, everywhere in every block that stays.")
    checked: Checked | None = Field(None, description=CHECKED)
    replace: str = Field(description=r"The replacement; \1 is the pattern's first group.")

    @model_validator(mode="after")
    def _groups_exist(self) -> Rewrite:
        check_replacement(regex.compile(self.pattern), self.replace)
        return self


class Layout(Form):
    """Rules for pages of a certain time, by the date in the URL; they apply to URLs without a date, too."""

    since: date_type | None = Field(None, description="The first day, 2019-01-01.")
    until: date_type | None = Field(None, description="The last day.")
    body: Body | None = Field(None, description="Where the body is in that time.")
    headline: Headline | None = Field(None, description="Where the headline is in that time.")
    drop: tuple[Drop, ...] = Field((), description="What goes in that time.")
    keep: tuple[Keep, ...] = Field((), description="What stays in that time.")
    rewrite: tuple[Rewrite, ...] = Field((), description="What is replaced in that time.")

    @model_validator(mode="after")
    def _in_order(self) -> Layout:
        if self.since is None and self.until is None:
            raise ValueError("a layout without since or until always holds; move its rules out of layouts")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}; swap the two")
        return self


class Case(Form):
    """A test case: a text or page, and what this file must do to its blocks. A line of text is a block."""

    name: str = Field(min_length=1, description="What the case shows, as a sentence.")
    url: str | None = Field(None, description="If given, this URL must also lead to this file.")
    text: str | None = Field(None, min_length=1, description="A text; every line is a block.")
    html: str | None = Field(None, min_length=1, description="In place of text: a page, or a part of one.")
    todo: Literal[True] | None = Field(
        None, description="The case fails and is known to; once it passes, the tests say so."
    )
    drop: tuple[str, ...] = Field((), description="Lines that this file must drop.")
    keep: tuple[str, ...] = Field((), description="Lines that it must leave alone: more than it drops.")

    @model_validator(mode="after")
    def _expects_something(self) -> Case:
        if (self.text is None) == (self.html is None):
            raise ValueError("a case is one text or one page; give either text or html")
        if not self.drop and not self.keep:
            raise ValueError("a case must expect something; give lines under drop or keep")
        return self


class SiteFile(Form):
    """A site rule file of `cleaner`; in a folder `platforms`, one that several sites extend."""

    site: str = Field(pattern=r"^[\w][\w.-]*$", max_length=100, description="What records report as site.")
    extends: tuple[str, ...] = Field((), description="Platforms or sites whose rules this file adds to.")
    match: Match | None = Field(None, description="The pages that the file is for.")
    believe: Literal["always"] | None = Field(
        None,
        description="`always`: also on pages of which the rules leave under 30 % of what the generic part "
        "keeps. Runs say where that was so.",
    )
    body: Body | None = Field(None, description="Where the body is.")
    headline: Headline | None = Field(None, description="Where HTML pages have the article's headline.")
    drop: tuple[Drop, ...] = Field((), description="What goes.")
    keep: tuple[Keep, ...] = Field((), description="What stays, whatever else drops it.")
    rewrite: tuple[Rewrite, ...] = Field((), description="What is replaced inside text that stays.")
    layouts: tuple[Layout, ...] = Field((), description="Rules that hold for a time.")
    cases: tuple[Case, ...] = Field((), description="Texts or pages, and what must become of their lines.")


def json_schema() -> str:
    """The form of a rule file as JSON Schema, ready to be written."""
    schema = SiteFile.model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    schema = json.loads(json.dumps(schema), parse_float=_number)
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _number(digits: str) -> float:
    """A bound without a needless fraction: versions of pydantic differ in whether they write 1 or 1.0."""
    value = float(digits)
    return int(value) if value.is_integer() else value


if __name__ == "__main__":
    (rules_folder() / "schema.json").write_text(json_schema(), encoding="utf-8")
