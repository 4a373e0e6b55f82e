"""A document seen as numbers: what the judges look at.

Everything here is computed for all blocks at once, in arrays, because a page has some hundred
blocks and a corpus has millions of pages. Nothing here knows a language except through the
phrases in `rules/phrases`.
"""
