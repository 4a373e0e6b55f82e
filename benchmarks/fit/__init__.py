"""Fitting the judge's weights on public pages; not needed to use them."""
