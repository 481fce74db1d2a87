"""Shift handovers out of the book: one, its matters, and what has changed on a board since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, text

from desk.clock import to_ms
from desk.open_matter import NOBODYS, MatterState, OpenMatter
from desk.record import record
from desk.shift import WorkingHours
from desk.shift_handover import ShiftHandover
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.matters import KINDS, Live, live
from desk.store.tables import open_matter, shift_handover

_m, _h = open_matter.c, shift_handover.c
_HANDOVER = select(*MAPPED[ShiftHandover].columns)
OPEN_OF = _HANDOVER.where(_h.leaver_id == bindparam("leaver"), text("state = 'open'"))
LEAVING = select(_h.leaver_id).where(text("state = 'open'"))
_MATTER = select(*MAPPED[OpenMatter].columns)
OF_HANDOVER = _MATTER.where(_m.handover_id == bindparam("handover")).order_by(_m.id)
# Parked for a time to come, or open to whoever takes it: decided on an earlier board.
EARLIER = select(_m.kind, _m.of, _m.state).where(
    _m.leaver_id == bindparam("leaver"),
    _m.handover_id != bindparam("handover"),
    _m.kind != "conversation",
    or_(and_(_m.state == "parked", _m.until > bindparam("now")), _m.state == "reoffered"),
)


def open_of(book: Book, leaver_id: int) -> ShiftHandover | None:
    return book.one(ShiftHandover, OPEN_OF, {"leaver": leaver_id})


def by_id(book: Book, id: int) -> ShiftHandover:
    """Raises NotFound."""
    return by_number.seen(book, ShiftHandover, id)


def matter_by_id(book: Book, id: int) -> OpenMatter:
    """Not locked: of two who change it the second one's unit runs again. Raises NotFound."""
    return by_number.seen(book, OpenMatter, id)


def begin(book: Book, leaver_id: int, by: int | None, hours: WorkingHours, at: datetime) -> ShiftHandover:
    """The board opens, with everything that the leaver has in hand; one that is open already stays."""
    if (found := open_of(book, leaver_id)) is not None:
        return found
    shift = hours.shift_at(at)
    values: dict[str, Any] = {
        "leaver_id": leaver_id, "opened_at": to_ms(at), "opened_by": by, "state": "open", "version": 0,
        "begins_at": to_ms(shift.begins_at) if shift else None, "ends_at": to_ms(shift.ends_at) if shift else None,
    }  # fmt: skip
    number = book.insert_new(shift_handover, values)
    opened = open_of(book, leaver_id)
    assert opened is not None
    if number is not None:
        opened.begin()
        bring_up_to_date(book, opened, at)
    return opened


@record(frozen=True, slots=True)
class Differences:
    """What has changed on a board since somebody last looked."""

    gone: Sequence[OpenMatter]
    back: Sequence[OpenMatter]
    new: Sequence[Live]
    left: int
    """How many then have no owner."""

    def __bool__(self) -> bool:
        return bool(self.gone or self.back or self.new)


def differences(
    book: Book,
    leaver_id: int,
    matters: Collection[OpenMatter],
    at: datetime,
    handover_id: int,
    *,
    all: bool = False,
) -> Differences:
    """Between the board and what the leaver has in hand. `all`: also what was parked on earlier boards."""
    values = {"leaver": leaver_id, "handover": handover_id, "now": to_ms(at)}
    earlier = {
        (kind, of)
        for kind, of, state in book.rows(EARLIER, values)
        if not all or state == MatterState.REOFFERED
    }
    known = {(one.kind, one.of): one for one in matters}
    now = {(one.kind, one.of): one for one in live(book, leaver_id)}
    gone = [one for key, one in known.items() if one.state in NOBODYS and key not in now]
    back = [one for key, one in known.items() if key in now and _wants_deciding(one)]
    new = [one for key, one in now.items() if key not in known and key not in earlier]
    nobodys = [key for key, one in known.items() if one.state in NOBODYS and key in now]
    return Differences(gone, back, new, len(nobodys) + len(back) + len(new))


def _wants_deciding(matter: OpenMatter) -> bool:
    """Of one that the leaver has (again): it is neither to be decided already nor decided."""
    return matter.state not in NOBODYS and matter.state not in KINDS[matter.kind].stays


def of_handover(book: Book, handover_id: int) -> list[OpenMatter]:
    return book.many(OpenMatter, OF_HANDOVER, {"handover": handover_id})


def changed(book: Book, handover: ShiftHandover, at: datetime) -> bool:
    """Whether the board must be brought up to date."""
    return bool(differences(book, handover.leaver_id, of_handover(book, handover.id), at, handover.id))


def bring_up_to_date(
    book: Book, handover: ShiftHandover, at: datetime, *, all: bool = False
) -> list[OpenMatter]:
    """What settled itself is gone, what came since is there."""
    matters = of_handover(book, handover.id)
    found = differences(book, handover.leaver_id, matters, at, handover.id, all=all)
    for one in found.gone:
        one.vanish(at)
    for one in found.back:
        one.come_back(at)
    for new in found.new:
        matters.append(
            book.add(
                OpenMatter(
                    0, handover.id, new.kind, new.of, new.conversation_id, handover.leaver_id, new.known, "",
                    MatterState.UNASSIGNED, at,
                )
            )
        )  # fmt: skip
    return matters


def left(matters: Collection[OpenMatter]) -> int:
    return sum(one.state in NOBODYS for one in matters)


def unassigned(book: Book, leaver_id: int, at: datetime) -> int:
    """How many matters of this person have nobody, whether a board is open or not."""
    handover = open_of(book, leaver_id)
    matters = of_handover(book, handover.id) if handover else []
    return differences(book, leaver_id, matters, at, handover.id if handover else 0).left


def leaving(book: Book) -> frozenset[int]:
    """Whose board is open: nothing is offered to them."""
    return frozenset(row[0] for row in book.rows(LEAVING))
