"""The presses of a shift handover: to a colleague, to the queue, parked; accepted, declined; confirmed, released."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from desk.agent import Agent
from desk.errors import NotFound, NotHere, NotNow, NotYourTurn
from desk.open_matter import NOBODYS, MatterKind, MatterState, OpenMatter
from desk.presence import Presence
from desk.shift import SETTLING_IN, WorkingHours, week_read
from desk.shift_handover import ShiftHandover, StillUnassigned
from desk.store import posts, shift_handovers
from desk.store.book import Book
from desk.store.matters import KINDS, Means

# --- the leaver


def open_board(book: Book, leaver: Agent, by: int | None, zone: tzinfo, at: datetime) -> ShiftHandover:
    return shift_handovers.begin(book, leaver.id, by, hours_of(leaver, zone), at)


def hours_of(agent: Agent, zone: tzinfo) -> WorkingHours:
    return WorkingHours(zone, week_read(agent.week))


def back_at(agent: Agent, zone: tzinfo, at: datetime) -> datetime | None:
    """When the leaver will look at what is parked; None where their hours do not say."""
    following = hours_of(agent, zone).next_after(at)
    return None if following is None else following.begins_at + SETTLING_IN


def offer(
    book: Book, matter: OpenMatter, to: Agent, at: datetime, *, until: datetime | None = None, told: str = ""
) -> bool:
    """To a colleague who may have it. False where it has settled itself meanwhile."""
    if not to.may(KINDS[matter.kind].needs) or to.id == matter.leaver_id:
        raise NotFound()
    if to.id in shift_handovers.leaving(book):
        raise NotNow("this colleague is leaving, too")
    if not _still_there(book, matter, at):
        return False
    matter.offer(to.id, at, until=until, told=told)
    return True


def offer_anew(book: Book, matter: OpenMatter, by: int, means: Means, at: datetime) -> bool:
    """To whoever routing finds, or whoever takes it."""
    if not _still_there(book, matter, at):
        return False
    matter.reoffer(by, at)
    KINDS[matter.kind].offer_anew(book, matter, by, means, at)
    return True


def park(book: Book, matter: OpenMatter, until: datetime, told: str, means: Means, at: datetime) -> bool:
    """Until the leaver is there again."""
    if not _still_there(book, matter, at):
        return False
    matter.park(until, told, at)
    KINDS[matter.kind].park(book, matter, matter.leaver_id, means, at)
    return True


def _still_there(book: Book, matter: OpenMatter, at: datetime) -> bool:
    if matter.state in NOBODYS and not KINDS[matter.kind].theirs(book, matter):
        matter.vanish(at)
        return False
    return True


def confirm(book: Book, handover: ShiftHandover, at: datetime) -> None:
    """Whoever confirms has signed off. Raises StillUnassigned."""
    matters = shift_handovers.bring_up_to_date(book, handover, at)
    handover.confirm(at, shift_handovers.left(matters))
    posts.of(book, handover.leaver_id, at).choose(Presence.OFFLINE, "", at)


def call_off(book: Book, handover: ShiftHandover, at: datetime) -> None:
    """The person stays, with everything that nobody has accepted."""
    for matter in shift_handovers.bring_up_to_date(book, handover, at):
        if matter.state in NOBODYS:
            matter.stay(at)
    handover.call_off(at)


def sign_off(book: Book, agent_id: int, at: datetime) -> None:
    """Signing out, or going offline. Whoever does it with nothing left on an open board has confirmed it.
    Raises StillUnassigned."""
    if shift_handovers.unassigned(book, agent_id, at):
        raise StillUnassigned()
    if (handover := shift_handovers.open_of(book, agent_id)) is not None:
        confirm(book, handover, at)


# --- a colleague


def accept(book: Book, matter: OpenMatter, taker: Agent, means: Means, at: datetime) -> bool:
    """It is theirs from now on. False where it settled itself meanwhile. Raises NotNow, NotHere, AlreadyTaken."""
    _must_be_here(book, [matter], taker, at)
    return _accept(book, matter, taker, means, at)


def _must_be_here(book: Book, matters: Iterable[OpenMatter], taker: Agent, at: datetime) -> None:
    """Whoever is offline has signed off: nobody would miss them, nor what they have in hand."""
    answers = any(one.kind == MatterKind.CONVERSATION for one in matters)
    if answers and posts.of(book, taker.id, at).state == Presence.OFFLINE:
        raise NotHere()


def _accept(book: Book, matter: OpenMatter, taker: Agent, means: Means, at: datetime) -> bool:
    kind = KINDS[matter.kind]
    to_all = matter.state == MatterState.REOFFERED and matter.kind == MatterKind.PROMISE
    if taker.id == matter.leaver_id or not taker.may(kind.needs):
        raise NotYourTurn()
    if matter.state == MatterState.OFFERED and matter.to_id != taker.id:
        raise NotNow("this is offered to somebody else now")
    if matter.state == MatterState.REOFFERED and not to_all:
        raise NotNow("this waits in the queue")
    if matter.state in (MatterState.OFFERED, MatterState.REOFFERED) and not kind.theirs(book, matter):
        matter.vanish(at)
        return False
    matter.accept(taker.id, at)
    kind.give(book, matter, taker.id, means, at)
    return True


def accept_all(book: Book, seen: Iterable[OpenMatter], taker: Agent, means: Means, at: datetime) -> int:
    """Of what this person has seen, everything that is offered to them still. How many it was. Raises NotHere, and
    nothing is accepted."""
    offered = [one for one in seen if one.state == MatterState.OFFERED and one.to_id == taker.id]
    _must_be_here(book, offered, taker, at)
    return sum(_accept(book, one, taker, means, at) for one in offered)


def decline(matter: OpenMatter, by: int, at: datetime) -> None:
    """Back to the leaver's board. What is not offered to them any more stays as it is."""
    if matter.state == MatterState.OFFERED and matter.to_id == by:
        matter.decline(by, at)


# --- a supervisor


def release(
    book: Book, leaver: Agent, by: Agent, reason: str, zone: tzinfo, means: Means, at: datetime
) -> ShiftHandover:
    """Somebody is ill or gone: everything of theirs is offered anew, also what they had parked."""
    if by.id == leaver.id:
        raise NotNow("nobody releases themselves")
    handover = open_board(book, leaver, by.id, zone, at)
    for matter in shift_handovers.bring_up_to_date(book, handover, at, all=True):
        parked = matter.state == MatterState.PARKED and matter.kind != MatterKind.CONVERSATION
        if matter.state in NOBODYS or (parked and KINDS[matter.kind].theirs(book, matter)):
            offer_anew(book, matter, by.id, means, at)
    handover.release(by.id, reason, at)
    posts.of(book, leaver.id, at).choose(Presence.OFFLINE, "", at)
    return handover
