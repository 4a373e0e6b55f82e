"""A first rule file for a site, for `cleaner rules new`, from what several of its pages have in common.

`site_lines` finds the lines that all pages have, `places` the selectors of body and headline, `small_case`
cuts a test case out of a page, and `proposal` puts the file together and checks it.
"""

from cleaner.trial.first_file.proposal import ENOUGH_OTHERS, first_file

__all__ = ["ENOUGH_OTHERS", "first_file"]
