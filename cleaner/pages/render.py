"""Template and facts -> one page by itself, with its content security policy; or a page of a server."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from cleaner.pages import charts, families
from cleaner.pages.visible import visible

_POLICY: Final = (
    "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)

_RIGHT_TO_LEFT: Final = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])
"""Languages whose documents have their margin on the right."""


def render(template: str, *, styles: tuple[str, ...], script: str | None = None, **facts: Any) -> str:  # noqa: ANN401 - facts are JSON
    """The page that `template` makes of `facts`; `styles` and `script` are files beside the template.

    Equal facts give equal pages.
    """
    style = "\n".join(map(_file, styles))
    code = _file(script) if script else ""
    policy = _POLICY.format(style=_digest(style), script=_digest(code) if script else "none")
    return _environment().get_template(template).render(
        facts, policy=policy, style=_own(style, "style"), script=_own(code, "script")
    )  # fmt: skip


def linked_page(
    template: str,
    *,
    styles: tuple[str, ...],
    scripts: tuple[str, ...],
    address: str,
    **facts: Any,  # noqa: ANN401 - facts are JSON
) -> str:
    """The page that `template` makes of `facts`, for a server that has `asset`s at `address`.

    It has no style or script inside. What it may load, the server's content security policy says.
    """
    links = {"address": address, "styles": styles, "scripts": scripts}
    return _environment().get_template(template).render(facts, links=links)


def asset(name: str) -> str:
    """A style sheet or script of `templates/`, for the server of a page that links it."""
    return _file(name)


def _own(content: str, tag: str) -> Markup:
    """Our own style or script as it stands; it must not hold the end of its element."""
    if f"</{tag}" in content.lower():
        raise AssertionError(f"a {tag} of cleaner.pages ends itself")
    return Markup(content)  # noqa: S704 - a file of this package


def _digest(content: str) -> str:
    """The source expression of a content security policy for an inline style or script."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


@cache
def _file(name: str) -> str:
    return resources.files("cleaner.pages").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        visible=visible,
        family=families.family,
        direction=lambda language: "rtl" if language in _RIGHT_TO_LEFT else "ltr",
        number=lambda it: f"{it:,}",
        signed=_signed,
        percent=_percent,
        points=_points,
    )
    environment.globals.update(
        score_bar=charts.score_bar,
        share_bar=charts.share_bar,
        bars=charts.bars,
        pairs=charts.pairs,
        shares=charts.shares,
        families=families.FAMILIES,
    )
    return environment


def _signed(log_odds: float) -> str:
    """Log-odds with a sign; certain in words."""
    if abs(log_odds) >= charts.CERTAIN:
        return "certain"
    return f"{log_odds:+.1f}".replace("-", "−")


def _points(change: float) -> str:
    """A change of a share in percentage points; of small ones a digit more.

    >>> _points(-0.0123), _points(0.0002)
    ('−1.2', '+0.02')
    """
    digits = 1 if abs(change) >= 0.001 else 2  # noqa: PLR2004 - the digits that are shown
    return f"{100 * change:+.{digits}f}".replace("-", "−")


def _percent(share: float | None) -> str:
    """A share as a person reads it: 0 and 100 % only where it is all or nothing.

    >>> _percent(0.0004), _percent(0.5), _percent(None)
    ('<0.1 %', '50 %', '–')
    """
    if share is None:
        return "–"
    if 0 < share < 0.001:  # noqa: PLR2004 - the digits that are shown
        return "<0.1 %"
    return f"{share:.1%}".replace(".0%", "%").replace("%", " %")
