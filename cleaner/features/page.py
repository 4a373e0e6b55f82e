"""Page: a document with everything that is counted in it, an entry a block; features are made of that.

A page is built in layers, a file each, and each uses those before it: `character_counts`, `word_counts`,
`word_roles`, `sentences`, `phrase_hits`. Every array is computed when it is first asked for, and kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.features.phrase_hits import PhraseHits
from cleaner.features.topic import Vocabulary
from cleaner.lazy import cached_property

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TIMES_AS_MUCH: Final = 2
"""How much more than the body a block must address the reader; an interview says "you" throughout."""
_LEAST_ADDRESS: Final = 0.03
"""The share of words that address the reader, below which a chance "we" would do."""


class Page(PhraseHits):
    r"""Arrays have shape (blocks,) unless they say otherwise. The document must have blocks.

    >>> from cleaner.segment.text import segment
    >>> page = Page(segment("Home\n\nThe mill burned down."))
    >>> page.size.tolist(), page.ends_sentence.tolist()
    ([1.0, 4.0], [False, True])
    """

    @cached_property
    def topical_similarity(self) -> dict[str, NDArray[np.float64]]:
        """How much each block shares with the document's prose; see `cleaner.features.topic`."""
        vocabulary = Vocabulary(
            self.words, self.distinct, self.word_block, self.blocks, stopwords=self.own_stopwords
        )
        return vocabulary.similarity(self.prose) | vocabulary.centrality(self.prose) | vocabulary.novelty()

    @cached_property
    def address_of_body(self) -> float:
        """The share of words that address the reader in what the document is about, as far as words tell."""
        weight = np.minimum(self.topical_similarity["central"], 1) ** 2 * self.prose * self.size
        total = float(weight.sum())
        return float(self.address @ weight) / total if total > 0 else self.address_of_document

    @cached_property
    def addresses_reader(self) -> NDArray[np.bool_]:
        """Whether a block addresses the reader, or mentions the publisher, far more than the body does."""
        least = max(_TIMES_AS_MUCH * self.address_of_body, _LEAST_ADDRESS)
        result: NDArray[np.bool_] = self.address > least
        return result

    @cached_property
    def class_name_labels(self) -> NDArray[np.float32]:
        """How strongly class names give each label to each block, shape (labels, blocks).

        See `cleaner.features.class_names`. No label on plain text.
        """
        dom = self.document.dom
        if dom is None:
            return np.zeros((0, self.blocks), dtype=np.float32)
        from cleaner.features.class_names import label_by_class_names  # noqa: PLC0415 - for pages alone

        return label_by_class_names(dom)
