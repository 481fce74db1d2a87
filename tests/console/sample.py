"""One of everything the console can show, with every text in it chosen by the test."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import console
from console.promise_shapes import (
    AfterSending,
    Escalated,
    Escalations,
    Noticed,
    Promised,
    PromisedHere,
    Promises,
    Raising,
    Rate,
)
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
        (Past(700, AT, text),), shop_down=True, promised=promised_here(text), may_escalate=True,
    )  # fmt: skip


def promised(text: str = "by 6 pm", *, late: bool = False) -> Promised:
    return Promised(
        31, 812, text, text, "answer", text, AT, "broken" if late else "open", AT, late, may_act=True
    )


def promised_here(text: str = "by 6 pm") -> PromisedHere:
    kept = Promised(30, 812, text, text, "call", text, AT, "kept", AT, False, AT, AT, text)
    return PromisedHere(812, AT, (promised(text, late=True), promised(text)), (kept,), may_note=True)


def promises(text: str = "by 6 pm") -> Promises:
    rows = (promised(text),)
    lists = (("late", (promised(text, late=True),), True), ("today", rows, False), ("later", (), False))
    rates = (Rate(text, 2, 9, 1, 0.9), Rate(text, 0, 0, 0, None))
    return Promises("/promises?days=7", AT, lists, rates, "7", 3, ((3, text),))


def escalations(text: str = "It smokes") -> Escalations:
    first = Escalated(
        1, "danger", text, "taken", text, AT, AT, True, text, 812, may_take=True, may_finish=True
    )
    done = Escalated(2, "market", text, "done", text, AT, AT, False, text, None, AT, text)
    return Escalations("/escalations?show=open", AT, "open", (first, done), "danger", True, "9")


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
        "promises/promises.html": {"promises": promises(text), "csrf": "token"},
        "escalations/list.html": {"escalations": escalations(text), "csrf": "token"},
        "escalations/new.html": {
            "raising": Raising(
                (("danger", "15m"), ("feedback", "3d")), ((3, text),), text, text, text, text, text, ("due",)
            )
        },
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
    "promises/_count.html": {"count": 3},
    "promises/_noticed.html": {"conversation_id": 812, "noticed": Noticed(812, "answer", "by 6 pm", AT, AT)},
    "promises/_after.html": {
        "asked": AfterSending(812, AT, Noticed(812, "answer", "by 6 pm", AT, AT, 7), (promised(),)),
        "csrf": None,
    },
    "promises/_here.html": {"promised": promised_here(), "csrf": None},
    "promises/_call.html": {"promise": promised(), "now": AT},
    "promises/_lists.html": {"promises": promises(), "csrf": None},
    "escalations/_count.html": {"count": None},
    "_store_full.html": {"frame": frame()},
    "_notice.html": {"notice": Notice("saved")},
}
"""What the stream and the answers to forms draw on their own."""
