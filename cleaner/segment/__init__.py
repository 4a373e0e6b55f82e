"""Text of any origin becomes a document of blocks."""
