"""Mina on the shop's page: what she sends is kept once, what she is told comes once, and nobody else hears it."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from bot.channels.web import with_visitor
from bot.hear import Hearing
from desk.conversation import Reach
from desk.errors import StoreFull
from desk.handover import Reason
from desk.line import Line
from desk.store import Book, Store, conversations, letters
from desk.store.sqlite import SqliteStore
from desk.store.tables import conversation, inbox, message, visitor
from desk.typing import Typist
from tests.bot.web_house import SHOP, Browser, House, opened
from tests.cast import FREE, TARGETS, hire, until
from tests.conftest import Watch


@pytest.fixture
async def house(store: Store, tmp_path: Path, watch: Watch) -> AsyncIterator[House]:
    async with opened(store, tmp_path / "files", watch) as house:
        yield house


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def mina(house: House, session: aiohttp.ClientSession) -> Browser:
    return await Browser(house, session).arrives()


async def test_what_mina_writes_is_durable_and_comes_back_on_her_stream(mina: Browser, house: House) -> None:
    assert await mina.writes("is the linen lamp in stock?", id="letter-of-mina") == 200
    await mina.listens()
    assert await mina.hears(1) == ["is the linen lamp in stock?"]
    (said,) = mina.messages
    assert (said["from"], said["id"], said["name"], said["buttons"]) == ("buyer", "letter-of-mina", None, [])
    assert mina.modes == [("bot", None)]
    assert len(house.owed) == 1


async def test_the_same_id_again_is_the_same_letter(mina: Browser, house: House) -> None:
    for _ in range(3):
        assert await mina.writes("hello", id="letter-once") == 200
    assert await house.store.read(lambda book: book.rows(select(message.c.text))) == [("hello",)]


async def test_an_answer_comes_live_and_only_once_it_was_sent(mina: Browser, house: House) -> None:
    await mina.writes("hello")
    await mina.listens()
    await mina.hears(1)
    await house.says(await mina.identity(), "Which lamp?", buttons=[("Linen lamp", "p:1")])
    assert await mina.hears(2) == ["hello", "Which lamp?"]
    answer = mina.messages[1]
    assert (answer["from"], answer["buttons"]) == ("bot", [{"text": "Linen lamp", "data": "p:1"}])
    assert await mina.writes("Linen lamp", button="p:1", of=answer["n"]) == 200
    assert (await mina.hears(3))[2] == "Linen lamp"


async def test_an_answer_that_was_withdrawn_is_never_seen(mina: Browser, house: House, watch: Watch) -> None:
    otto = await hire(house.store, watch, "Otto")
    await mina.writes("hello")
    identity = await mina.identity()
    await house.stop_sending()
    await house.says(identity, "The bot's slow answer")
    await house.change(identity, lambda c: c.take(otto.id, watch()))
    await house.says(identity, "Otto here.", by=otto.id)
    await mina.listens()
    await mina.hears(1)
    house.go_on_sending()
    assert await mina.hears(2) == ["hello", "Otto here."]
    assert mina.messages[1]["name"] == "Otto"
    assert mina.modes == [("human", "Otto")]


async def test_mina_is_told_who_has_her_conversation_and_never_what_colleagues_note(
    mina: Browser, house: House, watch: Watch
) -> None:
    ines = await hire(house.store, watch, "Ines")
    await mina.writes("a person please")
    await mina.listens()
    await mina.hears(1)
    identity = await mina.identity()
    await house.change(identity, lambda c: c.hand_off(Reason.ASKED, watch(), TARGETS))
    await mina.waits_for(lambda seen: ("mode", {"mode": "waiting", "agent": None}) in seen)
    await house.change(identity, lambda c: c.take(ines.id, watch()))
    await house.change(identity, lambda c: c.note("she has written before", ines.id, watch()))
    await house.says(identity, "Ines here.", by=ines.id)
    await mina.hears(2)
    await house.change(identity, lambda c: c.close(watch(), by=ines.id))
    await mina.waits_for(lambda seen: ("mode", {"mode": "closed", "agent": None}) in seen)
    assert await mina.hears(2) == ["a person please", "Ines here."]
    assert mina.modes == [("bot", None), ("waiting", None), ("human", "Ines"), ("closed", None)]


async def test_a_stream_that_broke_goes_on_without_loss_or_double(mina: Browser, house: House) -> None:
    identity = await mina.identity()
    await mina.writes("one")
    await mina.listens()
    await mina.hears(1)
    await mina.hangs_up()
    last = mina.messages[-1]["n"]
    await house.says(identity, "two")
    await mina.writes("three")
    await mina.listens(after=last)
    await mina.hears(3)
    await mina.writes("four")
    assert sorted(await mina.hears(4)) == ["four", "one", "three", "two"]
    assert len({said["n"] for said in mina.messages}) == 4


@pytest.mark.parametrize("back", [0, 1])
async def test_an_answer_written_earlier_but_delivered_later_is_not_missed(
    mina: Browser, house: House, back: int
) -> None:
    """Mina knows the later number already when the earlier one reaches her. With a photo that was still being
    drawn her widget asks from just before it, and that may be the number of what she has not seen."""
    identity = await mina.identity()
    await mina.writes("one")
    await house.stop_sending()
    await house.says(identity, "an answer that is held up")
    await mina.writes("two")
    await mina.listens()
    assert await mina.hears(2) == ["one", "two"]
    await mina.hangs_up()
    tab = Browser(house, mina.session)
    tab.token = mina.token
    await tab.listens()
    house.go_on_sending()
    await tab.hears(3)
    await mina.listens(after=mina.messages[-1]["n"] - back)
    await mina.waits_for(
        lambda seen: any(data.get("text") == "an answer that is held up" for _, data in seen)
    )


async def test_a_new_conversation_after_an_old_one_is_the_same_stream(
    mina: Browser, house: House, watch: Watch
) -> None:
    await mina.writes("the first time")
    await house.change(await mina.identity(), lambda c: c.close(watch()))
    watch.move(days=1)
    await mina.listens()
    await mina.hears(1)
    await mina.writes("the second time")
    assert await mina.hears(2) == ["the first time", "the second time"]
    rows = await house.store.read(lambda book: book.rows(select(conversation.c.id)))
    assert len(rows) == 2
    assert mina.modes == [("closed", None), ("bot", None)]


async def test_a_long_chat_comes_whole_and_in_order(mina: Browser, house: House, watch: Watch) -> None:
    identity = await mina.identity()
    hearing = Hearing(house.store, watch, TARGETS, lambda id, *how: None)
    for n in range(230):
        raw = with_visitor(b'{"id":"letter-%04d","text":"%d"}' % (n, n), identity)
        await hearing.hear(house.channel, raw)
    await mina.listens()
    assert await mina.hears(230) == [str(n) for n in range(230)]


async def test_another_visitor_hears_nothing_of_it(
    mina: Browser, house: House, session: aiohttp.ClientSession
) -> None:
    stranger = await Browser(house, session).arrives()
    await mina.writes("my order is 1007")
    await stranger.writes("hello")
    await stranger.listens()
    await mina.writes("and my name is Mina")
    await house.says(await mina.identity(), "Order 1007 is on its way")
    await stranger.writes("still there?")
    assert await stranger.hears(2) == ["hello", "still there?"]
    await stranger.hangs_up()
    mine = (await house.store.read(lambda book: book.rows(select(message.c.id).order_by(message.c.id))))[0][0]
    stranger.seen.clear()
    await stranger.listens(after=mine)
    assert await stranger.hears(2) == ["hello", "still there?"]


async def test_a_token_is_worth_nothing_elsewhere_or_changed(
    house: House, mina: Browser, session: aiohttp.ClientSession
) -> None:
    elsewhere = Browser(house, session, account="other", origin="https://other.example")
    elsewhere.token = mina.token
    assert await elsewhere.writes("hello") == 401
    for token in (mina.token[:-1], mina.token + "x", "", "x" * 5000, await mina.identity()):
        mina.token = token
        assert await mina.writes("hello") == 401
    for path in ("/web/main/stream", "/web/main/photos/" + "0" * 32):
        assert (await mina.ask("GET", path))[0] == 401
    assert await house.store.read(lambda book: book.rows(select(inbox.c.id))) == []


async def test_the_store_keeps_only_a_hash_of_the_token(mina: Browser, house: House) -> None:
    ((token_hash, identity),) = await house.store.read(
        lambda book: book.rows(select(visitor.c.token_hash, visitor.c.identity))
    )
    assert len(mina.token) >= 43 and token_hash == hashlib.sha256(mina.token.encode()).hexdigest()
    assert identity not in mina.token


async def test_the_keys_are_seen_on_both_sides(mina: Browser, house: House) -> None:
    await mina.writes("hello")
    await mina.listens()
    await mina.hears(1)
    line = Line("web", "main", await mina.identity())
    assert not house.typing.on(line, Typist.BUYER)
    assert (await mina.ask("POST", "/web/main/typing"))[0] == 204
    assert house.typing.on(line, Typist.BUYER)
    house.typing.types(line, Typist.AGENT)
    await mina.waits_for(lambda seen: ("typing", {"from": "agent"}) in seen)
    await house.channel.typing(line.chat)
    await mina.waits_for(lambda seen: ("typing", {"from": "bot"}) in seen)
    assert await mina.writes("there") == 200
    assert not house.typing.on(line, Typist.BUYER)


async def test_a_full_disk_is_told_and_nothing_is_half_kept(
    sqlite_store: SqliteStore,
    tmp_path: Path,
    watch: Watch,
    session: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(sqlite_store, tmp_path / "files", watch) as house:
        mina = await Browser(house, session).arrives()

        async def full(unit: object) -> None:
            raise StoreFull

        with monkeypatch.context() as patch:
            patch.setattr(sqlite_store, "write", full)
            letter = {"id": "letter-full", "text": "hello"}
            status, _, headers = await mina.ask("POST", "/in/web/main", json=letter)
            assert (status, headers["Retry-After"], headers["Access-Control-Allow-Origin"]) == (
                503,
                "5",
                SHOP,
            )
            assert (await mina.uploads())[0] == 503
        assert await mina.writes("hello", id="letter-full") == 200


async def test_at_shutdown_the_streams_end_first(mina: Browser, house: House) -> None:
    await mina.writes("hello")
    await mina.listens()
    await mina.hears(1)
    await house.runner.cleanup()
    await mina.stream_ended()


async def test_a_stream_that_is_asked_for_while_we_stop_ends_at_once(mina: Browser, house: House) -> None:
    house.chat.streams.end()
    await mina.listens()
    await mina.stream_ended()


async def test_a_quiet_stream_is_kept_alive(
    sqlite_store: SqliteStore, tmp_path: Path, watch: Watch, session: aiohttp.ClientSession
) -> None:
    async with opened(sqlite_store, tmp_path / "files", watch, ping_seconds=0.02) as house:
        mina = await Browser(house, session).arrives()
        await mina.listens()
        await mina.waits_for(lambda seen: [name for name, _ in seen].count("ping") >= 2)
        await mina.hangs_up()
        await mina.session.close()
        await until(lambda: len(house.chat.streams) == 0)  # only a ping tells that nobody is there any more


async def test_a_visitor_with_many_tabs_keeps_the_newest_streams(
    mina: Browser, house: House, session: aiohttp.ClientSession
) -> None:
    first = Browser(house, session)
    first.token = mina.token
    await first.listens()
    for _ in range(8):
        tab = Browser(house, session)
        tab.token = mina.token
        await tab.listens()
    await first.stream_ended()
    assert len(house.chat.streams) == 8


async def test_a_card_that_goes_on_is_the_same_message_changed_live_and_for_whoever_comes_later(
    mina: Browser, house: House, session: aiohttp.ClientSession
) -> None:
    await mina.writes("where is my return?")
    identity = await mina.identity()
    await house.says(identity, "It is being reviewed")
    await mina.listens()
    await mina.hears(2)

    def goes_on(book: Book) -> None:
        held = conversations.latest_of_chat(book, "web", "main", identity)
        assert held is not None
        [card] = letters.of_message(book, held.id, 2)
        reach, buttons = Reach(edits=True), [("Still not right", "t:still_wrong:1")]
        held.reword(
            card, "It is on its way", buttons, at=house.clock(), guard=FREE, idem_key="e", reach=reach
        )

    await house.store.write(goes_on)
    assert await mina.hears(3) == ["where is my return?", "It is being reviewed", "It is on its way"]
    before, now = mina.messages[1:]
    assert (now["n"], now["rev"], now["at"]) == (before["n"], before["rev"] + 1, before["at"])
    assert [button["text"] for button in now["buttons"]] == ["Still not right"]
    later = Browser(house, session)
    later.token = mina.token
    await later.listens()
    assert await later.hears(2) == ["where is my return?", "It is on its way"]
