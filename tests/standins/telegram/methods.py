"""The methods of the Bot API that the stand-in knows, with Telegram's limits and Telegram's words."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.standins.telegram.bot import Bot
from tests.standins.telegram.content import (
    Files,
    Values,
    caption_of,
    keyboard,
    photo_of,
    shown,
    thread,
    tree,
    whole,
)
from tests.standins.telegram.refusal import bad
from tests.standins.telegram.updates import Webhook
from tests.standins.telegram.words import units

MAX_TEXT = 4096
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


async def get_me(bot: Bot, values: Values, files: Files) -> Any:
    more = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return bot.me() | more


async def get_updates(bot: Bot, values: Values, files: Files) -> Any:
    if (allowed := tree(values.get("allowed_updates"))) is not None:
        bot.updates.allowed = allowed
    timeout_s = min(whole(values, "timeout", 0), 50)
    return await bot.updates.take(whole(values, "offset", 0), whole(values, "limit", 100), timeout_s)


async def set_webhook(bot: Bot, values: Values, files: Files) -> Any:
    url, secret = str(values.get("url") or ""), str(values.get("secret_token") or "")
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if SECRET.fullmatch(secret) is None:
        raise bad("secret token contains unallowed characters")
    bot.updates.allowed = tree(values.get("allowed_updates")) or ()
    return await _webhook(
        bot, Webhook(url, secret, whole(values, "max_connections", 40)) if url else None, values
    )


async def delete_webhook(bot: Bot, values: Values, files: Files) -> Any:
    return await _webhook(bot, None, values)


async def get_webhook_info(bot: Bot, values: Values, files: Files) -> Any:
    webhook = bot.updates.webhook
    info = {"url": webhook.url if webhook else "", "has_custom_certificate": False,
            "pending_update_count": len(bot.updates.held)}  # fmt: skip
    return info | ({"last_error_message": webhook.last_error} if webhook and webhook.last_error else {})


async def send_message(bot: Bot, values: Values, files: Files) -> Any:
    buyer = bot.chat(values.get("chat_id"))
    text = shown(values.get("text"), values)
    if not text:
        raise bad("message text is empty")
    if units(text) > MAX_TEXT:
        raise bad("message is too long")
    return bot.say(buyer, {"text": text} | keyboard(values) | thread(values))


async def send_photo(bot: Bot, values: Values, files: Files) -> Any:
    buyer = bot.chat(values.get("chat_id"))
    caption = caption_of(values)
    photo = photo_of(bot, values.get("photo"), files, "photo")
    content = {"photo": [bot.keep_file(photo, None, width=1280, height=960)]}
    return bot.say(buyer, content | caption | keyboard(values) | thread(values), photo)


async def send_media_group(bot: Bot, values: Values, files: Files) -> Any:
    buyer = bot.chat(values.get("chat_id"))
    media = tree(values.get("media"))
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise bad("wrong number of items in the media group: 2 to 10 are expected")
    photos = [photo_of(bot, item.get("media"), files, "") for item in media]
    captions = [caption_of(item) for item in media]
    group = {"media_group_id": str(13_000_000_000_000_000 + bot.next_number())}
    return [
        bot.say(
            buyer, {"photo": [bot.keep_file(photo, None, width=1280, height=960)]} | caption | group, photo
        )
        for photo, caption in zip(photos, captions, strict=True)
    ]


async def send_chat_action(bot: Bot, values: Values, files: Files) -> Any:
    bot.chat(values.get("chat_id"))
    if values.get("action") not in {"typing", "upload_photo", "upload_document"}:
        raise bad("wrong parameter action in request")
    return True


async def answer_callback_query(bot: Bot, values: Values, files: Files) -> Any:
    if not str(values.get("callback_query_id", "")).isdecimal():
        raise bad("query is too old and response timeout expired or query ID is invalid")
    return True


async def edit_message_text(bot: Bot, values: Values, files: Files) -> Any:
    buyer = bot.chat(values.get("chat_id"))
    message = bot.sent.get((buyer.chat["id"], whole(values, "message_id", 0)))
    if message is None:
        hers = whole(values, "message_id", 0) in buyer.said
        raise bad("message can't be edited" if hers else "message to edit not found")
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    text = shown(values.get("text"), values)
    if not text:
        raise bad("message text is empty")
    if units(text) > MAX_TEXT:
        raise bad("MESSAGE_TOO_LONG")
    if message.get("text") == text and message.get("reply_markup") == keyboard(values).get("reply_markup"):
        words = "specified new message content and reply markup are exactly the same as a current content"
        raise bad(f"message is not modified: {words} and reply markup of the message")
    message.pop("reply_markup", None)  # an edit that brings no buttons takes them away
    message |= {"text": text, "edit_date": bot.now_s()} | keyboard(values)
    return message


async def get_file(bot: Bot, values: Values, files: Files) -> Any:
    file = bot.file(values.get("file_id"))
    known = {"file_id": values["file_id"], "file_unique_id": "AQAD1", "file_size": file.claims_bytes}
    return known | {"file_path": file.path}


Method = Callable[[Bot, Values, Files], Awaitable[Any]]
METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
    "editMessageText": edit_message_text,
    "getFile": get_file,
}
NAMES = {name.lower(): name for name in METHODS}


async def _webhook(bot: Bot, webhook: Webhook | None, values: Values) -> bool:
    if str(values.get("drop_pending_updates", "")).lower() == "true":
        bot.updates.held.clear()
    await bot.updates.set_webhook(webhook)
    return True
