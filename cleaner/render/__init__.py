"""Rendering: the blocks that are kept, as text, Markdown or HTML; `structure` makes the tree of the last two."""
