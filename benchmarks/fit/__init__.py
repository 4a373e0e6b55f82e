"""Fitting the model's weights on public pages; not needed to use them."""
