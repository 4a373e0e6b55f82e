"""Identifies the site and the language of a document, and reads the metadata of a page."""
