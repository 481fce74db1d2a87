"""One of everything the console can show, with every text in it chosen by the test."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import console
from console.render import Renderer, make_renderer
from console.shapes import (
    Browser,
    Collected,
    Composer,
    Conversation,
    Counts,
    DeadLetter,
    Delivery,
    Frame,
    Hit,
    Inbox,
    Me,
    Message,
    Notice,
    OrderCard,
    OrderItem,
    Past,
    Photo,
    Phrase,
    ProductCard,
    Refused,
    RestockRequest,
    Revision,
    Row,
    Secret,
    Side,
    UnsureLetter,
)
from desk.money import Money

ROOM = Path(console.__file__).parent
AT = datetime(2026, 11, 22, 6, 3, 9, tzinfo=UTC)
PRICE = Money(19800, "CNY")


def renderer() -> Renderer:
    return make_renderer(ROOM / "words", ROOM / "templates", ROOM / "static", ZoneInfo("Asia/Shanghai"))


def frame(text: str = "Lantern & Loom", *, signed_in: bool = True) -> Frame:
    return Frame(
        shop=text,
        csrf="token",
        now=AT,
        me=Me(3, text, ("agent", "supervisor")) if signed_in else None,
        live_after="12",
        counts=Counts(3, 2, 1, 4),
        insecure_http=True,
        notices=(Notice("saved"),),
    )


def row(text: str = "Mina") -> Row:
    return Row(
        812, text, "telegram", text, text, "buyer", AT, "human", 1, 3, text,
        person_since=AT, somebody_since=AT + timedelta(seconds=9), reason="asked", unread=2, undelivered=True,
    )  # fmt: skip


def message(text: str = "Hello") -> Message:
    return Message(
        99, 812, 7, "agent", text, AT, text, True,
        photos=(Photo("a1", "ok", text), Photo("a2", "pending", text), Photo("a3", "failed", text, "too_big")),
        buttons=(text,),
        delivery=Delivery("unsure", text, may_resend=True, may_withdraw=True),
        revisions=(Revision(text, AT),),
    )  # fmt: skip


def refused(text: str = "Not my job") -> Refused:
    return Refused(812, "banned", text, (Hit(0, 2, text),), proposal=text, may_allow=True)


def secret(text: str = "138******78", value: str | None = None) -> Secret:
    return Secret(812, "phone", text, "1007", value)


def side(text: str = "Mina") -> Side:
    order = OrderCard(
        text, "shipped", AT, PRICE, (OrderItem(text, text, 2, PRICE),), text, text, date(2026, 11, 24), text, AT,
        secret(text), secret(text), talked_about=True,
    )  # fmt: skip
    product = ProductCard(text, text, text, PRICE, 0, AT, date(2026, 12, 3), 4, text)
    return Side(
        812, text, "telegram", text, AT, text, secret(text), (Collected("colour", text),), (order,), (product,),
        (Past(700, AT, text),), shop_down=True,
    )  # fmt: skip


def conversation(text: str = "Mina") -> Conversation:
    event = Message(98, 812, 6, "event", text, AT, happening="taken_over", reason="asked")
    composer = Composer(812, "key", True, 4096, 7, text, refused=refused(text))
    moves = ("take", "take_over", "release", "give_back", "close")
    return Conversation(
        row(text), moves, (event, message(text)), composer, side(text), 5, (Phrase(text, text, text),)
    )


def pages(text: str) -> dict[str, dict[str, object]]:
    """Every page by its template, with what it needs."""
    inbox = Inbox("all", (row(text),), {"waiting": 1}, text, text)
    letter = UnsureLetter(99, 812, text, "web", text, text, AT, text, Delivery("failed", text, True, True))
    request = RestockRequest(1, text, text, text, AT, 4, date(2026, 12, 3), AT, text, may_answer=True)
    return {
        "desk/desk.html": {
            "inbox": inbox,
            "conversation": conversation(text),
        },
        "lists/dead.html": {"letters": (DeadLetter(1, "telegram", text, AT, text, 412, True),), "more": text},
        "lists/unsure.html": {"letters": (letter,), "more": text},
        "lists/restock.html": {"requests": (request,), "more": text},
        "account.html": {
            "languages": ("zh-CN", "en"),
            "browsers": (Browser("b", text, AT),),
            "faults": ("wrong",),
        },
        "sign_in.html": {"name": text, "failed": "wrong", "next": text},
        "welcome.html": {"failed": True},
        "set_password.html": {"name": text, "faults": ("short",)},
        "error.html": {"status": 409, "number": text, "text": text},
    }


FRAGMENTS: dict[str, dict[str, object]] = {
    "desk/_row.html": {"row": row()},
    "desk/_message.html": {"message": message(), "csrf": None},
    "desk/_head.html": {"conversation": conversation(), "csrf": None},
    "desk/_composer.html": {"composer": conversation().composer, "csrf": None},
    "desk/_refused.html": {"refused": refused()},
    "desk/_side.html": {"side": side(), "csrf": None},
    "desk/_secret.html": {"secret": secret(value="13812345678"), "csrf": None},
    "desk/_photo.html": {"photo": Photo("a1", "ok")},
    "_count.html": {"frame": frame()},
    "_store_full.html": {"frame": frame()},
    "_notice.html": {"notice": Notice("saved")},
}
"""What the stream and the answers to forms draw on their own."""
