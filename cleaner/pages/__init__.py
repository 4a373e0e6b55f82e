"""Pages for people, each one HTML file by itself: no network, nothing loaded, no script but our own.

`render` fills a template of `templates/`. What documents say is text there: Jinja escapes every value, no
value stands in a script, a style or a link, and a content security policy allows the page's own style and
script alone, by their hashes. `visible` shows the characters that change the direction of what follows.
"""
