"""References: extractions of the article by others, aligned to the blocks of a page."""
