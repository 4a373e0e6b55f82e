"""Rendering: the blocks that stay, as text, Markdown or HTML; `structure` makes the tree of the last two."""
