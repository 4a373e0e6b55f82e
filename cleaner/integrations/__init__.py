"""`cleaner` inside data engines, one engine a module, each imported only by who uses it.

`arrow` does the work; the others give it what their engine has, and give the engine what it expects. A module
whose library is not installed raises MissingExtraError, which names the extra, when it is imported.
"""
