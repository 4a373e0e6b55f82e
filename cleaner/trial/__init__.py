"""Trying rules on real pages: what each rule takes from the generic part and gives back to it.

page -> account -> alarms -> text, HTML or JSON

A page is judged once, in a worker of the batch's pool, and what its rules say is compared with the generic
part (`compare`). Accounts add up what came of each rule, file and site (`account`) in memory that does not
grow with the pages. `alarms` says which rules should not be used as they are. `first_file` begins a
rule file from several pages of a site.
"""
