"""The report of a run: what was read and became of it, for programs as JSON and for people as a page.

Workers describe each document (`document_facts`); the main process adds the descriptions up in the order of
the input (`collector`), in memory that does not grow with the run: shares as histograms (`distribution`),
groups up to a number (`groups`), documents to look at as short lists (`ranking`), samples by a hash of the
document's name (`samples`). So a report is the same bytes for any number of workers. `comparison` says what
changed against an earlier report, `page` draws it.
"""
