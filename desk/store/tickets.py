"""Tickets out of the book: one, those of a line, a buyer or a conversation, and what stands beside one."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal_column, or_, select, text

from desk.batches import batches
from desk.clock import to_ms
from desk.likeness import ALIKE, PART_BITS, PARTS, differ, probes
from desk.photo import Photo
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import UNTOLD, conversation, photo, photo_part, ticket, ticket_photo, ticket_step
from desk.ticket.eligibility import Earlier, is_of_its_line
from desk.ticket.evidence import Shows
from desk.ticket.facts import Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.policy import Policy
from desk.ticket.step import TicketStep
from desk.ticket.ticket import Ticket

AT_ONCE = 50
TICKETS = 0x7E57
"""Names our advisory locks on PostgreSQL."""
_TICKET = select(*MAPPED[Ticket].columns)
ANY = select(ticket.c.id).limit(1)
OF_LINE = select(
    ticket.c.id, ticket.c.state, ticket.c.unshipped, ticket.c.kind, ticket.c.quantity, ticket.c.goods
).where(ticket.c.order_number == bindparam("number"), ticket.c.sku == bindparam("of_sku"))
ONE_AT_A_TIME = select(
    func.pg_advisory_xact_lock(literal_column(str(TICKETS)), func.hashtext(bindparam("of_order")))
)
OF_ORDER = _TICKET.where(ticket.c.order_number == bindparam("number")).order_by(ticket.c.id)
OF_CONVERSATION = _TICKET.where(ticket.c.conversation_id == bindparam("conversation")).order_by(
    ticket.c.id.desc()
)
OF_BUYER = _TICKET.where(ticket.c.buyer_id == bindparam("buyer")).order_by(ticket.c.id.desc()).limit(AT_ONCE)
RUNNING_OF_KIND = (
    _TICKET.where(ticket.c.buyer_id == bindparam("buyer"), ticket.c.kind == bindparam("of_kind"))
    .where(ticket.c.closed_at.is_(None))
    .order_by(ticket.c.id.desc())
    .limit(AT_ONCE)
)
RUNNING_OF_BUYER = (
    _TICKET.where(ticket.c.buyer_id == bindparam("buyer"), ticket.c.closed_at.is_(None))
    .order_by(ticket.c.id.desc())
    .limit(AT_ONCE)
)
# However many newer ones the buyer has.
NUMBERED_OF_BUYER = (
    _TICKET.where(
        ticket.c.buyer_id == bindparam("buyer"),
        or_(
            ticket.c.id == bindparam("its_id"),
            func.upper(ticket.c.order_number) == bindparam("number"),
            ticket.c.tracking_back == bindparam("number"),
            ticket.c.tracking_out == bindparam("number"),
        ),
    )
    .order_by(ticket.c.id.desc())
    .limit(AT_ONCE)
)
LOOSE = (
    select(*MAPPED[Photo].columns)
    .where(
        photo.c.conversation_id == bindparam("conversation"),
        photo.c.inbox_id.is_not(None),
        photo.c.state != "failed",
        photo.c.view_state != "failed",
        ~exists(select(ticket_photo.c.id).where(ticket_photo.c.photo_id == photo.c.id)),
    )
    .order_by(photo.c.id)
)
OF_MESSAGE = (
    select(ticket_photo.c.ticket_id)
    .select_from(ticket_photo.join(photo, photo.c.id == ticket_photo.c.photo_id))
    .where(photo.c.conversation_id == bindparam("conversation"), photo.c.seq == bindparam("seq"))
    .order_by(ticket_photo.c.id.desc())
    .limit(1)
)
UNTOLD_ONES = (
    select(ticket.c.id)
    .where(text(f"({UNTOLD})"), ticket.c.id > bindparam("after"))
    .order_by(ticket.c.id)
    .limit(AT_ONCE)
)
_began, _talks = conversation.alias("began"), conversation.alias("talks")
UNTOLD_AND_AWAITED = (
    select(ticket.c.id)
    .select_from(ticket.join(_began, _began.c.id == ticket.c.conversation_id))
    .where(text(f"({UNTOLD})"), ticket.c.id > bindparam("after"))
    .where(
        exists(
            select(_talks.c.id).where(
                _talks.c.channel == _began.c.channel,
                _talks.c.account == _began.c.account,
                _talks.c.chat == _began.c.chat,
                _talks.c.waiting_since.is_not(None),
            )
        )
    )
    .order_by(ticket.c.id)
    .limit(AT_ONCE)
)
STEPS = (
    select(*MAPPED[TicketStep].columns)
    .where(ticket_step.c.ticket_id == bindparam("of_ticket"))
    .order_by(ticket_step.c.id)
)
PHOTOS = (
    select(ticket_photo.c.shows, *MAPPED[Photo].columns)
    .select_from(ticket_photo.join(photo, photo.c.id == ticket_photo.c.photo_id))
    .where(ticket_photo.c.ticket_id == bindparam("of_ticket"))
    .order_by(ticket_photo.c.id)
)
_mine, _its, _same, _others = (
    ticket_photo.alias("mine"),
    photo.alias("its"),
    photo.alias("same"),
    ticket_photo.alias("others"),
)
SAME_PICTURE = (
    select(_others.c.ticket_id, _its.c.sha256)
    .select_from(
        _mine.join(_its, _its.c.id == _mine.c.photo_id)
        .join(_same, _same.c.sha256 == _its.c.sha256)
        .join(_others, _others.c.photo_id == _same.c.id)
    )
    .where(_mine.c.ticket_id == bindparam("of_ticket"), _others.c.ticket_id != bindparam("of_ticket"))
    .distinct()
    .order_by(_others.c.ticket_id)
)

PROBED_AT_ONCE = 8
"""Pictures; a case rarely has more."""
PROBES = PARTS * (1 + PART_BITS)
ITS_LOOKS = select(_its.c.id, _its.c.sha256, _its.c.likeness).select_from(
    _mine.join(_its, _its.c.id == _mine.c.photo_id)
)
ITS_LOOKS = ITS_LOOKS.where(_mine.c.ticket_id == bindparam("of_ticket"), _its.c.likeness.is_not(None))


def open_ticket(book: Book, made: Ticket, mover: Mover, policy: Policy) -> Ticket:
    """Written down, with its number, its history begun and its time armed."""
    book.add(made).begin(mover, policy)
    return made


def any_there(book: Book) -> bool:
    """Whether there was ever one."""
    return book.value(ANY) is not None


def by_id(book: Book, id: int) -> Ticket:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return by_number.held(book, Ticket, id)


def earlier(book: Book, order: str, sku: str, *, but: int = 0) -> list[Earlier]:
    """The cases that a line of an order had or has, without the ticket `but`. Who writes and asks for the same order waits
    until the other is through, where there can be two: a line that is free for both would get two cases."""
    one_at_a_time(book, order)
    rows = book.rows(OF_LINE, {"number": order, "of_sku": sku})
    return [
        Earlier(id, TicketState(state), bool(unshipped), TicketKind(kind), quantity)
        for id, state, unshipped, kind, quantity, goods in rows
        if id != but and is_of_its_line(TicketKind(kind), goods)
    ]


def one_at_a_time(book: Book, matter: str) -> None:
    """Until this unit is through, another one that asks for the same matter (an order's number) waits, where there can be
    two."""
    if book.locks:
        book.value(ONE_AT_A_TIME, {"of_order": matter})


def conversation_of(book: Book, id: int) -> int:
    """Where it began. A unit that changes both locks the conversation before the ticket."""
    found = by_number.conversation_of(book, Ticket, id)
    assert found is not None
    return found


def of_order(book: Book, order: str) -> list[Ticket]:
    return book.many(Ticket, OF_ORDER, {"number": order})


def of_conversation(book: Book, conversation_id: int) -> list[Ticket]:
    """The newest first."""
    return book.many(Ticket, OF_CONVERSATION, {"conversation": conversation_id})


def of_buyer(book: Book, buyer_id: int) -> list[Ticket]:
    """The newest fifty, the newest first."""
    return book.many(Ticket, OF_BUYER, {"buyer": buyer_id})


def running_of_buyer(book: Book, buyer_id: int) -> list[Ticket]:
    """Those that are not over, the newest first."""
    return book.many(Ticket, RUNNING_OF_BUYER, {"buyer": buyer_id})


def numbered_of_buyer(book: Book, buyer_id: int, number: str) -> list[Ticket]:
    """Of this buyer, by its own number, its order's or one of its parcels', however old. The newest first."""
    id = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    return book.many(Ticket, NUMBERED_OF_BUYER, {"buyer": buyer_id, "its_id": id, "number": number.upper()})


def running_of_kind(book: Book, buyer_id: int, kind: TicketKind) -> list[Ticket]:
    """The newest first. Who writes and asks for the same buyer and kind waits until the other is through, where there can be
    two: the same matter told in two chats would become two tickets."""
    one_at_a_time(book, f"{kind} of {buyer_id}")
    return book.many(Ticket, RUNNING_OF_KIND, {"buyer": buyer_id, "of_kind": str(kind)})


def untold(book: Book, after: int = 0) -> list[int]:
    """Numbers of those of which the buyer shall hear."""
    return [id for (id,) in book.rows(UNTOLD_ONES, {"after": after})]


def untold_and_awaited(book: Book, after: int = 0) -> list[int]:
    """Of these, those whose buyer waits for an answer: the others are left alone in quiet hours."""
    return [id for (id,) in book.rows(UNTOLD_AND_AWAITED, {"after": after})]


def steps(book: Book, id: int) -> list[TicketStep]:
    """Its history, the oldest first."""
    return book.many(TicketStep, STEPS, {"of_ticket": id})


def add_photo(book: Book, id: int, photo_id: int, shows: Shows, at: datetime, by: int | None = None) -> bool:
    """False where it hangs there already."""
    row: dict[str, Any] = {"ticket_id": id, "photo_id": photo_id, "shows": str(shows), "at": to_ms(at)}
    return book.insert_new(ticket_photo, row | {"agent_id": by}) is not None


def photos(book: Book, id: int) -> list[tuple[Shows, Photo]]:
    """What hangs on it, in the order in which it came."""
    mapped = MAPPED[Photo]
    rows = book.rows(PHOTOS, {"of_ticket": id})
    return [(Shows(shows), mapped.noun(tuple(row))) for shows, *row in rows]


def loose_photos(book: Book, conversation_id: int) -> list[Photo]:
    """What the buyer sent in this conversation and hangs on no case yet. One that is still being fetched or drawn counts."""
    return book.many(Photo, LOOSE, {"conversation": conversation_id})


def of_message(book: Book, conversation_id: int, seq: int) -> Ticket | None:
    """On which the photos of this message hang."""
    id: int | None = book.value(OF_MESSAGE, {"conversation": conversation_id, "seq": seq})
    return None if id is None else by_id(book, id)


def same_pictures(book: Book, id: int) -> list[tuple[int, str]]:
    """Other tickets on which the very same bytes hang: number and hash."""
    return [(number, sha256) for number, sha256 in book.rows(SAME_PICTURE, {"of_ticket": id})]


def look_alike(book: Book, id: int) -> list[tuple[int, int]]:
    """Other tickets with a picture that looks like one of this ticket's without being the very same bytes: the photo here, and
    the other ticket."""
    found: set[tuple[int, int]] = set()
    for few in batches(book.rows(ITS_LOOKS, {"of_ticket": id}), PROBED_AT_ONCE):
        wanted = [probe for _, _, look in few for probe in probes(look)]
        if not wanted:
            continue
        wanted += wanted[:1] * (PROBED_AT_ONCE * PROBES - len(wanted))
        near = book.rows(_near(), {"of_ticket": id} | {f"p{n}": probe for n, probe in enumerate(wanted)})
        found |= {
            (mine, other)
            for mine, same, look in few
            for other, sha256, its_look in near
            if sha256 != same and differ(look, its_look) <= ALIKE
        }
    return sorted(found)


@cache
def _near() -> Select[Any]:
    """Made when first asked for: its hundreds of places are half a MiB."""
    return (
        select(ticket_photo.c.ticket_id, photo.c.sha256, photo.c.likeness)
        .select_from(
            photo_part.join(photo, photo.c.id == photo_part.c.photo_id).join(
                ticket_photo, ticket_photo.c.photo_id == photo.c.id
            )
        )
        .where(photo_part.c.part.in_([bindparam(f"p{n}") for n in range(PROBED_AT_ONCE * PROBES)]))
        .where(ticket_photo.c.ticket_id != bindparam("of_ticket"))
        .distinct()
    )
