"""Detection of the encoding of text that does not declare one, and of binary data."""
