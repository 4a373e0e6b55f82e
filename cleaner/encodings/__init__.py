"""Which encoding the bytes of a text are in, when they do not say so."""
