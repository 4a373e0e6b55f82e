"""What every worker needs, loaded once: imported by the fork server and by nothing else.

Phrases and weights take time to load and never change. Workers that are forked from a process
that has them start at once and share the memory. Where there is no fork server they load their own.
"""

from __future__ import annotations

from contextlib import suppress

from cleaner.lexicon.built_in import phrases
from cleaner.options import Options
from cleaner.pipeline import Cleaner

with suppress(Exception):  # the worker that meets the same fault can say which document it was
    phrases().unspaced.warm()
    Cleaner(options=Options(site_rules=False)).clean("Any text makes it load.").text  # noqa: B018
