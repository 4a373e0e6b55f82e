"""Gallery and video boxes: "Photo gallery", "Watch the video", "View gallery"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "gallery"
LABEL = Label.GALLERY


def judge(page: Page) -> Claim:
    """Claim the headings and buttons of galleries."""
    return cues.claim(ID, LABEL, page, cues.covered(page, LABEL), "stands in a gallery")
