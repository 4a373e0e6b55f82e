"""Characters: their kinds, scripts and cases, and tokens made of them; all characters of a text at once.

No word of any language is known here: those are in `cleaner.lexicon`.
"""
