"""Features: what the model sees of each block.

`page.Page` holds what is counted in a document, `text` and `html` make feature groups of it, and `extract`
puts the groups together into a matrix.
"""
