"""What the shop changed about its hours and response times holds at once, also for who waits already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from desk.batches import batches
from desk.clock import Clock, to_ms
from desk.response_time import Act
from desk.store import Book, Store, clockwork, conversations
from desk.targets import Targets

AT_ONCE = 50


class ChangedRules:
    def __init__(self, store: Store, clock: Clock, targets: Targets) -> None:
        self._store, self._clock, self._targets = store, clock, targets
        self._followed = targets.rules.promptness

    async def follow(self) -> None:
        """Arms anew whose steps are due at other times now. Broken off, it begins again: what is right stays."""
        rules = self._targets.rules.promptness
        if rules is self._followed:
            return
        for some in batches(await self._store.read(conversations.owed), AT_ONCE):
            await self._store.write(partial(self._arm, ids=some))
        self._followed = rules

    def _arm(self, book: Book, ids: Sequence[int]) -> None:
        at = self._clock()
        for id in ids:
            self._arm_one(book, id, at)

    def _arm_one(self, book: Book, id: int, at: datetime) -> None:
        held = conversations.by_id(book, id)
        if held.owed_since is None:
            return
        climbed = {Act(kind) for kind in clockwork.climbed(book, id, held.owed_since)}
        steps = self._targets.rules.promptness.steps_due(held.ladder(self._targets), held.owed_since)
        due = {
            (str(step.act), to_ms(due_at))
            for step, due_at in steps
            if step.act not in climbed and step.act != Act.HOLD
        }
        if due != {one for one in clockwork.armed_steps(book, id) if one[0] != Act.HOLD}:
            held.arm_anew(at, self._targets, climbed)
