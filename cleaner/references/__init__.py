"""Reference extractions: what others take for the article, aligned to the blocks of a page."""
