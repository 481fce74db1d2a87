"""Telegram: one bot of the shop, by webhook or by polling."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import orjson
from telegram import Bot, InputFile
from telegram.error import TelegramError

from bot.channels import FetchFailed, Incoming, Letter, Limits, Outcome, Refused, Sent, Unsure
from bot.channels.checked import is_number
from bot.channels.download import Download
from bot.channels.telegram_outcome import TOKEN_REFUSED, outcome_of, stands_already
from bot.channels.telegram_update import Me, external_id, read_update
from bot.channels.telegram_wire import Answered, Wire

TELEGRAM = "https://api.telegram.org"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
TOKEN = re.compile(r"([0-9]{1,19}):[A-Za-z0-9_-]+")
WANTED = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "business_message",
    "edited_business_message",
]
UPDATES_AT_ONCE = 100
"""The Bot API's own limits: updates in one answer, and seconds it waits for the first."""
LONGEST_WAIT_S = 50


class Telegram:
    """One `[channels.telegram.<account>]`; see bot.channels.Channel and Polled for what the methods promise.

    Raises ValueError for a token, address or secret that cannot be right. Everything that must ask Telegram first
    (`who_am_i`, `set_webhook`, `delete_webhook`, `updates`) raises PermissionError when it refuses the token, and
    ConnectionError when it cannot be reached or answers nonsense; neither ever names the token.
    """

    name = "telegram"

    def __init__(
        self,
        *,
        account: str,
        token: str,
        api_url: str = TELEGRAM,
        mode: Literal["polling", "webhook"] = "polling",
        secret: str = "",
        connect_timeout_s: float = 5.0,
        answer_timeout_s: float = 10.0,
        upload_timeout_s: float = 30.0,
        fetch_timeout_s: float = 60.0,
        poll_wait_s: int = LONGEST_WAIT_S,
    ) -> None:
        known = TOKEN.fullmatch(token)
        if known is None:
            raise ValueError("token is not of the form 123456:letters, as @BotFather gives it")
        if not api_url.startswith(("https://", "http://")):
            raise ValueError("api_url must begin with https:// or http://")
        if mode == "webhook" and SECRET.fullmatch(secret) is None:
            raise ValueError("secret must be 1 to 256 of A-Z a-z 0-9 _ - when mode is webhook")
        self.account = account
        self.mode = mode
        self.limits = Limits(edits=True)
        self._secret = secret
        self._me = Me(int(known[1]))
        self._download = Download("Telegram", self.limits.max_file_bytes, fetch_timeout_s)
        self._poll_wait_s = poll_wait_s
        self._answer_timeout_s = answer_timeout_s
        self._wire = Wire(connect_s=connect_timeout_s, answer_s=answer_timeout_s, upload_s=upload_timeout_s)
        base = api_url.rstrip("/")
        self._bot = Bot(token, f"{base}/bot", f"{base}/file/bot", self._wire, self._wire)

    def genuine(self, headers: Mapping[str, str], raw: bytes) -> bool:
        given = headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return bool(self._secret) and hmac.compare_digest(given, self._secret.encode())

    def external_id(self, raw: bytes) -> str:
        return external_id(raw)

    def read(self, raw: bytes) -> Incoming:
        return read_update(raw, self._me)

    async def send(self, letter: Letter) -> Outcome:
        try:
            where = _address(letter.chat)
            picture = _picture(letter)
            edited = int(letter.edits) if letter.edits is not None else None
        except (ValueError, OSError) as error:
            return Refused(f"This letter cannot be sent: {type(error).__name__}")
        what: dict[str, Any] = (
            {"text": letter.text} if picture is None else {"photo": picture, "caption": letter.text}
        )
        method = "sendMessage" if picture is None else "sendPhoto"
        if edited is not None:
            method = "editMessageText"
            where.pop("message_thread_id", None)
            what["message_id"] = edited
        try:
            result = await self._ask(method, **where, **what, **_keyboard(letter))
        # Whatever went wrong, the letter may have left: the row must learn it.
        except Exception as error:
            if letter.edits is not None and stands_already(error):
                return Sent(letter.edits)
            return outcome_of(error, in_group=where["chat_id"] < 0)
        number = result.get("message_id") if isinstance(result, dict) else None
        return Sent(str(number)) if is_number(number) else Unsure("Telegram's answer had no message number")

    async def fetch(self, ref: str, into: Path) -> int:
        try:
            file = await self._ask("getFile", file_id=ref)
        except Answered as error:
            for_good = error.code == 400 and "temporarily" not in error.description
            raise FetchFailed(error.description, for_good=for_good) from None
        except TelegramError as error:
            raise FetchFailed(f"Telegram could not be reached ({type(error).__name__})") from None
        path = file.get("file_path") if isinstance(file, dict) else None
        if not isinstance(path, str) or not path:
            raise FetchFailed("Telegram did not say where the photo is")
        return await self._download.save(f"{self._bot.base_file_url}/{path}", into)

    async def pressed(self, press_id: str) -> None:
        with suppress(TelegramError):
            await self._ask("answerCallbackQuery", callback_query_id=press_id)

    async def typing(self, chat: str) -> None:
        with suppress(TelegramError, ValueError):
            await self._ask("sendChatAction", **_address(chat), action="typing")

    async def updates(self, after: str | None) -> list[tuple[str, bytes]]:
        offset = int(after) + 1 if after else 0
        wait_s = self._poll_wait_s
        found = await self._told(
            "getUpdates",
            wait_s=wait_s,
            offset=offset,
            timeout=wait_s,
            limit=UPDATES_AT_ONCE,
            allowed_updates=WANTED,
        )
        if not isinstance(found, list):
            raise ConnectionError("Telegram's answer was not a list of updates")
        letters, cursor = [], after or "0"
        for update in found:
            number = update.get("update_id") if isinstance(update, dict) else None
            cursor = str(number) if is_number(number) else cursor
            letters.append((cursor, _written(update)))
        return letters

    async def who_am_i(self) -> str:
        """The bot's @name, without the @. Groups can address the bot by it only once this was asked."""
        me = await self._told("getMe")
        username = me.get("username") if isinstance(me, dict) else None
        if not isinstance(username, str):
            raise ConnectionError("Telegram did not say the bot's name")
        self._me = Me(self._me.id, username)
        return username

    async def set_webhook(self, url: str) -> None:
        await self._told("setWebhook", url=url, secret_token=self._secret, allowed_updates=WANTED)

    async def delete_webhook(self) -> None:
        """Polling is refused while one is set. What Telegram still holds is kept, and comes by polling."""
        await self._told("deleteWebhook")

    async def close(self) -> None:
        await self._wire.shutdown()

    async def _told(self, method: str, *, wait_s: float = 0, **values: object) -> object:
        try:
            return await self._ask(method, wait_s=wait_s, **values)
        except Answered as error:
            if error.code in TOKEN_REFUSED:
                raise PermissionError("Telegram does not accept the bot's token") from None
            raise ConnectionError(error.description) from None
        except TelegramError as error:
            raise ConnectionError(f"Telegram could not be reached ({type(error).__name__})") from None

    async def _ask(self, method: str, *, wait_s: float = 0, **values: object) -> Any:
        # Methods are written in any case. Named as in the manual, the library wants its own typed method instead,
        # and those lose a whole batch of updates, or a message number, to one value of another type.
        return await self._bot.do_api_request(
            method.lower(), api_kwargs=values, read_timeout=self._answer_timeout_s + wait_s
        )


def _address(chat: str) -> dict[str, Any]:
    """The parameters that name a chat key of telegram_update. Raises ValueError."""
    *first, last = chat.split(":")
    if first[:1] == ["biz"] and len(first) == 2:
        return {"chat_id": int(last), "business_connection_id": first[1]}
    if len(first) == 1:
        return {"chat_id": int(first[0]), "message_thread_id": int(last)}
    return {"chat_id": int(chat)}


def _picture(letter: Letter) -> InputFile | None:
    if letter.photo is None:
        return None
    kind = (letter.photo_type or "image/jpeg").removeprefix("image/")
    # Our own name: the sender's says nothing, and the library guesses the type from it.
    return InputFile(letter.photo.read_bytes(), filename=f"photo.{kind}")


def _keyboard(letter: Letter) -> dict[str, Any]:
    """One button a line: product names are long and telephones narrow."""
    if not letter.buttons:
        return {}
    rows = [[{"text": button.text, "callback_data": button.data}] for button in letter.buttons]
    return {"reply_markup": {"inline_keyboard": rows}}


def _written(update: object) -> bytes:
    try:
        return orjson.dumps(update)
    except TypeError:  # a lone surrogate: kept as the escape it came as
        return json.dumps(update).encode()
