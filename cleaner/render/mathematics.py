"""Mathematics of a page as TeX: what its author wrote, where KaTeX, MathJax or MathML keep it.

Most MathML on the web is made from TeX, which it keeps as an annotation or as `alttext`. Where it does not,
the MathML is written as TeX element by element, which covers what school books and papers use.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.html_tags import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from selectolax.lexbor import LexborNode

_STYLE: Final = re.compile(r"^\{\\(?:display|text)style\s+(.*)\}$", re.DOTALL)
"""What MediaWiki puts around every formula."""
_SCRIPT: Final = re.compile(r"math/(?:la)?tex", re.IGNORECASE)
_DISPLAY: Final = re.compile(r"mode\s*=\s*display", re.IGNORECASE)
_FORMULA_CLASS: Final = re.compile(r"(?:^|\s)(?:latex|tex|mwe-math-fallback-image-\w+)(?:$|\s)")
_SOURCES: Final = ("data-tex", "data-latex")
"""Attributes in which editors keep the TeX of the MathML inside; Temml's is `data-entry`, by its class."""
_FORMULA_ADDRESS: Final = re.compile(r"/latex\.php\?|latex\.codecogs\.com/|/cgi-bin/mathtex")
_LONGEST: Final = 10_000
"""Characters of a formula; a longer one is data."""
_DEEPEST: Final = 60
"""Elements in each other that are written as TeX."""
_FUNCTIONS: Final = frozenset(listed("sin cos tan log ln exp lim max min det dim ker gcd arg sup inf"))
_SIGNS: Final = {
    "−": "-", "×": r"\times ", "⋅": r"\cdot ", "÷": r"\div ", "±": r"\pm ", "∓": r"\mp ", "≤": r"\le ",
    "≥": r"\ge ", "≠": r"\ne ", "≈": r"\approx ", "≡": r"\equiv ", "∼": r"\sim ",
    "∈": r"\in ", "∉": r"\notin ",
    "⊂": r"\subset ", "⊆": r"\subseteq ", "∪": r"\cup ", "∩": r"\cap ", "→": r"\to ", "⇒": r"\Rightarrow ",
    "↦": r"\mapsto ", "∞": r"\infty ", "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "∂": r"\partial ",
    "∮": r"\oint ",
    "∇": r"\nabla ", "√": r"\surd ", "∀": r"\forall ", "∃": r"\exists ", "…": r"\ldots ", "⋯": r"\cdots ",
    "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ", "δ": r"\delta ", "ε": r"\varepsilon ",
    "ϵ": r"\epsilon ",
    "ζ": r"\zeta ", "η": r"\eta ", "θ": r"\theta ", "κ": r"\kappa ", "λ": r"\lambda ", "μ": r"\mu ",
    "ν": r"\nu ", "ξ": r"\xi ", "π": r"\pi ", "ρ": r"\rho ", "σ": r"\sigma ", "τ": r"\tau ", "φ": r"\varphi ",
    "ϕ": r"\phi ", "χ": r"\chi ", "ψ": r"\psi ", "ω": r"\omega ", "Γ": r"\Gamma ", "Δ": r"\Delta ",
    "Θ": r"\Theta ", "Λ": r"\Lambda ", "Π": r"\Pi ", "Σ": r"\Sigma ", "Φ": r"\Phi ", "Ψ": r"\Psi ",
    "Ω": r"\Omega ", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_",
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\xa0": " ",
}  # fmt: skip
_ENCLOSED: Final = {"top": r"\overline", "bottom": r"\underline", "box": r"\boxed"}
_MATRICES: Final = {
    ("(", ")"): "pmatrix", ("[", "]"): "bmatrix", ("|", "|"): "vmatrix", (r"\{", r"\}"): "Bmatrix",
}  # fmt: skip
_FENCED_MATRIX: Final = re.compile(
    r"([(\[|]|\\\{)\s*\\begin\{matrix\}((?:(?!\\(?:begin|end)\{).)*)\\end\{matrix\}\s*([)\]|]|\\\})"
)
_ACCENTS: Final = {
    "¯": r"\bar", "‾": r"\overline", "^": r"\hat", "~": r"\tilde", r"\to": r"\vec", "⏞": r"\overbrace",
    "˙": r"\dot", "¨": r"\ddot",
}  # fmt: skip


def tex_of_script(script: LexborNode) -> tuple[str, bool] | None:
    """The TeX in a script of MathJax, and whether it stands on a line of its own; None for other scripts."""
    kind = script.attributes.get("type") or ""
    if not _SCRIPT.match(kind):
        return None
    tex = _tidy(script.text() or "")
    return (tex, bool(_DISPLAY.search(kind))) if tex else None


def tex_of_element(element: LexborNode) -> tuple[str, bool] | None:
    """The TeX of an element that holds MathML, and whether it is on a line of its own; None without any."""
    math = element if element.tag == "math" else element.css_first("math")
    annotation = element.css_first('annotation[encoding*="tex" i]')
    given = math.attributes if math is not None else {}
    kept = annotation.text() if annotation is not None else given.get("alttext") or _source(element)
    tex = _tidy(kept or "")
    if not tex and math is not None:
        tex = _tidy(_written(math, 0))
    if not tex:
        return None
    names = element.attributes.get("class") or ""
    display = given.get("display") == "block" or given.get("mode") == "display" or "display" in names
    return tex, display or element.attributes.get("display") == "true"


def _source(element: LexborNode) -> str | None:
    """The TeX that the element around MathML keeps in an attribute."""
    around = element.parent
    given = around.attributes if around is not None else {}
    if "tex" in (given.get("class") or ""):
        return given.get("data-entry")
    return next((it for name in _SOURCES if (it := given.get(name))), None)


def tex_of_image(given: Mapping[str, str | None]) -> str:
    """The TeX of an image that a blog's software made of a formula; empty for other images.

    >>> tex_of_image({"class": "latex", "alt": "x^2"})
    'x^2'
    """
    address, names = given.get("src") or "", given.get("class") or ""
    is_formula = _FORMULA_CLASS.search(names) or _FORMULA_ADDRESS.search(address)
    return _tidy(given.get("alt") or "") if is_formula else ""


def _tidy(tex: str) -> str:
    tex = " ".join(tex[:_LONGEST].split())
    found = _STYLE.match(tex)
    return found[1].strip() if found else tex


def _written(node: LexborNode, depth: int) -> str:
    """MathML as TeX."""
    tag = node.tag or ""
    if tag == "-text" or depth > _DEEPEST or tag in {"mi", "mn", "mo", "mtext", "ms"}:
        return _leaf(tag, " ".join((node.text() or "").split()))
    parts = [_written(it, depth + 1) for it in node.iter() if it.tag not in {"annotation", "annotation-xml"}]
    write = _ELEMENTS.get(tag)
    if tag == "mfenced":
        return _fenced(node.attributes, parts)
    if tag == "menclose" and (enclosed := _ENCLOSED.get(node.attributes.get("notation") or "")):
        return f"{enclosed}{{{''.join(parts)}}}"
    if write is None:
        return _with_fences("".join(parts))
    needed, written = write
    return written(parts) if len(parts) >= needed else "".join(parts)


def _fenced(given: Mapping[str, str | None], parts: list[str]) -> str:
    """What stands between the fences of `mfenced`, which are attributes there."""
    opened, closed = given.get("open", "("), given.get("close", ")")
    return _with_fences(f"{_leaf('mo', opened or '')}{','.join(parts)}{_leaf('mo', closed or '')}")


def _with_fences(tex: str) -> str:
    """A matrix with the fences beside it, which grow with it so."""
    found = _FENCED_MATRIX.fullmatch(tex)
    kind = _MATRICES.get((found[1], found[3])) if found else None
    return rf"\begin{{{kind}}}{found[2]}\end{{{kind}}}" if found and kind else tex


def _leaf(tag: str, text: str) -> str:
    if tag == "mtext" and text:
        return rf"\text{{{text}}}"
    if tag == "mi" and len(text) > 1 and text.isalpha():
        return rf"\{text} " if text in _FUNCTIONS else rf"\mathrm{{{text}}}"
    return "".join(_SIGNS.get(it, it) for it in text)


def _braced(tex: str) -> str:
    tex = tex.strip()
    return tex if len(tex) == 1 else f"{{{tex}}}"


def _over(parts: list[str]) -> str:
    accent = _ACCENTS.get(parts[1].strip())
    return f"{accent}{{{parts[0]}}}" if accent else f"{parts[0]}^{_braced(parts[1])}"


_ELEMENTS: Final[dict[str, tuple[int, Callable[[list[str]], str]]]] = {
    "msup": (2, lambda it: f"{_braced(it[0])}^{_braced(it[1])}"),
    "msub": (2, lambda it: f"{_braced(it[0])}_{_braced(it[1])}"),
    "msubsup": (3, lambda it: f"{_braced(it[0])}_{_braced(it[1])}^{_braced(it[2])}"),
    "mfrac": (2, lambda it: rf"\frac{{{it[0]}}}{{{it[1]}}}"),
    "msqrt": (1, lambda it: rf"\sqrt{{{''.join(it)}}}"),
    "mroot": (2, lambda it: rf"\sqrt[{it[1]}]{{{it[0]}}}"),
    "munder": (2, lambda it: f"{it[0]}_{_braced(it[1])}"),
    "mover": (2, _over),
    "munderover": (3, lambda it: f"{it[0]}_{_braced(it[1])}^{_braced(it[2])}"),
    "mtable": (1, lambda it: r"\begin{matrix}" + r" \\ ".join(it) + r"\end{matrix}"),
    "mtr": (1, " & ".join),
    "mspace": (0, lambda _: " "),
}
"""Element -> how many parts it needs, and how they are written."""
