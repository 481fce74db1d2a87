"""The weeks before the demo began: figures have something to tell of them, and nothing in them is out of order."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from desk.agent import Role
from desk.banned.guard import Guard
from desk.clock import to_ms
from desk.figures.span import Span
from desk.phrases import load_packs
from desk.reckoner import Reckoner
from desk.shops.demo import TIMEZONE, past
from desk.shops.demo.talks import TALKS
from desk.store import Book, Store, agents, audit
from desk.store.tables import conversation, event
from desk.targets import USUALLY

SHELF = Path(__file__).parents[3] / "scripts_phrases"
ZONE = ZoneInfo(TIMEZONE)
AT = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # half past seven in Shanghai, of the next day
YESTERDAY = Span(datetime(2026, 11, 27).date(), datetime(2026, 11, 27).date())


async def test_yesterday_has_figures_and_no_letter_of_it_is_lost(store: Store) -> None:
    def begin(book: Book) -> None:
        for name, _ in past.STAFF:
            agents.add_user(book, name, [Role.AGENT], AT)
        past.begin(book, AT, ZONE)

    await store.write(begin)
    whole = (await Reckoner(store, USUALLY.rules, lambda: AT).sheet(YESTERDAY))[""]
    for key in ("first_response_within_30", "response_median", "bot_solved", "promises_kept", "satisfaction"):
        assert whole[key].n, key
    fortnight = audit.Span(datetime(2026, 11, 13).date(), datetime(2026, 11, 28).date(), ZONE)
    report = await audit.audit(store, fortnight, AT)
    assert not report.lost

    def rows(book: Book) -> tuple[list[int], list[str]]:
        when = book.rows(select(event.c.at).order_by(event.c.number))
        return [at for (at,) in when], [mode for (mode,) in book.rows(select(conversation.c.mode).distinct())]

    times, modes = await store.read(rows)
    midnight = datetime(2026, 11, 28, tzinfo=ZONE)
    assert modes == ["closed"] and times == sorted(times) and times[-1] < to_ms(midnight)


def test_nothing_that_the_shop_said_would_have_been_stopped() -> None:
    guard = Guard(load_packs(SHELF).rules)
    for talk in TALKS:
        people = [answered for answered, _ in talk.with_person] + [talk.farewell]
        for who, texts in (("bot", [answered for _, answered in talk.with_bot]), ("agent", people)):
            for text in texts:
                assert not guard.check(text, who, channel="web").hits, text
                assert who == "bot" or not text or not guard.is_perfunctory(text), text
