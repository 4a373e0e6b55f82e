"""What looks wrong in rule files that are valid: one module for each part of a file.

A check is a generator of mistakes for one file; `folder` runs them all, with the checks between files and the
cases. Everything here is for `cleaner rules check`; cleaning never needs it.
"""
