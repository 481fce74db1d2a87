"""The stand-in behaves as Telegram does: queues, retries, limits, refusals; and its record is complete."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from desk.clock import system_clock
from tests.cast import until
from tests.standins.telegram import Buyer, Fault, TelegramStandIn, too_many
from tests.standins.telegram.record import sha
from tests.standins.telegram.updates import SECRET_HEADER

TOKEN = "7000001:lantern"
JPEG = b"\xff\xd8\xff\xe0 a lamp"
FAMILY = "👨‍👩‍👧‍👦"  # 11 units of UTF-16


@dataclass
class Shop:
    """Where a webhook leads: answers `statuses` in turn, then 200, and keeps what came."""

    statuses: list[int] = field(default_factory=list)
    came: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    busy: int = 0
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        assert self.busy == 0 or "callback_query" in update, "one letter of a chat at a time"
        self.busy += 1
        await asyncio.sleep(0.01)
        self.busy -= 1
        self.came.append(update)
        self.secrets.append(request.headers.get(SECRET_HEADER))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200, headers=self.headers)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn({"main": TOKEN}, speed=100.0) as standin:
        yield standin


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    shop, app = Shop(), web.Application()
    app.router.add_post("/in", shop.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    shop.url = f"http://127.0.0.1:{runner.addresses[0][1]}/in"
    yield shop
    await runner.cleanup()


@pytest.fixture
def mina(telegram: TelegramStandIn) -> Buyer:
    return telegram.buyer(7, "Mina", language="zh-hans")


async def ask(telegram: TelegramStandIn, method: str, *, token: str = TOKEN, **values: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{telegram.url}/bot{token}/{method}", json=values) as answer,
    ):
        told: dict[str, Any] = await answer.json()
        assert answer.status == told.get("error_code", 200)
        return told


async def told(telegram: TelegramStandIn, letters: int) -> None:
    """Until the record has so many answers of the shop: the shop has a letter before the stand-in has its answer."""
    await until(lambda: len(telegram.record.ingress) >= letters)


# Letters by webhook


async def test_a_webhook_takes_letters_in_order_with_the_secret(
    telegram: TelegramStandIn, shop: Shop, mina: Buyer
) -> None:
    await mina.writes("before the webhook was set")
    await ask(telegram, "setWebhook", url=shop.url, secret_token="weft")
    for number in range(5):
        await mina.writes(f"letter {number}")
    await told(telegram, 6)
    assert [update["message"]["text"] for update in shop.came[1:]] == [
        f"letter {number}" for number in range(5)
    ]
    assert set(shop.secrets) == {"weft"}
    assert [line["status"] for line in telegram.record.ingress] == [200] * 6


async def test_a_refused_letter_is_tried_again_and_holds_up_its_chat_alone(
    telegram: TelegramStandIn, shop: Shop, mina: Buyer
) -> None:
    shop.statuses = [500, 503, 500]
    await ask(telegram, "setWebhook", url=shop.url)
    first = await mina.writes("first")
    second = await mina.writes("second")
    await told(telegram, 5)
    assert [update["update_id"] for update in shop.came] == [first.update_id] * 4 + [second.update_id]
    assert [(line["try"], line["status"]) for line in telegram.record.ingress] == [
        (1, 500), (2, 503), (3, 500), (4, 200), (1, 200)
    ]  # fmt: skip
    info = (await ask(telegram, "getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"]) == (shop.url, 0)


async def test_a_letter_is_dropped_when_its_next_try_would_come_too_late(
    telegram: TelegramStandIn, shop: Shop, mina: Buyer
) -> None:
    shop.statuses = [500]
    await ask(telegram, "setWebhook", url=shop.url)
    telegram.record.clock = lambda: system_clock() - timedelta(days=2)
    await mina.writes("from the day before yesterday")
    telegram.record.clock = system_clock
    await until(lambda: telegram.bot().updates.dropped == 1)
    await mina.writes("today")
    await until(lambda: len(shop.came) == 2)
    assert shop.came[-1]["message"]["text"] == "today"


async def test_letters_of_many_chats_go_side_by_side(telegram: TelegramStandIn, shop: Shop) -> None:
    """Two chats never wait for each other, so the shop sees more than one request at a time."""
    app_busy: list[int] = []

    async def take(request: web.Request) -> web.Response:
        shop.busy += 1
        app_busy.append(shop.busy)
        await asyncio.sleep(0.05)
        shop.busy -= 1
        return web.Response()

    app = web.Application()
    app.router.add_post("/in", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await ask(telegram, "setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/in", max_connections=3)
    for number in range(100, 110):
        await telegram.buyer(number, "Mina").writes("hello")
    await until(lambda: not telegram.bot().updates.held)
    await runner.cleanup()
    assert max(app_busy) == 3, "as many as max_connections allows"


async def test_nobody_at_home_is_an_attempt_without_a_status(telegram: TelegramStandIn, mina: Buyer) -> None:
    await ask(telegram, "setWebhook", url="http://127.0.0.1:9/in")
    await mina.writes("hello?")
    await told(telegram, 2)
    assert telegram.record.ingress[0]["status"] is None
    await ask(telegram, "deleteWebhook")
    assert len((await ask(telegram, "getUpdates"))["result"]) == 1, "what it did not take waits for a poll"


# Letters by polling


async def test_an_update_stays_until_a_higher_offset_is_asked(telegram: TelegramStandIn, mina: Buyer) -> None:
    first, second = await mina.writes("first"), await mina.writes("second")
    assert len((await ask(telegram, "getUpdates"))["result"]) == 2
    assert len((await ask(telegram, "getUpdates", limit=1))["result"]) == 1
    assert first.update_id is not None
    told = await ask(telegram, "getUpdates", offset=first.update_id + 1)
    assert [update["update_id"] for update in told["result"]] == [second.update_id]
    statuses = [line["status"] for line in telegram.record.ingress if line["ext_id"] == str(first.update_id)]
    assert statuses == [None, None, 200]


async def test_of_two_pollers_the_first_is_sent_away(telegram: TelegramStandIn, mina: Buyer) -> None:
    first = asyncio.create_task(ask(telegram, "getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(ask(telegram, "getUpdates", timeout=5))
    assert (await first)["description"].startswith("Conflict: terminated by other getUpdates request")
    await mina.writes("hello")
    assert len((await second)["result"]) == 1


async def test_only_the_kinds_asked_for_are_kept(telegram: TelegramStandIn, mina: Buyer) -> None:
    await ask(telegram, "getUpdates", allowed_updates=["message"])
    said = await mina.writes("lamp")
    assert (await mina.edits(said, "lamps")).update_id is None
    assert len((await ask(telegram, "getUpdates"))["result"]) == 1


async def test_a_buyer_does_all_that_buyers_do(telegram: TelegramStandIn, mina: Buyer) -> None:
    await ask(telegram, "sendMessage", chat_id=7, text="Which?", reply_markup={
        "inline_keyboard": [[{"text": "Grey", "callback_data": "pick:grey"}]]
    })  # fmt: skip
    said = await mina.writes("T-1234567890123456\x00/start @lantern_loom_bot")
    assert "\x00" not in said.message["text"], "Telegram keeps control characters from bots"
    await mina.edits(said, "where is it?")
    await mina.sends_album([JPEG, JPEG + b"2", JPEG + b"3"], "three sides")
    await mina.presses(await mina.hears(), "Grey")
    await mina.sends("voice")
    await mina.blocks()
    updates = (await ask(telegram, "getUpdates"))["result"]
    kinds = [next(key for key in update if key != "update_id") for update in updates]
    assert kinds == [
        "message",
        "edited_message",
        *["message"] * 3,
        "callback_query",
        "message",
        "my_chat_member",
    ]
    album = [update["message"] for update in updates[2:5]]
    assert len({message["media_group_id"] for message in album}) == 1
    assert [message.get("caption") for message in album] == ["three sides", None, None]
    assert updates[5]["callback_query"]["data"] == "pick:grey"
    marks = updates[0]["message"]["entities"]
    assert [(mark["type"], mark["offset"]) for mark in marks] == [("bot_command", 19), ("mention", 26)]
    lines = telegram.record.ingress
    assert [line["kind"] for line in lines] == [
        "msg",
        "edit",
        "photo",
        "photo",
        "photo",
        "press",
        "msg",
        "gone",
    ]
    assert lines[0]["nonce"] == "T-1234567890123456" and lines[0]["text_sha"] == sha(said.message["text"])
    assert lines[3]["file_sha"] == sha(JPEG + b"2") and lines[3]["group"] == album[0]["media_group_id"]


# Requests


KEY = [[{"text": "Grey", "callback_data": "x" * 65}]]
REFUSALS: list[tuple[str, dict[str, Any], int, str]] = [
    ("sendMessage", {"text": "hi"}, 400, "Bad Request: chat_id is empty"),
    ("sendMessage", {"chat_id": 8, "text": "hi"}, 400, "Bad Request: chat not found"),
    ("sendMessage", {"chat_id": 9, "text": "hi"}, 403, "Forbidden: bot was blocked by the user"),
    ("sendMessage", {"chat_id": 10, "text": "hi"}, 403, "Forbidden: user is deactivated"),
    ("sendMessage", {"chat_id": 7, "text": " \n "}, 400, "Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": 7, "text": "a" * 4097}, 400, "Bad Request: message is too long"),
    ("sendMessage", {"chat_id": 7, "text": FAMILY * 373}, 400, "Bad Request: message is too long"),
    ("sendMessage", {"chat_id": 7, "text": "a < b", "parse_mode": "HTML"}, 400,
     "Bad Request: can't parse entities: Unsupported start tag at byte offset 2"),
    ("sendMessage", {"chat_id": 7, "text": "hi", "reply_markup": {"inline_keyboard": KEY}}, 400,
     "Bad Request: BUTTON_DATA_INVALID"),
    ("sendPhoto", {"chat_id": 7}, 400, "Bad Request: there is no photo in the request"),
    ("sendPhoto", {"chat_id": 7, "photo": "http://shop/a.jpg"}, 400, "Bad Request: wrong HTTP URL specified"),
    ("sendPhoto", {"chat_id": 7, "caption": "a" * 1025}, 400, "Bad Request: message caption is too long"),
    ("getFile", {"file_id": "none"}, 400, "Bad Request: invalid file_id"),
    ("answerCallbackQuery", {"callback_query_id": "x"}, 400,
     "Bad Request: query is too old and response timeout expired or query ID is invalid"),
    ("setWebhook", {"url": "http://shop.example/in"}, 400,
     "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
    ("makeTea", {}, 404, "Not Found"),
]  # fmt: skip


@pytest.mark.parametrize("method, values, code, description", REFUSALS, ids=lambda value: str(value)[:50])
async def test_a_refusal_is_in_telegrams_own_words(
    method: str, values: dict[str, Any], code: int, description: str, telegram: TelegramStandIn, mina: Buyer
) -> None:
    telegram.buyer(9, "Otto").blocked = True
    telegram.buyer(10, "Ines").deactivated = True
    told = await ask(telegram, method, **values)
    assert (told["ok"], told["error_code"], told["description"]) == (False, code, description)
    assert mina.heard == []


async def test_lengths_count_what_is_shown_in_units_of_utf16(telegram: TelegramStandIn, mina: Buyer) -> None:
    for text, mode in [("a" * 4096, ""), (FAMILY * 372, ""), ("<b>" + "&amp;" * 4096 + "</b>", "HTML")]:
        assert (await ask(telegram, "sendMessage", chat_id=7, text=text, parse_mode=mode))["ok"]


async def test_methods_are_known_in_any_case_and_tokens_are_not(telegram: TelegramStandIn) -> None:
    assert (await ask(telegram, "GETME"))["result"]["username"] == "lantern_loom_bot"
    told = await ask(telegram, "getMe", token="7000001:LANTERN")
    assert (told["error_code"], told["description"]) == (401, "Unauthorized")


async def test_a_message_can_be_edited_but_not_to_the_same(telegram: TelegramStandIn, mina: Buyer) -> None:
    sent = (await ask(telegram, "sendMessage", chat_id=7, text="3 left"))["result"]
    where = {"chat_id": 7, "message_id": sent["message_id"]}
    assert (await ask(telegram, "editMessageText", **where, text="2 left"))["result"]["text"] == "2 left"
    told = await ask(telegram, "editMessageText", **where, text="2 left")
    assert told["description"].startswith("Bad Request: message is not modified")


async def test_only_the_bot_s_own_words_can_be_edited_and_an_edit_without_buttons_takes_them_away(
    telegram: TelegramStandIn, mina: Buyer
) -> None:
    keys = {"inline_keyboard": [[{"text": "Grey", "callback_data": "pick:grey"}]]}
    await ask(telegram, "sendMessage", chat_id=7, text="Which?", reply_markup=keys)
    heard = await mina.hears()
    await ask(telegram, "editMessageText", chat_id=7, message_id=heard.message_id, text="Grey, then.")
    assert (heard.text, heard.buttons) == ("Grey, then.", [])
    hers = (await mina.writes("yes")).message_id
    for number, words in ((hers, "message can't be edited"), (4_711, "message to edit not found")):
        told = await ask(telegram, "editMessageText", chat_id=7, message_id=number, text="No.")
        assert (told["error_code"], told["description"]) == (400, f"Bad Request: {words}")


async def test_an_album_is_sent_by_parts(telegram: TelegramStandIn, mina: Buyer) -> None:
    form = aiohttp.FormData({"chat_id": "7"})
    form.add_field("media", json.dumps([{"type": "photo", "media": f"attach://p{n}"} for n in (1, 2)]))
    for number in (1, 2):
        form.add_field(f"p{number}", JPEG + b"%d" % number, filename="p.jpg")
    async with aiohttp.ClientSession() as session:
        await session.post(f"{telegram.url}/bot{TOKEN}/sendMediaGroup", data=form)
    assert [heard.photo for heard in mina.heard] == [JPEG + b"1", JPEG + b"2"]


# Faults and records


async def test_every_request_is_recorded_with_what_became_of_it(
    telegram: TelegramStandIn, mina: Buyer, tmp_path: Path
) -> None:
    telegram.record.out = tmp_path
    telegram.faults.plan(
        "sendMessage", None, too_many(3), Fault("refuse", 403, "Forbidden"), Fault("reset"), Fault("page"),
        Fault("answer_lost"), Fault("half_json"), Fault("page", accepted=True),
    )  # fmt: skip
    for number in range(8):
        try:
            await ask(telegram, "sendMessage", chat_id=7, text=f"answer {number}")
        except (aiohttp.ClientError, json.JSONDecodeError):
            continue
    lines = [json.loads(line) for line in (tmp_path / "egress.jsonl").read_bytes().splitlines()]
    assert lines == telegram.record.egress
    assert [line["verdict"] for line in lines] == [
        "ok", "429", "4xx", "refused_before", "refused_before",
        "accepted_answer_lost", "accepted_answer_lost", "accepted_answer_lost",
    ]  # fmt: skip
    assert [line["n"] for line in lines] == list(range(1, 9)) and lines[1]["retry_after"] == 3
    delivered = [line["text"] for line in lines if line["verdict"] in ("ok", "accepted_answer_lost")]
    assert [heard.text for heard in mina.heard] == delivered
    assert [line["message_id"] for line in lines if line["message_id"]] == [
        str(heard.message_id) for heard in mina.heard
    ]


async def test_random_faults_are_the_same_for_the_same_seed(telegram: TelegramStandIn, mina: Buyer) -> None:
    async def verdicts(seed: int) -> list[str]:
        telegram.record.egress.clear()
        telegram.faults.at_random(0.4, [too_many(1), Fault("page")], seed, ["sendMessage"])
        for _ in range(20):
            async with aiohttp.ClientSession() as session:
                await session.post(f"{telegram.url}/bot{TOKEN}/sendMessage", json={"chat_id": 7, "text": "x"})
        return [line["verdict"] for line in telegram.record.egress]

    once, again, other = await verdicts(5), await verdicts(5), await verdicts(6)
    assert once == again != other
    assert {"ok", "429", "refused_before"} == set(once)


async def test_when_telegram_comes_back_it_still_holds_what_came(
    telegram: TelegramStandIn, mina: Buyer
) -> None:
    url = telegram.url
    await telegram.goes_away()
    await mina.writes("are you there?")
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(telegram, "getMe")
    await telegram.start()
    assert telegram.url == url
    assert len((await ask(telegram, "getUpdates"))["result"]) == 1


async def test_it_runs_as_a_process_of_its_own_and_is_told_what_to_do(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.standins.telegram", "--out", str(tmp_path / "out"), "--account", f"main={TOKEN}",
        stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    try:
        async with aiohttp.ClientSession(url) as session:
            told = await walked(session)
    finally:
        process.terminate()
        assert await process.wait() == 0
    assert told == {"pending": {"main": 6}, "heard": "Which one?", "verdicts": ["429", "ok"], "kinds": []}
    lines = (tmp_path / "out" / "egress.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["429", "ok"]


async def test_it_can_be_told_to_go_away_for_a_while(telegram: TelegramStandIn) -> None:
    async with aiohttp.ClientSession(telegram.url) as session:
        await session.post("/control/away", json={"seconds": 0.3})
    await asyncio.sleep(0.15)
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(telegram, "getMe")
    await asyncio.sleep(0.4)
    assert (await ask(telegram, "getMe"))["ok"]


async def walked(session: aiohttp.ClientSession) -> dict[str, Any]:
    """Everything the control can be asked, once."""

    async def post(path: str, **values: Any) -> Any:
        async with session.post(path, json=values) as answer:
            return await answer.json()

    async def get(path: str) -> Any:
        async with session.get(path) as answer:
            return await answer.json()

    photo = base64.b64encode(JPEG).decode()
    await post("/control/buyer", id=7, name="Mina", language="zh-hans")
    said = await post("/control/do", buyer=7, act="writes", text="灯")
    await post("/control/do", buyer=7, act="edits", message_id=said["message_id"], text="灯?")
    await post("/control/do", buyer=7, act="sends_album", photos=[photo, photo])
    await post("/control/faults", plan={"sendMessage": [{"what": "refuse", "code": 429}]})
    keyboard = {"inline_keyboard": [[{"text": "Grey", "callback_data": "grey"}]]}
    for _ in range(2):
        await post(f"/bot{TOKEN}/sendMessage", chat_id=7, text="Which one?", reply_markup=keyboard)
    [heard] = await get("/control/heard?chat=7")
    await post("/control/do", buyer=7, act="presses", message_id=heard["message_id"], button="Grey")
    await post("/control/do", buyer=7, act="blocks")
    egress, ingress = await get("/control/egress"), await get("/control/ingress")
    return {
        "pending": await get("/control/pending"),
        "heard": heard["text"],
        "verdicts": [line["verdict"] for line in egress],
        "kinds": [line["kind"] for line in ingress],
    }
