"""The local page over a run: its documents, what was right and wrong, and rules made by pointing.

A run's report names what was read and how (`run`). The documents are read again (`documents`), cleaned in the
background to be found by label, site, rule and doubt (`index`), and shown as `cleaner explain` shows them.
What a person says of a block is kept as a case (`marks`). Pointing at a block proposes rules (`proposals`),
which are tried on other pages of the site (`trials`) and written with a case (`rule_text`, `rule_case`).
`guard` keeps all others out; `app` has the addresses, `server` the socket.
"""
