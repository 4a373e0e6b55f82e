"""Pages for the tests of Markdown and HTML, cut into blocks of which all stay unless a test says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.render.html import render_html
from cleaner.render.judged import Judged, Kept, Settings
from cleaner.render.markdown import render_markdown
from cleaner.render.structure import page_tree
from cleaner.segment.html import segment_html

if TYPE_CHECKING:
    from cleaner.render.tree import Node


def tree(
    page: str,
    *,
    url: str | None = None,
    links: bool = True,
    images: bool = False,
    without: tuple[str, ...] = (),
) -> Node:
    """The tree of `page`, without the blocks that hold one of the words `without`."""
    document = segment_html(page)
    kept = {
        index: Kept(block.text)
        for index, block in enumerate(document.blocks)
        if not any(word in block.text for word in without)
    }
    return page_tree(page, document, Judged(kept), Settings(url, links, images))


def markdown(
    page: str,
    *,
    url: str | None = None,
    links: bool = True,
    images: bool = False,
    without: tuple[str, ...] = (),
) -> str:
    return render_markdown(tree(page, url=url, links=links, images=images, without=without))


def html(
    page: str,
    *,
    url: str | None = None,
    links: bool = True,
    images: bool = False,
    without: tuple[str, ...] = (),
) -> str:
    return render_html(tree(page, url=url, links=links, images=images, without=without))
