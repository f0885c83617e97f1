"""An index that follows publications at once: a large one of most services, a small one of the newest."""

from collections.abc import Sequence

import numpy as np

from knowledge.search_index import Scores, SearchIndex
from knowledge.search_table import Numbers
from knowledge.service import Service


class LayeredIndex:
    """Answers as one index of `services` would, but only what is not in the large one is read anew.

    Immutable, thread-safe. Services are the same when they are the same object.
    """

    def __init__(self, services: Sequence[Service], below: "LayeredIndex | None" = None) -> None:
        self._base: SearchIndex = below._base if below else SearchIndex(services)
        self._based: tuple[Service, ...] = below._based if below else tuple(services)
        here = {id(service): place for place, service in enumerate(services)}
        kept = [(here[id(each)], old) for old, each in enumerate(self._based) if id(each) in here]
        self._kept = np.array(kept, dtype=np.intp).reshape(-1, 2)
        new = sorted(set(range(len(services))) - {place for place, _ in kept})
        self._new = np.array(new, dtype=np.intp)
        self._recent = SearchIndex([services[place] for place in new], self._base)
        self._services = len(services)

    @property
    def recent(self) -> int:
        """How many services the small index holds: the time that each further publication takes."""
        return len(self._new)

    def scores(self, query: str) -> Scores:
        """How well each service answers; all zero when nothing but stop words is asked."""
        base = self._base.scores(query)
        if not self.recent and len(self._kept) == self._services == len(self._based):
            return base
        recent = self._recent.scores(query)
        return Scores(
            self._together(base.relevance, recent.relevance), self._together(base.coverage, recent.coverage)
        )

    def _together(self, base: Numbers, recent: Numbers) -> Numbers:
        whole = np.zeros(self._services)
        whole[self._kept[:, 0]] = base[self._kept[:, 1]]
        whole[self._new] = recent
        return whole
