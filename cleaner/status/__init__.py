"""Whether rules still speak: how often each did, month by month, on pages that are given again and again.

page -> by month -> stale -> text or JSON

Pages are judged as `cleaner rules try` judges them (`work`). Counts are added up by rule and month
(`by_month`), and compared with what `rules try --stamp` wrote beside the rule (`stale`).
"""
