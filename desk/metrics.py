"""Figures for Prometheus, read from the rows at each scrape."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.process_collector import ProcessCollector

from desk.clock import Clock, to_ms
from desk.health import Health
from desk.store import Store, tallies


class Metrics:
    def __init__(self, store: Store, health: Health, clock: Clock) -> None:
        self._store, self._health, self._clock = store, health, clock
        self._tally = tallies.Tally()
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._inbox = Gauge(
            "shopdesk_inbox_letters", "Letters of buyers, by state", ["state"], registry=registry
        )
        self._outbox = Gauge(
            "shopdesk_outbox_letters", "Letters owed or undelivered", ["state"], registry=registry
        )
        self._open = Gauge("shopdesk_open_conversations", "Open conversations", ["mode"], registry=registry)
        self._oldest = Gauge(
            "shopdesk_oldest_letter_seconds", "Age of the oldest unprocessed letter", registry=registry
        )
        self._faults = Gauge("shopdesk_faults", "Parts of the desk that are in trouble", registry=registry)

    async def text(self) -> bytes:
        counts = await self._store.read(lambda book: tallies.count(book, self._tally))
        self._tally = counts.settled
        for state in ("received", "done", "dead", "pending"):
            self._inbox.labels(state).set(counts.inbox[state])
        for state in ("queued", "sending", "failed", "unknown"):
            self._outbox.labels(state).set(counts.outbox.get(state, 0))
        for mode in ("bot", "waiting", "human"):
            self._open.labels(mode).set(counts.conversations.get(mode, 0))
        oldest = counts.oldest_new_ms
        self._oldest.set(0 if oldest is None else max(0, to_ms(self._clock()) - oldest) / 1000)
        self._faults.set(len(self._health.faults()))
        return generate_latest(self._registry)
