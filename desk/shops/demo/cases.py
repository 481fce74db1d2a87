"""Eight after-sales cases of the demo shop, each somewhere else on its way, told by buyers some days ago."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from desk.buyer import Buyer, Identity
from desk.clock import to_ms
from desk.conversation import Conversation, opening, sha
from desk.files import Files
from desk.message import Author, Message
from desk.order import Order, Status
from desk.photo import Photo, PhotoState
from desk.record import record
from desk.shops.demo.orders import FIRST, LAST
from desk.shops.demo.snapshots import Snapshot, keep
from desk.store import Book, agents, letters, shop, ticket_reasons, tickets
from desk.targets import USUALLY as USUAL_TARGETS
from desk.ticket.amounts import Amounts
from desk.ticket.facts import BUYER, Facts, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.opening import claim, submit
from desk.ticket.policy import USUALLY
from desk.ticket.ticket import Ticket

RETURN_TO = "云栖路 88 号 灯与织仓库 · 1 Loom Lane, Lantern & Loom"
ARRIVED = frozenset({Status.DELIVERED, Status.COMPLETED})
Way = tuple[tuple[str, str], ...]


@record(frozen=True, slots=True)
class Told:
    kind: TicketKind
    words: str
    reason: int
    """Its place in the shop's list."""
    days_ago: float
    way: Way
    """Moves, and who makes each; an empty name is the buyer."""
    unshipped: bool = False
    look: int | None = None
    """Of the photos that came with it; two cases of one look brought the very same."""


CASES = (
    Told(TicketKind.RETURN, "收到时就有一道裂痕，想退货。", 0, 0.3, (), look=1),
    Told(TicketKind.EXCHANGE, "The grey is darker than on the page. May I have the white one instead?", 4, 1.2, ()),
    Told(TicketKind.RETURN, "和页面写的不一样，想退掉。", 4, 3.0, (("approve", "Otto"),)),
    Told(TicketKind.RETURN, "It came with a fault, please see for yourself. I would like to return it.", 0, 5.0, (("approve", "Ines"), ("send", "")), look=2),
    Told(
        TicketKind.RETURN, "用了一周就坏了。", 5, 6.0,
        (("approve", "Otto"), ("send", ""), ("receive", "Walt"), ("pass_inspection", "Walt")), look=1,
    ),
    Told(
        TicketKind.EXCHANGE, "It arrived broken. Could you send me another one?", 1, 7.0,
        (("approve", "Ines"), ("send", ""), ("receive", "Walt"), ("pass_inspection", "Walt")), look=3,
    ),
    Told(TicketKind.REFUND, "拍错了，还没发货，麻烦退一下。", 8, 0.5, (), unshipped=True),
    Told(TicketKind.RETURN, "Simply not my taste after all, sorry.", 9, 9.0, (("refuse", "Otto"),)),
)  # fmt: skip


Albums = Mapping[int, Sequence[Snapshot]]
"""By look, photos whose bytes are durable."""


def albums(files: Files) -> Albums:
    """Blocks: call it in a thread."""
    return {one.look: keep(files, one.look) for one in CASES if one.look is not None}


def begin(book: Book, albums: Albums, at: datetime) -> None:
    """Once: a demo that goes on keeps what was done with them."""
    ticket_reasons.begin(book)
    orders = list(_orders(book))
    for one in CASES:
        began = at - timedelta(days=one.days_ago)
        order = next((order for order in orders if _may_be_about(one, order, began)), None)
        if order is not None:
            orders.remove(order)
            _case(book, one, order, albums, began)


def _orders(book: Book) -> Iterator[Order]:
    """The newest first."""
    for number in range(LAST, FIRST, -1):
        order = shop.order_by_number(book, str(number))
        if order is not None and order.lines:
            yield order


def _may_be_about(told: Told, order: Order, began: datetime) -> bool:
    if told.unshipped:
        return order.status is Status.PAID and order.placed_at < began
    return order.status in ARRIVED and order.delivered_at is not None and order.delivered_at < began


def _case(book: Book, told: Told, order: Order, albums: Albums, at: datetime) -> None:
    line, talk = order.lines[0], _conversation(book, order, told.words, at)
    names = {
        variant.sku: product.name
        for product in shop.catalogue(book).products.values()
        for variant in product.variants
    }
    ticket = claim(
        order,
        line,
        told.kind,
        1,
        item=names.get(line.sku, line.sku),
        buyer_id=talk[0],
        conversation_id=talk[1],
        opened_by=None,
        at=at,
    )
    ticket.words, ticket.reason_id = told.words, ticket_reasons.every(book)[told.reason].id
    tickets.open_ticket(book, ticket, BUYER, USUALLY)
    for photo in albums.get(told.look or 0, ()):
        _hang(book, ticket, talk[1], photo, at)
    submit(ticket, BUYER, at, USUALLY, by_rule=0)
    for n, (verb, name) in enumerate(told.way, start=1):
        ticket.do(verb, _mover(book, name), at + timedelta(hours=5 * n), USUALLY, _facts(ticket, verb))
    ticket.untold = False  # nobody writes to buyers of long ago


def _hang(book: Book, ticket: Ticket, conversation: int, one: Snapshot, at: datetime) -> None:
    key = secrets.token_hex(16)
    photo = Photo(
        id=0, key=key, conversation_id=conversation, seq=1, inbox_id=None, owner=f"demo-case-{ticket.order_number}", channel="web",
        account="main", ref=key, unique_ref=None, name=f"{one.shows}.jpg", as_file=False, state=PhotoState.PENDING, created_at=at,
    )  # fmt: skip
    photo.keep(one.sha256, one.size_bytes, at)
    tickets.add_photo(book, ticket.id, book.add(photo).id, one.shows, at)


def _conversation(book: Book, order: Order, words: str, at: datetime) -> tuple[int, int]:
    """The buyer's number and the conversation's, which is over."""
    language = "zh-CN" if any("\u4e00" <= letter <= "\u9fff" for letter in words) else "en"
    buyer = book.add(Buyer(0, order.buyer_name, language, at))
    identity = f"demo-case-{order.number}"
    book.add(Identity(0, buyer.id, "web", "main", identity, order.buyer_name))
    values = {
        "buyer_id": buyer.id,
        "buyer_name": order.buyer_name,
        "channel": "web",
        "account": "main",
        "chat": identity,
        "identity": identity,
        "language": language,
        "in_group": False,
    }
    talk = book.add(opening(values, at))
    letter = _letter(book, talk, words, at)
    said = Message(0, talk.id, 1, Author.BUYER, None, "text", words, at, inbox_id=letter)
    talk.hear(said, at, USUAL_TARGETS)
    talk.close(at)
    return buyer.id, talk.id


def _letter(book: Book, talk: Conversation, words: str, at: datetime) -> int | None:
    """As it came: the loss audit misses nothing, in the demo either."""
    row = {
        "channel": talk.channel, "account": talk.account, "ext_id": f"{talk.chat}:demo-letter", "chat": talk.chat,
        "kind": "text", "raw": words.encode(), "received_at": to_ms(at), "event_at": None, "state": "done", "reason": "",
        "conversation_id": talk.id, "seq": 1, "msg_id": None, "group_id": None, "text_sha": sha(words),
    }  # fmt: skip
    return letters.keep(book, row)


def _mover(book: Book, name: str) -> Mover:
    person = agents.by_name(book, name) if name else None
    return BUYER if person is None else Mover.of(person)


def _facts(ticket: Ticket, verb: str) -> Facts:
    return Facts(
        note="已超过七天，且商品已使用。 · Worn, and past the seven days." if verb == "refuse" else "",
        amounts=Amounts(ticket.goods, ticket.freight) if verb == "approve" else None,
        address=RETURN_TO,
        carrier="顺丰",
        tracking=f"SF14{ticket.id:011}",
        booked_in=1,
    )
