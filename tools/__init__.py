"""Commands for developers, run from the top of a checkout.

    python -m tools.compile_rules       # after a change to rules/, or to the code that compiles it
    python -m tools.write_goldens       # after a change in what is removed; then read the diff
    python -m tools.quality_floor       # measure the pages of fixtures/pages and raise their floors
    python -m tools.check_vocabulary    # find words for which the field has others
    python -m tools.count_constants     # count the numbers that decide after the model
    python -m tools.explain_picture     # draw the picture of `cleaner explain` in docs/pictures

Tests import what they share with these commands. Neither tests nor CI run one on the checkout, so goldens,
floors and compiled rules change only by a commit.
"""
