"""Characters, without a word of what they say: their kinds, scripts and cases, for whole texts at once."""
