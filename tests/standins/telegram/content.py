"""What a request wants to show: text, caption, photo, buttons, within Telegram's limits and in Telegram's words."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import orjson

from tests.standins.telegram.bot import Bot
from tests.standins.telegram.refusal import bad
from tests.standins.telegram.words import units

Values = Mapping[str, Any]
Files = Mapping[str, bytes]

MAX_CAPTION, MAX_BUTTON_BYTES, MAX_PHOTO_BYTES = 1024, 64, 10 << 20
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF8")
TAG = re.compile(r"</?(?:b|i|u|s|a|code|pre|blockquote|tg-spoiler)(?:\s[^<>]*)?>")


def shown(text: object, values: Values) -> str:
    """What remains after parsing, trimmed, as Telegram counts it."""
    words = text if isinstance(text, str) else ""
    mode = str(values.get("parse_mode") or "").lower()
    if mode == "html":
        words = TAG.sub("", words)
        if "<" in words:
            raise bad(f"can't parse entities: Unsupported start tag at byte offset {words.index('<')}")
        words = html.unescape(words)
    elif mode.startswith("markdown"):
        words = re.sub(r"\\(.)", r"\1", words)
    return words.strip()


def caption_of(values: Values) -> dict[str, Any]:
    caption = shown(values.get("caption"), values)
    if units(caption) > MAX_CAPTION:
        raise bad("message caption is too long")
    return {"caption": caption} if caption else {}


def photo_of(bot: Bot, given: object, files: Files, part: str) -> bytes:
    """Uploaded beside the parameters, by `attach://name`, or a file_id Telegram already has."""
    if isinstance(given, str) and given.startswith("attach://"):
        part = given.removeprefix("attach://")
    data = files.get(part)
    if data is None and isinstance(given, str) and given in bot.files:
        data = bot.files[given].data
    if data is None:
        raise bad(
            "wrong HTTP URL specified"
            if str(given).startswith("http")
            else "there is no photo in the request"
        )
    if len(data) > MAX_PHOTO_BYTES:
        raise bad("file is too big")
    if not data.startswith(PICTURES):
        raise bad("IMAGE_PROCESS_FAILED")
    return data


def keyboard(values: Values) -> dict[str, Any]:
    markup = tree(values.get("reply_markup"))
    if not markup:
        return {}
    for row in markup.get("inline_keyboard", []):
        for button in row:
            check_button(button)
    return {"reply_markup": markup}


def check_button(button: Mapping[str, Any]) -> None:
    if not button.get("text"):
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    data = button.get("callback_data")
    if data is None and "url" not in button:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if data is not None and not 1 <= len(data.encode()) <= MAX_BUTTON_BYTES:
        raise bad("BUTTON_DATA_INVALID")


def thread(values: Values) -> dict[str, Any]:
    """Where in the chat it stands: a forum's topic, or a business account's own chat with the buyer."""
    topic = whole(values, "message_thread_id", 0)
    place: dict[str, Any] = {"message_thread_id": topic, "is_topic_message": True} if topic else {}
    business = values.get("business_connection_id")
    return place | ({"business_connection_id": business} if business else {})


def whole(values: Values, name: str, otherwise: int) -> int:
    try:
        return int(str(values.get(name, otherwise)))
    except ValueError:
        raise bad(f"{name} must be an Integer") from None


def tree(value: object) -> Any:
    """Forms carry objects as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        raise bad("can't parse JSON object") from None
