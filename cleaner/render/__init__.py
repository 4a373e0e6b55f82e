"""Rendering: the blocks that are kept, as text or Markdown."""
