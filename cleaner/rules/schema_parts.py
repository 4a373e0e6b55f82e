"""The parts of an article in a rule file: where its body and its headline are; and the ends of stretches."""

from __future__ import annotations

from datetime import date as date_type  # noqa: TC003 - pydantic reads the annotation
from typing import Annotated, Final, Literal, Self

from pydantic import Field, Tag, model_validator

from cleaner.rules.fields import END_KIND, Share, end_word
from cleaner.rules.schema_conditions import Condition, Form, Selecting

Begin = (
    Annotated[
        Annotated[Literal["start"], Tag("word")] | Annotated[Condition, Tag("condition")],
        END_KIND,
        end_word("start"),
    ]
    | None
)
End = (
    Annotated[
        Annotated[Literal["end"], Tag("word")] | Annotated[Condition, Tag("condition")],
        END_KIND,
        end_word("end"),
    ]
    | None
)


class Checked(Form):
    """What `cleaner rules try --stamp` saw of a rule; `cleaner rules status` compares with it."""

    date: date_type = Field(description="The day on which it was tried.")
    pages: int = Field(ge=0, description="Pages that the file was tried on.")
    share: float = Field(ge=0, le=1, description="The share of them that the rule spoke on.")


WHICH: Final = "Of several that are found, the first or the last alone; by default all."
CHECKED: Final = "Written by `cleaner rules try --stamp`: when the rule was tried, and how often it spoke."
Which = Literal["first", "last"]


class Part(Selecting):
    """The place of a part of the article on an HTML page; no effect on plain text."""

    why: str = Field(min_length=1, description="Why this is so on every page of the site.")
    checked: Checked | None = Field(None, description=CHECKED)

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if not self.selects:
            raise ValueError("nothing says where on the page it stands; give css or xpath")
        return self


class Bound(Selecting):
    """Where the body is: in elements of an HTML page, or between two blocks of a page or a plain text."""

    from_: Begin = Field(None, alias="from", description="The first block of the body.")
    after: Condition | None = Field(None, description="The body begins with the next block.")
    to: End = Field(None, description="The last block of the body.")
    until: Condition | None = Field(None, description="The body ends with the block before.")
    which: Which | None = Field(
        None, description="Of several such stretches the first or the last; by default all of them."
    )
    least: Share | None = Field(
        None,
        description="The share of what the generic part keeps, 0.7 or 70%, that must be inside. By default "
        "30%, and less is never believed unless the file says `believe: always`.",
    )

    @property
    def ends(self) -> list[str]:
        """The ends that are given, by their keys."""
        given = {"from": self.from_, "after": self.after, "to": self.to, "until": self.until}
        return [name for name, end in given.items() if end is not None]

    @model_validator(mode="after")
    def _ends_fit(self) -> Self:
        ends = self.ends
        if self.selects and ends:
            raise ValueError(f"a selector and {ends[0]} do not go together; make two entries of first_of")
        for pair in ({"from", "after"}, {"to", "until"}):
            if pair <= set(ends):
                raise ValueError(f"{' and '.join(sorted(pair))} do not go together; remove one")
        if (
            set(ends) <= {"from", "to"}
            and self.from_ in (None, "start")
            and self.to in (None, "end")
            and ends
        ):
            raise ValueError("from start to end is the whole document; give a condition at one end")
        return self


class Alternative(Bound):
    """One of several places of the body."""

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if not self.selects and not self.ends:
            raise ValueError("nothing says where the body stands; give css, xpath, or from with to")
        return self


class Body(Bound):
    """The place of the body. Blocks outside go, except the headline and what a rule keeps.

    Blocks inside are body unless a rule drops them, or are judged by the generic part. Without effect on a
    page on which nothing is found, or too little.
    """

    why: str = Field(min_length=1, description="Why this is so on every page of the site.")
    inside: Literal["kept", "judged"] = Field(
        "kept", description="What becomes of the blocks inside: kept, or judged by the generic part."
    )
    first_of: tuple[Alternative, ...] = Field(
        (), description="Several places, tried in this order; the first that is found and believed counts."
    )
    checked: Checked | None = Field(None, description=CHECKED)

    @property
    def alternatives(self) -> tuple[Bound, ...]:
        """The places of the body, in order."""
        return self.first_of or (self,)

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        here = self.selects or bool(self.ends)
        if here and self.first_of:
            raise ValueError("first_of holds all places; move the one beside it into the list")
        if not here and not self.first_of:
            raise ValueError("nothing says where on the page it stands; give css or xpath, or from with to")
        return self


class Headline(Part):
    """The place of the article's headline on an HTML page: the first block that is found."""
