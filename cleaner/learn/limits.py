"""Numbers of learning: how many pages, how often something stands on them, and how much a proposal may take.

`benchmarks.rule_learning` measures what they come to on pages held out; hand-set where nothing else is said.
"""

from __future__ import annotations

from typing import Final

PAGES_OF_SITE: Final = 40
"""Pages of a site that are looked at, drawn by chance; more say little more, and cost as much each."""
MOST_PAGE_BYTES: Final = 1_000_000
"""Larger pages are not looked at, so that a site fits into memory."""
LEFT_OUT: Final = 3
"""Every third page of a site is left out of learning, to try proposals on."""
FEWEST_PAGES: Final = 2
"""Pages of a site from which there is something to learn: one to learn from, and one to try it on."""

SAME_ARTICLE: Final = 0.6
"""The share of the shorter page's body that two pages have in common where they are one article."""
COMPARED_WORDS: Final = 8
"""Words from which a block counts in that, and as a paragraph of the page's own."""

HELD: Final = 0.98
"""The share of the generic body that a bound must hold, on every page that it is learnt from, and `least` in
the file. On 212 pages held out of 52 sites, before any trial, .98 gains on three pages and costs one .007;
with .9 in the file two more lose, .04 at most, and with .9 in both thirteen lose."""
ON_MOST_PAGES: Final = 0.8
"""The share of a site's pages that a bound must be found on."""
WIDER: Final = 1.02
"""How many times as much text as the bound a second, wider one must have inside to be of use."""

REPEATED_PAGES: Final = 3
"""Pages that a repeated block must stand on, where the site has so many."""
REPEATED_WORDS: Final = 5
"""Words from which a repeated block may be proposed: shorter ones are names and headings as well. On texts of
217 pages held out of 52 sites, 5 gains .0026 of word F1 and loses .0005 of recall; 4 gains .0025 and loses
.0010, and takes the name of a product off its own page. Lines that differ only in numbers would add .0001."""
INSIDE_WORDS: Final = 8
"""Words from which it may stand amid the body. On these pages 8 gains .0027 and loses .0011, 5 .0024 and
.0016; without any such block it is .0025 and .0010."""
LONG_WORDS: Final = 5
"""Words from which a block that the generic part keeps is a sentence that can close pages, or a refrain."""
FEWEST_WORDS: Final = 2
"""Words of a line below which it is no end of a bound, and no sign of a site."""
WINDOW_ROOM: Final = 1.5
"""How many times as far from the page's edge as on the pages that it is learnt from a shorter one is dropped:
beyond that its words may be a heading. On 193 pages held out of WCXB that was so once, with 2 as well as
without a window; with 1.5 no line of a gold text is lost, and texts gain .0001 less of word F1."""
FEWEST_WINDOW: Final = 10
MOST_WINDOW: Final = 500
"""Blocks of that part of the page: a smaller one is made larger, and a larger one is all of the page."""
KEPT_PAGES: Final = 0.5
"""The share of its pages below which the generic part may keep a block that it calls boilerplate elsewhere.
Of such blocks on 45 sites of WCXB nearly all were boilerplate; of those kept on more pages, about half. With
blocks that are kept on just half, texts gain .0018 of word F1 instead of .0014, and one page loses .0075."""
BESIDE_SCORE: Final = 2.0
"""The mean score below which a block that the generic part keeps on most pages, and that is apart from the
article on all of them, is none of it. Of such blocks with scores below 2, none was text on either half of 52
sites; of those below 3, four were."""
BESIDE_SHARE: Final = 0.2
"""The share of a page's body that such blocks may be together. With .1 texts gain .0010 less of word F1 than
with .2, and with .3 the same; the difference is one site."""
REFRAIN_SHARE: Final = 0.02
"""The share of a site's text that blocks of several pages are, amid the body, from which repetition is a part
of the text (prayers, verses, lessons), and no closing block is proposed."""
MOST_LINES: Final = 30
"""Rules for single blocks that are proposed for a site, those that the generic part keeps most of first."""
MOST_LISTED: Final = 100
"""Lines of a rule for blocks that the generic part keeps nowhere."""

ON_ALL_PAGES: Final = 0.9
"""The share of a site's pages that a signature must stand on."""
LONGEST_SIGNATURE: Final = 100
"""Characters."""
MOST_SIGNATURES: Final = 3
"""Signatures of a file."""
CANDIDATES: Final = 8
"""Lines of a site that are looked for on other sites."""
OTHER_SITES: Final = 5
"""Sites of an input up to which a line must name its site: that others do not have it says little."""
NAME_LETTERS: Final = 4
"""Letters from which a site's name in a line says that the line is the site's."""

EDGE_BLOCKS: Final = 12
"""Blocks at either end of a text that show its site where it has no URL."""
EDGE_WORDS: Final = 12
"""Words of the longest of them."""
LIKE: Final = 0.3
"""The share of these lines that two texts must have in common to be of one site (Jaccard)."""
SHARED_LINES: Final = 2
"""Lines that they must have in common."""
MOST_GROUPS: Final = 20_000
"""Groups of texts without a URL in memory; beyond that the one that has not grown for longest is closed."""
LEADERS_OF_LINE: Final = 8
"""Groups that are known by one line; a line of more groups than that says nothing."""

EXAMPLES: Final = 3
"""Examples beside a rule."""
SHOWN: Final = 100
"""Characters of an example."""
CASE_CHARACTERS: Final = 120
"""Characters of a paragraph in a case."""
