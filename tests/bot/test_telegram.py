"""The bot's account at Telegram, over real HTTP against the stand-in: what was sent, what became of it, what came."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from telegram.error import TelegramError

from bot.channels import Button, FetchFailed, Later, Letter, NotSent, Outcome, Polled, Refused, Sent, Unsure
from bot.channels import Channel as ChannelProtocol
from bot.channels.telegram import SECRET_HEADER, Telegram
from bot.channels.telegram_outcome import outcome_of
from tests.standins.telegram import Buyer, Fault, TelegramStandIn, refused, too_many

TOKEN = "7000001:lantern-and-loom_SECRET"
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
WEAVERS = -1001940772215


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn({"main": TOKEN}) as standin:
        yield standin


@pytest.fixture
async def desk(telegram: TelegramStandIn) -> AsyncIterator[Telegram]:
    channel = account(telegram.url)
    yield channel
    await channel.close()


@pytest.fixture
def mina(telegram: TelegramStandIn) -> Buyer:
    return telegram.buyer(7, "Mina", language="zh-hans")


def account(api_url: str, **more: Any) -> Telegram:
    timeouts = {"connect_timeout_s": 1.0, "answer_timeout_s": 0.4, "fetch_timeout_s": 1.0, "poll_wait_s": 1}
    return Telegram(account="main", token=TOKEN, api_url=api_url, **(timeouts | more))


def letter(text: str = "Yes, 3 in white.", chat: str = "7", **more: Any) -> Letter:
    return Letter(chat=chat, idem_key="auto:1:1", text=text, **more)


def test_telegram_is_a_channel_that_can_be_polled(desk: Telegram) -> None:
    channel: ChannelProtocol = desk
    polled: Polled = desk
    assert (channel.name, channel.account, polled) == ("telegram", "main", desk)


# Sending


async def test_a_buyer_hears_text_and_buttons(desk: Telegram, mina: Buyer) -> None:
    buttons = (Button("Linen lamp, grey", "pick:LL-0102:3"), Button("都不是", "pick:none"))
    outcome = await desk.send(letter("Which one?\n<b>&amp;</b> *_", buttons=buttons))
    heard = await mina.hears()
    assert outcome == Sent(str(heard.message_id))
    assert heard.text == "Which one?\n<b>&amp;</b> *_", "no markup is read into it"
    assert heard.buttons == [(button.text, button.data) for button in buttons]


async def test_a_picture_goes_as_its_bytes_with_a_caption(
    desk: Telegram, mina: Buyer, telegram: TelegramStandIn, tmp_path: Path
) -> None:
    picture = tmp_path / "size-table"
    picture.write_bytes(JPEG)
    assert isinstance(await desk.send(letter("尺码表", photo=picture, photo_type="image/jpeg")), Sent)
    heard = await mina.hears()
    assert (heard.photo, heard.text) == (JPEG, "尺码表")
    assert telegram.record.egress[-1]["method"] == "sendPhoto"


async def test_a_forum_topic_is_answered_in_the_topic(desk: Telegram, mina: Buyer) -> None:
    group = mina.in_group(WEAVERS, "Weavers of Linz")
    assert isinstance(await desk.send(letter(chat=f"{WEAVERS}:52")), Sent)
    assert (await group.hears()).message["message_thread_id"] == 52


async def test_a_business_chat_is_answered_through_its_connection(desk: Telegram, mina: Buyer) -> None:
    assert isinstance(await desk.send(letter(chat="biz:c2hvcA:7")), Sent)
    assert (await mina.hears()).message["business_connection_id"] == "c2hvcA"


async def test_what_was_said_is_changed_in_its_place_and_the_same_twice_is_the_same(
    desk: Telegram, mina: Buyer, telegram: TelegramStandIn
) -> None:
    await desk.send(letter("Being reviewed", buttons=(Button("Withdraw it", "t:withdraw:1"),)))
    card = await mina.hears()
    number = str(card.message_id)
    for _ in range(2):
        assert await desk.send(letter("It has arrived", edits=number)) == Sent(number)
    assert (card.text, card.buttons) == ("It has arrived", [])
    assert await mina.hears_nothing()
    telegram.faults.plan("editMessageText", Fault("answer_lost"))
    assert isinstance(await desk.send(letter("It is done", edits=number)), Unsure)
    assert await desk.send(letter("It is done", edits=number)) == Sent(number)
    assert card.text == "It is done"


@pytest.mark.parametrize("what", ["hers", "a picture", "none"])
async def test_only_what_the_bot_itself_said_in_words_can_be_changed(
    what: str, desk: Telegram, mina: Buyer, tmp_path: Path
) -> None:
    picture = tmp_path / "size-table"
    picture.write_bytes(JPEG)
    await desk.send(letter("尺码表", photo=picture, photo_type="image/jpeg"))
    hers = (await mina.writes("where is it?")).message_id
    number = {"hers": hers, "a picture": (await mina.hears()).message_id, "none": 4_711}[what]
    outcome = await desk.send(letter("It has arrived", edits=str(number)))
    assert isinstance(outcome, Refused) and not outcome.gone


async def test_a_card_in_a_topic_is_changed_there(desk: Telegram, mina: Buyer) -> None:
    group, chat = mina.in_group(WEAVERS, "Weavers of Linz"), f"{WEAVERS}:52"
    await desk.send(letter(chat=chat))
    heard = await group.hears()
    number = str(heard.message_id)
    assert await desk.send(letter("It has arrived", chat=chat, edits=number)) == Sent(number)
    assert (heard.text, heard.message["message_thread_id"]) == ("It has arrived", 52)


async def test_a_picture_that_is_no_longer_there_is_refused(
    desk: Telegram, mina: Buyer, tmp_path: Path
) -> None:
    assert isinstance(await desk.send(letter(photo=tmp_path / "gone")), Refused)


async def test_a_chat_that_is_none_is_refused(desk: Telegram) -> None:
    assert isinstance(await desk.send(letter(chat="web-3")), Refused)


async def test_who_blocked_the_bot_is_gone(desk: Telegram, mina: Buyer) -> None:
    assert isinstance(await desk.send(letter()), Sent)
    await mina.blocks()
    assert await desk.send(letter()) == Refused("Forbidden: bot was blocked by the user", gone=True)


NO_ANSWER = "Telegram did not say whether it took it"
VERDICTS: list[tuple[Fault, Outcome]] = [
    (too_many(7), Later(7.0, "Too Many Requests: retry after 7")),
    (too_many(86_400), Later(86_400.0, "Too Many Requests: retry after 86400")),
    (too_many(0), Later(1.0, "Too Many Requests: retry after 0")),
    (too_many(-3), Later(1.0, "Too Many Requests: retry after -3")),
    (too_many("12"), Later(12.0, "Too Many Requests: retry after 12")),
    (too_many("soon"), Later(5.0, "Too Many Requests: retry after soon")),
    (too_many("nan"), Later(1.0, "Too Many Requests: retry after nan")),
    (too_many(10**18), Later(86_400.0, f"Too Many Requests: retry after {10**18}")),
    (too_many(None), Later(5.0, "Too Many Requests: retry after None")),
    (Fault("page", 429), Later(5.0, "HTTP 429")),
    (refused(403, "Forbidden: user is deactivated"), Refused("Forbidden: user is deactivated", gone=True)),
    (refused(400, "Bad Request: chat not found"), Refused("Bad Request: chat not found", gone=True)),
    (refused(400, "Bad Request: BUTTON_DATA_INVALID"), Refused("Bad Request: BUTTON_DATA_INVALID")),
    (refused(413, "Request Entity Too Large"), Refused("Request Entity Too Large")),
    (Fault("page", 404), Later(60.0, "Telegram does not accept the bot's token")),
    (refused(401, "Unauthorized"), Later(60.0, "Telegram does not accept the bot's token")),
    (
        refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1002),
        Refused("This group has become chat -1002", gone=True),
    ),
    (refused(500, "Internal Server Error"), Unsure("Telegram answered with an error of its own (500)")),
    (Fault("page", 502), Unsure("Telegram answered with an error of its own (502)")),
    (Fault("page", 504, accepted=True), Unsure("Telegram answered with an error of its own (504)")),
    (Fault("page", 302), Unsure("Telegram answered with an error of its own (302)")),
    (Fault("reset"), Unsure(f"{NO_ANSWER} (ClientOSError)")),
    (Fault("answer_lost"), Unsure(f"{NO_ANSWER} (ClientOSError)")),
    (Fault("stall", seconds=0.8), Unsure(f"{NO_ANSWER} (SocketTimeoutError)")),
    (Fault("half_json"), Unsure(f"{NO_ANSWER} (TelegramError)")),
]


@pytest.mark.parametrize("fault, outcome", VERDICTS, ids=lambda value: str(value)[:60])
async def test_this_fault_is_this_outcome(
    fault: Fault, outcome: Outcome, desk: Telegram, mina: Buyer, telegram: TelegramStandIn
) -> None:
    telegram.faults.plan("sendMessage", fault)
    assert await desk.send(letter()) == outcome
    assert isinstance(await desk.send(letter("again")), Sent), "the fault was the cause, and is over"


def _refused(kind: type[aiohttp.ClientConnectorError]) -> aiohttp.ClientConnectorError:
    key = ConnectionKey("telegram.example", 443, True, True, None, None, None)
    return kind(key, OSError("refused"))


BEFORE: list[Exception] = [
    _refused(aiohttp.ClientConnectorError),
    _refused(aiohttp.ClientConnectorDNSError),
    _refused(aiohttp.ClientConnectorSSLError),
    _refused(aiohttp.ClientProxyConnectionError),
    aiohttp.ConnectionTimeoutError("no connection"),
    aiohttp.InvalidURL("nowhere"),
]
AFTER: list[Exception] = [
    aiohttp.ServerDisconnectedError(), aiohttp.SocketTimeoutError("no answer"), aiohttp.ClientOSError("broken"),
    aiohttp.ClientPayloadError("cut in half"), aiohttp.ServerTimeoutError(), TimeoutError(), ConnectionResetError(),
]  # fmt: skip


@pytest.mark.parametrize("cause", BEFORE + AFTER, ids=lambda cause: type(cause).__name__)
def test_only_what_breaks_before_the_request_left_is_surely_not_sent(cause: Exception) -> None:
    error = TelegramError("as the wire says it")
    error.__cause__ = cause
    assert isinstance(outcome_of(error, in_group=False), NotSent if cause in BEFORE else Unsure)


def test_an_error_nobody_thought_of_leaves_us_unsure() -> None:
    assert outcome_of(KeyError("result"), in_group=False) == Unsure(f"{NO_ANSWER} (KeyError)")


async def test_too_many_in_a_group_is_of_the_group_only(
    desk: Telegram, mina: Buyer, telegram: TelegramStandIn
) -> None:
    mina.in_group(WEAVERS, "Weavers of Linz")
    telegram.faults.plan("sendMessage", too_many(4))
    outcome = await desk.send(letter(chat=str(WEAVERS)))
    assert isinstance(outcome, Later) and not outcome.whole_account


async def test_what_never_left_is_told_from_what_may_have_arrived(
    desk: Telegram, mina: Buyer, telegram: TelegramStandIn
) -> None:
    await telegram.goes_away()
    assert await desk.send(letter()) == NotSent("Telegram could not be reached (ClientConnectorError)")
    await telegram.start()
    assert isinstance(await desk.send(letter()), Sent)


async def test_a_host_that_is_not_there_and_a_line_that_is_not_tls_never_left(
    telegram: TelegramStandIn,
) -> None:
    for url in ("http://lantern.invalid", telegram.url.replace("http:", "https:")):
        channel = account(url)
        assert isinstance(await channel.send(letter()), NotSent)
        await channel.close()


async def test_a_connection_that_never_opens_never_left() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:  # the kernel's queue is full after these
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        channel = account(f"http://127.0.0.1:{port}", connect_timeout_s=0.2)
        assert await channel.send(letter()) == NotSent(
            "Telegram could not be reached (ConnectionTimeoutError)"
        )
        await channel.close()
        for one in waiting:
            one.close()


async def test_a_press_and_typing_never_fail(desk: Telegram, mina: Buyer, telegram: TelegramStandIn) -> None:
    await desk.pressed("4382")
    await desk.typing("7")
    await desk.pressed("not a press")
    await desk.typing("404")
    await desk.typing("web-3")
    telegram.faults.plan("answerCallbackQuery", Fault("half_json"), Fault("reset"), Fault("page", 502))
    for _ in range(3):
        await desk.pressed("4382")
    verdicts = [line["verdict"] for line in telegram.record.egress]
    assert verdicts[:4] == ["ok", "ok", "4xx", "4xx"]


# Letters


async def test_letters_come_one_by_one_and_stay_until_confirmed(desk: Telegram, mina: Buyer) -> None:
    await mina.writes("白色的还有货吗")
    await mina.sends("sticker")
    first = await desk.updates(None)
    assert [desk.read(raw).kind for _, raw in first] == ["text", "sticker"]
    assert [cursor for cursor, _ in first] == [desk.external_id(raw) for _, raw in first]
    assert await desk.updates(None) == first
    assert await desk.updates(first[0][0]) == first[1:]
    assert await desk.updates(first[1][0]) == []


async def test_a_long_poll_wakes_when_a_buyer_writes(desk: Telegram, mina: Buyer) -> None:
    poll = asyncio.create_task(desk.updates(None))
    await asyncio.sleep(0.05)
    await mina.writes("hello")
    assert len(await poll) == 1


async def test_one_malformed_letter_does_not_hold_up_the_others(desk: Telegram, mina: Buyer) -> None:
    await mina.sends_raw("message", {"message_id": "x", "chat": [], "text": "\ud83d"})
    await mina.writes("hello")
    (_, broken), (_, good) = await desk.updates(None)
    assert json.loads(broken)["message"]["text"] == "\ud83d"
    assert desk.read(good).text == "hello"


@pytest.mark.parametrize(
    "fault", [Fault("page", 502), Fault("reset"), Fault("half_json"), too_many(9)], ids=str
)
async def test_a_poll_that_fails_says_so_in_plain_words(
    fault: Fault, desk: Telegram, mina: Buyer, telegram: TelegramStandIn
) -> None:
    telegram.faults.plan("getUpdates", fault)
    await mina.writes("hello")
    with pytest.raises(ConnectionError) as told:
        await desk.updates(None)
    assert TOKEN not in str(told.value)
    assert len(await desk.updates(None)) == 1


async def test_polling_is_refused_while_a_webhook_is_set(telegram: TelegramStandIn) -> None:
    channel = account(telegram.url, mode="webhook", secret="weft-and-warp_1")
    await channel.set_webhook("http://127.0.0.1:9/in/telegram/main")
    webhook = telegram.bot().updates.webhook
    assert webhook is not None and channel.genuine({SECRET_HEADER: webhook.secret}, b"{}")
    with pytest.raises(ConnectionError, match="webhook is active"):
        await channel.updates(None)
    await channel.delete_webhook()
    assert await channel.updates(None) == []
    await channel.close()


async def test_a_wrong_token_is_said_so(telegram: TelegramStandIn) -> None:
    stranger = Telegram(account="main", token="7000002:wrong", api_url=telegram.url)
    with pytest.raises(PermissionError, match="token"):
        await stranger.who_am_i()
    await stranger.close()


async def test_a_group_can_name_the_bot_once_it_knows_its_name(desk: Telegram, mina: Buyer) -> None:
    await mina.in_group(WEAVERS, "Weavers of Linz").writes("@lantern_loom_bot hello")
    [(_, raw)] = await desk.updates(None)
    assert not desk.read(raw).for_us
    assert await desk.who_am_i() == "lantern_loom_bot"
    assert desk.read(raw).for_us


# Genuine


@pytest.mark.parametrize(
    "headers, genuine",
    [
        ({SECRET_HEADER: "weft-and-warp_1"}, True),
        ({SECRET_HEADER: "weft-and-warp_"}, False),
        ({SECRET_HEADER: "WEFT-AND-WARP_1"}, False),
        ({SECRET_HEADER: "weft-and-warp_1 "}, False),
        ({SECRET_HEADER: "织\udcff"}, False),
        ({SECRET_HEADER: ""}, False),
        ({}, False),
    ],
)
async def test_only_who_knows_the_secret_is_telegram(headers: dict[str, str], genuine: bool) -> None:
    channel = account("https://api.telegram.org", mode="webhook", secret="weft-and-warp_1")
    assert channel.genuine(headers, b"{}") is genuine
    await channel.close()


async def test_nobody_is_telegram_where_no_secret_was_agreed(desk: Telegram) -> None:
    assert not desk.genuine({}, b"{}") and not desk.genuine({SECRET_HEADER: ""}, b"{}")


@pytest.mark.parametrize(
    "wrong",
    [{"mode": "webhook"}, {"mode": "webhook", "secret": "has space"}, {"mode": "webhook", "secret": "a" * 257},
     {"token": "no-colon"}, {"token": ""}, {"token": "1:a/../b"}, {"api_url": "ftp://telegram"}],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_at_once(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError) as told:
        Telegram(**({"account": "main", "token": TOKEN} | wrong))
    assert TOKEN not in str(told.value)


# Photos


async def test_a_photo_is_fetched_as_it_was_sent(desk: Telegram, mina: Buyer, tmp_path: Path) -> None:
    await mina.sends_photo(JPEG, "裂了")
    [(_, raw)] = await desk.updates(None)
    [photo] = desk.read(raw).photos
    assert await desk.fetch(photo.ref, tmp_path / "photo") == len(JPEG)
    assert (tmp_path / "photo").read_bytes() == JPEG


FETCHES = [
    (Fault("page", 404), "Telegram no longer has the photo (404)", True),
    (Fault("page", 502), "Telegram no longer has the photo (502)", False),
    (Fault("cut", seconds=0.5), "the photo did not arrive whole (ClientPayloadError)", False),
    (Fault("reset"), "the photo did not arrive whole (ClientOSError)", False),
    (Fault("late", seconds=1.5), "the photo did not arrive whole (TimeoutError)", False),
]


@pytest.mark.parametrize("fault, reason, for_good", FETCHES, ids=lambda value: str(value)[:40])
async def test_a_download_that_fails_leaves_nothing_and_says_why(
    fault: Fault,
    reason: str,
    for_good: bool,
    desk: Telegram,
    mina: Buyer,
    telegram: TelegramStandIn,
    tmp_path: Path,
) -> None:
    said = await mina.sends_photo(JPEG)
    telegram.faults.plan("download", fault, fault)  # the client asks once more by itself when a line breaks
    with pytest.raises(FetchFailed) as told:
        await desk.fetch(said.message["photo"][-1]["file_id"], tmp_path / "photo")
    assert (str(told.value), told.value.for_good) == (reason, for_good)
    assert not (tmp_path / "photo").exists()


async def test_no_more_than_twenty_megabytes_are_taken_whatever_is_claimed(
    desk: Telegram, mina: Buyer, tmp_path: Path
) -> None:
    honest = await mina.sends_photo(JPEG, claims_bytes=(20 << 20) + 1)
    with pytest.raises(FetchFailed, match="file is too big") as told:
        await desk.fetch(honest.message["photo"][-1]["file_id"], tmp_path / "photo")
    assert told.value.for_good
    liar = await mina.sends_photo(JPEG + bytes(20 << 20), claims_bytes=1000)
    with pytest.raises(FetchFailed, match="bigger than 20 MB") as told:
        await desk.fetch(liar.message["photo"][-1]["file_id"], tmp_path / "photo")
    assert told.value.for_good and not (tmp_path / "photo").exists()


async def test_a_photo_nobody_knows_is_gone_for_good(desk: Telegram, mina: Buyer, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="invalid file_id") as told:
        await desk.fetch("AgACnone", tmp_path / "photo")
    assert told.value.for_good


async def test_while_telegram_is_away_a_photo_can_be_asked_for_again(
    desk: Telegram, telegram: TelegramStandIn, tmp_path: Path
) -> None:
    await telegram.goes_away()
    with pytest.raises(FetchFailed) as told:
        await desk.fetch("AgAC", tmp_path / "photo")
    assert not told.value.for_good


# Secrets


async def test_neither_the_token_nor_a_word_is_ever_logged(
    mina: Buyer, telegram: TelegramStandIn, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = account(telegram.url)
    said = await mina.sends_photo(JPEG, "mein Geheimnis")
    telegram.faults.plan(
        "sendMessage", None, Fault("half_json"), Fault("reset"), Fault("page", 500), too_many(1)
    )
    outcomes = [await desk.send(letter("your secret")) for _ in range(5)]
    await desk.updates(None)
    await desk.fetch(said.message["photo"][-1]["file_id"], tmp_path / "photo")
    await telegram.goes_away()
    outcomes.append(await desk.send(letter("your secret")))
    with pytest.raises(ConnectionError) as told:
        await desk.updates(None)
    await desk.close()
    ours = [
        record.getMessage() for record in caplog.records if not record.name.startswith(("aiohttp", "asyncio"))
    ]
    for words in (*ours, *map(str, outcomes), repr(told.value)):
        assert "SECRET" not in words and "secret" not in words and "Geheimnis" not in words
