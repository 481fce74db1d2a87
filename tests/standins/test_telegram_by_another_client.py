"""The stand-in serves pyTelegramBotAPI, a client library independent of the one the desk uses, as Telegram does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any, cast

import pytest
from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.asyncio_helper import ApiTelegramException
from telebot.types import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaPhoto

from tests.standins.telegram import Buyer, TelegramStandIn, too_many

TOKEN = "7000001:lantern"
JPEG = b"\xff\xd8\xff\xe0 a lamp"


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn({"main": TOKEN}) as standin:
        yield standin


@pytest.fixture
async def client(telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTeleBot]:
    monkeypatch.setattr(asyncio_helper, "API_URL", telegram.url + "/bot{0}/{1}")
    monkeypatch.setattr(asyncio_helper, "FILE_URL", telegram.url + "/file/bot{0}/{1}")
    bot = AsyncTeleBot(TOKEN)
    yield bot
    await cast(Any, bot).close_session()


@pytest.fixture
def mina(telegram: TelegramStandIn) -> Buyer:
    return telegram.buyer(7, "Mina", language="zh-hans")


async def test_it_learns_who_it_is(client: AsyncTeleBot) -> None:
    me = await client.get_me()
    assert (me.id, me.username, me.is_bot) == (7000001, "lantern_loom_bot", True)


async def test_it_reads_what_buyers_do(client: AsyncTeleBot, mina: Buyer) -> None:
    said = await mina.writes("白色的还有货吗")
    await mina.edits(said, "灰色的呢")
    await mina.sends_photo(JPEG, "裂了")
    await mina.sends("sticker")
    await mina.sends("voice")
    await mina.sends("contact")
    await mina.sends_file(b"%PDF", "invoice.pdf", "application/pdf")
    await mina.in_group(-1001, "Weavers").writes("/stock@lantern_loom_bot")
    await mina.blocks()
    updates = await client.get_updates(timeout=1)
    messages: list[Any] = [update.message for update in updates if update.message]
    edited: Any = updates[1].edited_message
    membership: Any = updates[-1].my_chat_member
    types = [message.content_type for message in messages]
    assert types == ["text", "photo", "sticker", "voice", "contact", "document", "text"]
    assert (messages[0].text, messages[0].from_user.language_code) == ("白色的还有货吗", "zh-hans")
    assert edited.text == "灰色的呢"
    assert messages[1].caption == "裂了" and messages[-1].chat.type == "supergroup"
    assert messages[-1].entities[0].type == "bot_command"
    assert membership.new_chat_member.status == "kicked"
    assert await client.get_updates(offset=updates[-1].update_id + 1, timeout=0) == []


async def test_it_fetches_a_photo(client: AsyncTeleBot, mina: Buyer) -> None:
    await mina.sends_photo(JPEG)
    [update] = cast(list[Any], await client.get_updates(timeout=1))
    file = await client.get_file(update.message.photo[-1].file_id)
    assert await client.download_file(file.file_path) == JPEG


async def test_it_sends_words_buttons_and_pictures(client: AsyncTeleBot, mina: Buyer) -> None:
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Grey", callback_data="pick:grey")]])
    sent = await client.send_message(7, "Which one?", reply_markup=keys)
    heard = await mina.hears()
    assert (heard.text, heard.message_id, heard.buttons) == (
        "Which one?",
        sent.message_id,
        [("Grey", "pick:grey")],
    )
    await mina.presses(heard, "Grey")
    [update] = cast(list[Any], await client.get_updates(timeout=1))
    assert update.callback_query.data == "pick:grey"
    assert await client.answer_callback_query(update.callback_query.id)
    await client.send_photo(7, JPEG, caption="the grey one")
    heard = await mina.hears()
    assert (heard.photo, heard.text) == (JPEG, "the grey one")
    await client.send_media_group(
        7,
        [InputMediaPhoto(InputFile(BytesIO(JPEG))), InputMediaPhoto(InputFile(BytesIO(JPEG)), caption="two")],
    )
    assert [(await mina.hears()).text for _ in range(2)] == ["", "two"]
    assert await client.send_chat_action(7, "typing")
    edited = await client.edit_message_text("Grey, then.", 7, sent.message_id)
    assert getattr(edited, "text", None) == "Grey, then."


async def test_it_understands_the_refusals(
    client: AsyncTeleBot, mina: Buyer, telegram: TelegramStandIn
) -> None:
    telegram.faults.plan("sendMessage", too_many(11))
    with pytest.raises(ApiTelegramException) as told:
        await client.send_message(7, "hello")
    assert (told.value.error_code, told.value.result_json["parameters"]) == (429, {"retry_after": 11})
    await mina.blocks()
    with pytest.raises(ApiTelegramException) as told:
        await client.send_message(7, "hello")
    assert (told.value.error_code, told.value.description) == (403, "Forbidden: bot was blocked by the user")


async def test_it_sets_and_removes_a_webhook(client: AsyncTeleBot) -> None:
    assert await client.set_webhook("https://desk.example/in/telegram/main", secret_token="weft")
    assert (await client.get_webhook_info()).url == "https://desk.example/in/telegram/main"
    with pytest.raises(ApiTelegramException) as told:
        await client.get_updates(timeout=0)
    assert told.value.error_code == 409
    assert await client.delete_webhook()
    assert await client.get_updates(timeout=0) == []
