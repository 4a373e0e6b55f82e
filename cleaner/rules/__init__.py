"""Site rules: what people have written down about one site or platform, as YAML files beside their cases.

A rule file is read (`marked_yaml`), checked against its form (`schema`), joined with what it extends
(`load`), and turned into patterns (`compile`). At work, a `RuleBook` finds the file for a document
(`match`) and its `SiteRules` say which blocks go and which stay (`judge`); on an HTML page, `selectors` says
which blocks stand in what CSS and XPaths find. `cases` runs the cases that stand in the
files; `built_in` puts off reading the built-in ones until a document may be theirs.

pydantic and PyYAML are imported only when rule files are read, not by importing this package.
"""

from cleaner.rules.built_in import BuiltInRules, open_rules
from cleaner.rules.judge import JudgedRule, RuleFindings, SiteRules
from cleaner.rules.match import Found, RuleBook

__all__ = ["BuiltInRules", "Found", "JudgedRule", "RuleBook", "RuleFindings", "SiteRules", "open_rules"]
