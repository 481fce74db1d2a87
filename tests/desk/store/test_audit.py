"""The loss audit on both stores: nothing where all adds up, and each doctored fault on its own line."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk.audit import LOSSES, Check, Row, Span, Verdict, lately
from desk.numbering import Gap
from desk.outgoing import OutState
from desk.store import Store, audit, audit_open, schema
from desk.store.audit_checks import LEDGERS
from desk.store.sqlite import SqliteStore
from tests.cast import Loopback, Writer
from tests.conftest import Watch
from tests.console.room import ZONE
from tests.desk.store.audited import BOT, FIRST, WEB, Shop, faults, line

OF_MINA = "conversation_id = 1"
DOCTORED: dict[str, tuple[str, set[Check]]] = {
    "the message of the last letter is removed, and its number handed out anew": (
        "update message set seq = 0 where conversation_id = 2 and seq = 1",
        {Check.STORED, Check.HEARD, Check.NUMBERED},
    ),
    "a message of hers lost its letter": (f"update message set inbox_id = null where {OF_MINA} and seq = 1", {Check.HEARD, Check.STORED}),
    "a letter stands where another one's message is": (
        f"update inbox set seq = 1 where {OF_MINA} and kind = 'press'",
        {Check.STORED, Check.HEARD},
    ),
    "a letter of hers belongs nowhere": (
        "update inbox set conversation_id = null, seq = null where id = 1", {Check.STORED, Check.HEARD},
    ),
    "an edit left no revision": (
        "update revision set inbox_id = 4 where inbox_id = 2", {Check.STORED},
    ),
    "a picture stands with another message than its album": (
        f"update inbox set seq = 1 where {OF_MINA} and id = 7", {Check.STORED},
    ),
    "a letter is in no state at all": ("update inbox set state = 'lost' where id = 1", {Check.STORED}),
    "a note is removed from the middle": ("delete from message where author = 'note'", {Check.NUMBERED}),
    "the last number was handed out and never written": (
        "update conversation set last_seq = last_seq + 1 where id = 1", {Check.NUMBERED},
    ),
    "a message has a number that was never handed out": (
        "update conversation set last_seq = last_seq - 1 where id = 2", {Check.NUMBERED},
    ),
    "a letter could not be read": ("update inbox set state = 'dead', reason = 'no chat' where kind = 'other'", {Check.DEAD}),
    "a picture never came": ("update photo set state = 'failed' where inbox_id = 5", {Check.PHOTOS}),
    "a letter out is in no state": ("update outbox set state = 'gone', sent_at = null where state = 'cancelled'", {Check.FATE}),
    "a letter was sent at no time": (
        "update outbox set sent_at = null where conversation_id = 2", {Check.FATE, Check.ACCEPTED},
    ),
    "an answer has no letter": ("delete from outbox where state = 'cancelled'", {Check.LETTERED}),
    "a part of a long answer is not there": (
        "delete from outbox where parts > 1 and part = 2", {Check.PARTS, Check.ACCEPTED},
    ),
    "a letter says no message": (
        "update outbox set seq = 99 where state = 'cancelled'", {Check.PARTS, Check.LETTERED},
    ),
    "a letter was sent and nobody noted it": (
        "delete from event where kind = 'delivered' and conversation_id = 2", {Check.DELIVERED},
    ),
    "a letter that left late was not noted": (
        "delete from event where kind = 'delivered' and at = (select sent_at from outbox where sent_at > queued_at + 3600000)",
        {Check.DELIVERED},
    ),
    "a note tells of a letter that never left": (
        "update outbox set state = 'cancelled', sent_at = null where conversation_id = 2", {Check.ACCEPTED},
    ),
    "a letter failed": ("update outbox set state = 'failed' where state = 'cancelled'", {Check.FAILED}),
    "a letter is unsure": ("update outbox set state = 'unknown' where state = 'cancelled'", {Check.FAILED}),
    "the bot has forgotten a letter": ("update inbox set state = 'new' where id = 1", {Check.THOUGHTS}),
    "a letter does not leave": ("update outbox set state = 'queued', queued_at = queued_at - 90000 where state = 'cancelled'", {Check.LEAVING}),
    "a picture is fetched for ever": ("update photo set state = 'pending' where inbox_id = 5", {Check.PICTURES}),
    "a deadline did not fire": (
        "update deadline set state = 'armed', due_at = due_at - 864000000 where id = (select min(id) from deadline)", {Check.TIMERS},
    ),
    "a number of the channel never came": (f"update inbox set ext_id = 'raw:9' where ext_id = '{FIRST + 3}'", {Check.GAPS}),
}  # fmt: skip


@pytest.fixture
async def shop(store: Store, watch: Watch) -> Shop:
    shop = await Shop(store, watch).two_days()
    await shop.does(shop.mina, lambda held: held.note("a regular", None, watch()))
    await shop.says(shop.mina, "Anything else?", "human")  # type: ignore[arg-type]
    await shop.sends()
    return shop


async def test_of_an_honest_store_nothing_is_missing_and_that_is_said(shop: Shop) -> None:
    report = await shop.audit()
    assert faults(report) == {}
    assert report.verdict == Verdict.WHOLE
    assert line(report, Check.STORED).looked == 11 and line(report, Check.STORED).states == {"done": 11}
    assert line(report, Check.STORED, WEB).looked == 1
    assert line(report, Check.GAPS).looked == 11 and line(report, Check.GAPS, WEB).blind
    assert line(report, Check.FATE).states["cancelled"] == 1
    assert line(report, Check.DELIVERED).looked == line(report, Check.ACCEPTED).looked > 4
    assert line(report, Check.PHOTOS).looked == 3


@pytest.mark.parametrize("fault", list(DOCTORED))
async def test_a_doctored_fault_is_found_by_its_own_line(shop: Shop, fault: str) -> None:
    statement, wanted = DOCTORED[fault]
    await shop.run(statement)
    report = await shop.audit()
    assert set(faults(report)) == wanted
    lost = bool(wanted & LOSSES)
    assert report.verdict == (Verdict.LOST if lost else Verdict.WAITS)
    for check in wanted - {Check.GAPS}:
        for one in report.lines:
            if one.check == check:
                found = await shop.rows(check, one.of)
                assert len(found) == one.found, "as many are listed as were counted"
                assert all(isinstance(row, Row) for row in found)


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert {check for _, wanted in DOCTORED.values() for check in wanted} == {*Check} - {Check.SERIES}


async def test_in_pieces_it_comes_to_the_same(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await shop.run("delete from event where kind = 'delivered' and conversation_id = 2")
    await shop.run("update message set inbox_id = null where conversation_id = 1")
    whole = await shop.audit()
    monkeypatch.setattr(audit, "PIECE", 3)
    again = await shop.audit()
    assert again.lines == whole.lines
    assert len(await shop.rows(Check.HEARD)) == line(whole, Check.HEARD).found > 3


async def test_a_gap_says_between_which_times_and_what_came_late_fills_it(shop: Shop, watch: Watch) -> None:
    """Three numbers are not there; one of them came on the day before."""
    for number in (3, 4, 5):
        await shop.run(f"update inbox set ext_id = 'raw:{number}' where ext_id = '{FIRST + number}'")
    (gap,) = await shop.rows(Check.GAPS)
    assert isinstance(gap, Gap)
    assert (gap.first, gap.last, gap.missing) == (FIRST + 3, FIRST + 5, 3)
    assert gap.before - gap.after == timedelta(seconds=4)
    assert line(await shop.audit(), Check.GAPS).unread == 3
    await shop.run(
        f"update inbox set ext_id = '{FIRST + 5}', received_at = received_at - 172800000 where ext_id = 'raw:5'"
    )
    assert line(await shop.audit(), Check.GAPS).found == 2


async def test_a_gap_at_the_edge_of_the_days_belongs_to_the_day_on_which_the_numbers_go_on(
    shop: Shop, watch: Watch
) -> None:
    """The shop was down over the weekend: between the last number before and the first after three are missing."""
    watch.move(days=5)
    for _ in range(3):
        next(shop.numbers)
    await shop.writes("hello again")
    today = watch().astimezone(ZONE).date()
    assert faults(await shop.audit()).get(Check.GAPS) is None, "what is handed over together may swap places"
    watch.move(minutes=2)
    report = await audit.audit(shop.store, Span(today, today, ZONE), watch())
    assert faults(report)[Check.GAPS] == 3
    assert line(report, Check.STORED).looked == 1


@pytest.mark.parametrize(("days", "expected"), [(8, True), (1, False)])
async def test_where_the_numbers_begin_anew_nothing_is_claimed(
    shop: Shop, watch: Watch, days: int, expected: bool
) -> None:
    watch.move(days=days)
    await shop.mina.writes("hello", ext_id="417000000", msg_id="900")
    await shop.run("update deadline set state = 'cancelled' where state = 'armed'")
    span = Span(watch().date() - timedelta(days=12), watch().date(), ZONE)
    report = await audit.audit(shop.store, span, watch())
    assert Check.GAPS not in faults(report)
    assert line(report, Check.SERIES).begun == int(expected)
    assert faults(report).get(Check.SERIES, 0) == int(not expected)
    (begun,) = await audit.rows(shop.store, span, watch(), Check.SERIES, BOT)
    assert begun.expected == expected  # type: ignore[union-attr]


async def test_what_failed_is_dealt_with_once_a_person_let_it_be(shop: Shop, watch: Watch) -> None:
    await shop.says(shop.mina, "One more thing.", "human")  # type: ignore[arg-type]
    await shop.sends(OutState.FAILED)
    assert faults(await shop.audit()) == {Check.FAILED: 1}
    (row,) = await shop.rows(Check.FAILED)
    assert isinstance(row, Row) and row.buyer == "Mina" and row.message_id is not None
    await shop.run(f"update outbox set settled_at = {row.id} where id = {row.id}")
    assert faults(await shop.audit()) == {}


async def test_only_the_days_that_were_asked_for_count(shop: Shop, watch: Watch) -> None:
    await shop.run("update message set inbox_id = null where conversation_id = 1 and seq = 1")
    yesterday = lately(watch(), ZONE).first
    for day, found in ((yesterday, True), (yesterday + timedelta(days=1), False), (date(2020, 1, 1), False)):
        report = await audit.audit(shop.store, Span(day, day, ZONE), watch(), (BOT,))
        assert (Check.HEARD in faults(report)) == found
    assert report.verdict == Verdict.NOTHING and line(report, Check.STORED).looked == 0


async def test_what_is_held_back_to_be_called_back_is_not_late(shop: Shop) -> None:
    held = "not_before = queued_at + 36000000, queued_at = queued_at - 90000"
    await shop.run(f"update outbox set state = 'queued', {held} where state = 'cancelled'")
    report = await shop.audit()
    assert line(report, Check.LEAVING).looked == 1 and Check.LEAVING not in faults(report)
    await shop.run("update outbox set attempts = 1 where state = 'queued'")
    assert faults(await shop.audit()) == {Check.LEAVING: 1}, "the channel has put it off for so long"


async def test_it_costs_what_its_days_hold(tmp_path: Path, watch: Watch) -> None:
    """Each statement finds its rows by their numbers, or by an index that holds only what is open; none goes through a
    table, and the history before the days is not touched."""
    store = SqliteStore(tmp_path / "shopdesk.db", readers=1)
    schema.create(store)
    shop = await Shop(store, watch).two_days()
    await shop.audit()  # the reader is there: only then it is listened to
    asked: list[str] = []
    store.traced(asked.append)
    await shop.audit()
    plans = _plans(store, asked)
    store.close()
    scans = {plan for plan in plans if plan.startswith("SCAN")}
    assert len(plans) > 40
    assert all(re.search(r"ix_\w+_(new|owed|armed)|CONSTANT ROW", plan) for plan in scans), scans


def _plans(store: SqliteStore, asked: list[str]) -> list[str]:
    engine = store.engine()
    with engine.begin() as connection:
        plans = [
            row[3]
            for one in {one for one in asked if one.startswith("SELECT")}
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}")
        ]
    engine.dispose()
    return plans


def test_no_two_checks_share_a_name_and_all_are_asked() -> None:
    asked = [looks.check for ledger in LEDGERS for looks in ledger.looks] + [*audit_open.OPEN]
    assert len(asked) == len({*asked})
    assert {*asked} == {*Check} - {Check.GAPS, Check.SERIES, Check.DELIVERED}


async def test_a_busy_day_of_others_does_not_make_a_letter_found_late(
    sqlite_store: SqliteStore, watch: Watch
) -> None:
    """A span in the middle of a long history: the first number by halving is the right one."""
    mina = Writer(sqlite_store, watch, Loopback())
    for _ in range(30):
        await mina.writes("hello")
        watch.move(hours=8)
    day = (watch() - timedelta(days=5)).astimezone(ZONE).date()
    report = await audit.audit(sqlite_store, Span(day, day, ZONE), watch())
    assert line(report, Check.STORED, ("loopback", "main")).looked == 3
