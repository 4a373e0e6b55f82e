"""Site rules: what people have written down about one site or platform, as YAML files beside their cases.

A rule file is read (`marked_yaml`), checked against its form (`schema`), joined with what it extends
(`load`), and compiled (`compile`) into what can be kept (`stored`): `rules/compiled` holds the built-in files
in that form (`built_in`), and a folder of the user's own files that were read before (`cache`). At work, a
`RuleBook` finds the file for a document (`match`, `signatures`), patterns run where their `literals` occur
and as long as the `clock` lets them, and `SiteRules` say which blocks go and which stay (`judge`); on an HTML
page, `selectors` says which blocks stand in what CSS and XPaths find. `cases` runs the cases that stand in
the files.

pydantic and PyYAML are imported only when rule files are read, not by importing this package.
"""

from cleaner.rules.built_in import open_rules
from cleaner.rules.clock import RuleTime
from cleaner.rules.judge import JudgedRule, RuleFindings, SiteRules
from cleaner.rules.match import Found, RuleBook

__all__ = ["Found", "JudgedRule", "RuleBook", "RuleFindings", "RuleTime", "SiteRules", "open_rules"]
