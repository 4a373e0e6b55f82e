"""Imports the site files of Full-Text RSS, as ftr-site-config collects them, as rule files.

`directives` reads a file and says what becomes of each directive that makes no rule, `rules` makes rules of
the others, `hosts` says whose pages a file is for, and `collection` imports a folder and accounts for every
directive in it.
"""
