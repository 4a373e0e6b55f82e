"""The quality floor: how well the generic part, without site rules, does on the pages of `fixtures/pages`.

`text_pages` and `html_pages` read the pages and their gold, `scores` computes the figures, `floors` compares
them with the lowest values they may have, and `history` these with those of earlier commits.
"""
