"""Site rules: rules for the pages of one site or platform, in YAML files with test cases.

Loading: a rule file is read (`marked_yaml`), validated (`schema`), linked with the files that it extends
(`load`) and compiled into a `RuleBook` (`compile`). A book is stored as JSON lines (`stored`). The book of
the built-in files ships in `rules/compiled` (`built_in`). Books with the user's own files are cached
(`cache`).

Matching: a `RuleBook` finds the rule file for a document (`match`, `signatures`). `SiteRules` then say which
blocks are dropped and kept (`judge`, `findings`), by `conditions` on single blocks, by `runs` of blocks, and
on HTML pages by `selectors`. Patterns run only where their `literals` occur, and within the time limits of
`clock`.

`cases` runs the test cases in rule files, `lint` finds what looks wrong in them, `silence` says why a rule
finds nothing on a page, `stamp` writes beside rules when they were tried, and `ftr` imports the site files of
Full-Text RSS.

pydantic and PyYAML are imported when rule files are read, not by importing this package.
"""

from cleaner.rules.built_in_rules import open_rules
from cleaner.rules.clock import RuleTime
from cleaner.rules.findings import Bound, JudgedRule, RuleFindings
from cleaner.rules.judge import SiteRules
from cleaner.rules.match import Found, RuleBook

__all__ = ["Bound", "Found", "JudgedRule", "RuleBook", "RuleFindings", "RuleTime", "SiteRules", "open_rules"]
