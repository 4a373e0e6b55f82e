"""Where pages wait until their site is learnt from: the spool, and the groups of texts without a URL."""

from __future__ import annotations

from cleaner.learn.groups import Groups
from cleaner.learn.limits import PAGES_OF_SITE
from cleaner.learn.spool import Spool


class TestSpool:
    def test_of_a_site_a_sample_is_kept_that_is_the_same_in_any_order(self) -> None:
        names = [f"page-{number}" for number in range(3 * PAGES_OF_SITE)]
        samples = []
        for order in (names, names[::-1]):
            with Spool() as spool:
                for name in order:
                    spool.add("a", name, name.encode())
                samples.append(spool.pages("a"))
        assert samples[0] == samples[1]
        assert len(samples[0]) == PAGES_OF_SITE

    def test_a_site_with_one_page_is_passed_over(self) -> None:
        with Spool() as spool:
            spool.add("a", "1", b"")
            spool.add("b", "2", b"")
            spool.add("b", "3", b"")
            assert list(spool.sites()) == ["b"]


class TestGroups:
    def test_a_text_joins_the_group_whose_leader_is_most_like_it(self) -> None:
        groups = Groups()
        assert [groups.group(it) for it in ([1, 2, 3, 4], [5, 6, 7, 8], [1, 2, 9, 10], [5, 6, 7, 1])] == [
            0,
            1,
            0,
            1,
        ]

    def test_one_shared_line_is_not_enough(self) -> None:
        groups = Groups()
        assert [groups.group(it) for it in ([1, 2], [1, 3], [1])] == [0, 1, None]

    def test_groups_beyond_the_limit_push_out_those_that_did_not_grow(self) -> None:
        groups = Groups(most=2)
        assert [groups.group(it) for it in ([1, 2], [3, 4], [1, 2], [5, 6], [1, 2], [3, 4])] == [
            0,
            1,
            0,
            2,
            0,
            3,
        ]
