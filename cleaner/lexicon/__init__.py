"""Lexicon: the stopwords and cue phrases of all languages.

`phrases` holds the form that documents are searched with, `compile` makes it from `rules/phrases`, `store`
keeps it as a file, and `built_in` loads it. No other room knows a word of any language.
"""
