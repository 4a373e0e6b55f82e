"""Gallery and video boxes: "Photo gallery", "Watch the video", "View gallery"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "gallery"
LABEL = Label.GALLERY


def claim(page: Page) -> Claim:
    """Claim the headings and buttons of galleries."""
    return phrase_claim(ID, LABEL, page, phrase_strength(page, LABEL), "stands in a gallery")
