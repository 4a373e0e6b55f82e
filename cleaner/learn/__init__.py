"""Proposing rules from many pages of a site: for a person to look at, and never used unseen.

input -> sites (spool) -> judged pages -> proposals -> tried on pages left out -> rule files

The input is read once. `gather` finds the site of each document in the workers of the batch's pool, and the
spool keeps some pages of each site on disk; texts without a URL are put together by the lines that they share
(`groups`). Then each site is a task of its own (`site`): its pages are judged by the generic part, articles
that are there twice are left out (`duplicates`), and rules are proposed: bounds (`html_bounds`,
`text_bounds`), repeated blocks (`repeats`), signatures (`signatures`). `attempt` tries them as `cleaner rules
try` does on pages that nothing was learnt from, and what is an alarm there is not written (`rule_file`).
"""
