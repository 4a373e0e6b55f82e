"""Features: what the model sees of each block, by group; text and HTML."""
