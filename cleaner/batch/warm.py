"""Preloads phrases and model weights in the fork server; nothing else imports this module.

Loading takes time, and the data never changes. Workers that are forked from the fork server start at once
and share the memory. On platforms without a fork server each worker loads its own copy.
"""

from __future__ import annotations

from contextlib import suppress

from cleaner.lexicon.built_in_phrases import phrases
from cleaner.options import Options
from cleaner.pipeline import Cleaner

with suppress(Exception):  # a worker will meet the same error, and can report it
    phrases().unspaced.warm()
    Cleaner(options=Options(site_rules=False)).clean("Any text makes it load.").text  # noqa: B018
