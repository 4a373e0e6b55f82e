"""Detection of the encoding of bytes, and of binary data."""
