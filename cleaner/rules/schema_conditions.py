"""The conditions of a rule file: on a block, on the blocks of a run, on the documents of a file."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from cleaner.rules.fields import Css, Domain, Lines, Pattern, XPath  # noqa: TC001 - pydantic reads these

LINE: Final = "The whole block, or one of several; white space, case and curly quotes are ignored."
PATTERN: Final = "A regular expression, found anywhere in the block unless anchored with ^ and $."
CSS: Final = (
    "The block is inside an element that one of these CSS selectors matches, which in plain text none is; "
    "with line or pattern, both must hold."
)
XPATH: Final = "The same with XPaths, such as //p[b]; css and xpath do not go together."


class Form(BaseModel):
    """Base of all parts of a rule file: unknown keys are faults, and models are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _no_key_without_value(cls, value: object) -> object:
        empty = [name for name, it in value.items() if it is None] if isinstance(value, dict) else []
        if empty:
            remedy = "give one, or remove it; a text with # or & goes in quotes"
            raise ValueError(f'the key "{empty[0]}" has no value; {remedy}')
        return value


class TextCondition(Form):
    """A condition on the text of a block: it is one of some lines, or a pattern is found in it."""

    line: Lines | None = Field(
        None, description="The whole block; white space, case and curly quotes are ignored."
    )
    pattern: Pattern | None = Field(None, description=PATTERN)

    @model_validator(mode="after")
    def _one(self) -> TextCondition:
        if (self.line is None) == (self.pattern is None):
            raise ValueError("give either line or pattern")
        return self


class Selecting(Form):
    """A condition on the place of a block in the DOM of an HTML page."""

    css: Css | None = Field(None, description=CSS)
    xpath: XPath | None = Field(None, description=XPATH)

    @property
    def selects(self) -> bool:
        """Whether there are selectors."""
        return self.css is not None or self.xpath is not None

    @model_validator(mode="after")
    def _one_language(self) -> Self:
        if self.css is not None and self.xpath is not None:
            raise ValueError("css and xpath do not go together; make two rules of it")
        return self


class Condition(Selecting):
    """A condition on a block: on its text, on its place in the DOM of an HTML page, or on both."""

    line: Lines | None = Field(None, description=LINE)
    pattern: Pattern | None = Field(None, description=PATTERN)

    @model_validator(mode="after")
    def _one(self) -> Condition:
        if self.line is not None and self.pattern is not None:
            raise ValueError("give either line or pattern")
        if self.line is None and self.pattern is None and not self.selects:
            raise ValueError("give line, pattern, css or xpath")
        return self


Conditions = Annotated[
    tuple[Condition, ...], BeforeValidator(lambda it: (it,) if isinstance(it, dict) else it)
]
"""A condition, or a list of them."""


class Signature(Form):
    """Text by which a site is recognised where a document has no URL."""

    line: Lines | None = Field(
        None, description="A whole block that is on every page of this site and on no other."
    )
    pattern: Pattern | None = Field(
        None,
        description="A regular expression. It is run only in texts with four consecutive characters that all "
        "its matches share, or in every block of every document if they share none.",
    )
    all: tuple[TextCondition, ...] | None = Field(
        None, min_length=2, description="All of these, each in some block."
    )
    site_name: Lines | None = Field(
        None,
        description="The name of the site in the head of an HTML page, in og:site_name or the like; white "
        "space, case and curly quotes are ignored.",
    )
    generator: Lines | None = Field(
        None,
        description="The program that made an HTML page, as its meta generator begins: `WordPress` is "
        "also that of `WordPress 6.4.2`.",
    )

    @model_validator(mode="after")
    def _one(self) -> Signature:
        given = (self.line, self.pattern, self.all, self.site_name, self.generator)
        if sum(value is not None for value in given) != 1:
            raise ValueError("give one of line, pattern, all, site_name and generator")
        return self


class Match(Form):
    """The documents that a file is for, by URL or by signatures."""

    domains: tuple[Domain, ...] = Field((), description="Each with its subdomains.")
    hosts: tuple[Domain, ...] = Field((), description="Each without its subdomains; stronger than a domain.")
    paths: tuple[str, ...] = Field(
        (), description='Globs on the URL\'s path, such as "/en/*"; * also spans /.'
    )
    signatures: tuple[Signature, ...] = Field((), description="Any one is enough. Tried when no URL decides.")

    @field_validator("paths")
    @classmethod
    def _rooted(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
        for path in paths:
            if not path.startswith(("/", "*")):
                raise ValueError(f'the path "{path}" can never match; begin it with "/"')
        return paths

    @model_validator(mode="after")
    def _paths_need_domains(self) -> Match:
        if self.paths and not self.domains and not self.hosts:
            raise ValueError("paths say which pages of the domains are meant; give domains too")
        return self


class While(Selecting):
    """Conditions on every block of a run; all that are given must hold."""

    line: Lines | None = Field(None, description=LINE)
    pattern: Pattern | None = Field(None, description=PATTERN)
    longest: int | None = Field(None, ge=1, description="Characters of a block, at most.")
    off_topic: Literal[True] | None = Field(
        None,
        description="The block has none of the text's topic words: words of five letters or more that are in "
        "at least three of the blocks before the run. Such a block is about something else.",
    )

    @model_validator(mode="after")
    def _something(self) -> While:
        if self.line is not None and self.pattern is not None:
            raise ValueError("give either line or pattern")
        if not self.model_fields_set:
            raise ValueError("give at least one of line, pattern, css, xpath, longest and off_topic")
        return self
