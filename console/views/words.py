"""What a person says: an answer with words and pictures, a private note, a letter once more."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from console import access, shapes
from console.answers import Pieces, drawn, drawn_pieces, is_piece, see_other
from console.door import Door, Visit, door, form, visit
from console.form import Form
from console.pictures import Prepared, prepare
from console.promise_shapes import AfterSending
from console.promising import after_sending, time_written
from console.reading import GivenBack
from console.views.conversation import draw_desk, hand_pieces, message_pieces
from console.wording import banned, families, unfilled
from desk.agent import Right
from desk.conversation import Conversation
from desk.cut import utf16_length
from desk.errors import BannedPhrase, DeskError, NotNow, NotYourTurn, StoreBusy, StoreFull, TooLong
from desk.events import GuardStopped
from desk.handover import Reason
from desk.line import Line
from desk.message import Author
from desk.noticing import noticed
from desk.outgoing import Outgoing, OutState
from desk.promise_words import About
from desk.store import Book, lessons, letters, promises
from desk.typing import Typist

IDEM = re.compile(r"[0-9A-Za-z_-]{8,64}")
REFUSALS: dict[type[DeskError], tuple[shapes.Refusal, int]] = {
    NotYourTurn: ("not_yours", 409),
    NotNow: ("not_now", 409),
    TooLong: ("too_long", 422),
    StoreFull: ("full", 503),
    StoreBusy: ("busy", 503),
}


OfLetter = Callable[[Conversation, Outgoing, int, datetime], None]


class Unfit(DeskError):
    """This cannot be said as it is."""

    def __init__(self, why: shapes.Refusal) -> None:
        super().__init__()
        self.why: shapes.Refusal = why


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wants to say; `idem` makes the same thing twice the same thing."""

    text: str
    idem: str
    note: bool
    pictures: tuple[Prepared, ...] = ()
    promised: datetime | None = None
    """Noted as a promise, for then."""


async def say(request: web.Request) -> web.Response:
    here, someone, sent = door(request), visit(request), form(request)
    id = access.number(request.match_info["id"])
    text, note = sent.text("text"), sent.text("note") == "1"
    try:
        held = await here.store.read(lambda book: access.conversation(book, someone.agent, id))
        said = await _read(here, held, sent, note=note)
        at = here.clock()
        if said.promised is not None and said.promised <= at:
            raise Unfit("promise")
        seqs = await here.store.write(lambda book: _keep(book, here, someone, id, said, at))
    except BannedPhrase as error:
        return await _stopped(request, id, text, error, here.clock())
    except Unfit as error:
        return await _refused(
            request, shapes.Refused(id, error.why, text, limit=here.reach(held.channel).max_text), 422
        )
    except (NotYourTurn, NotNow, TooLong, StoreBusy) as error:
        kind, code = next(REFUSALS[each] for each in type(error).__mro__ if each in REFUSALS)
        return await _refused(request, shapes.Refused(id, kind, text), code)
    if not is_piece(request):
        return see_other(f"/desk/{id}")

    def after(book: Book) -> Pieces:
        return [*_after(book, request, id, seqs), *_promises(book, here, someone, id, said, seqs[0], at)]

    return drawn_pieces(request, await here.store.read(after))


async def _read(here: Door, held: Conversation, sent: Form, *, note: bool) -> Said:
    text, idem = sent.text("text").replace("\r\n", "\n").strip(), sent.text("idem")
    if not IDEM.fullmatch(idem):
        raise web.HTTPBadRequest()
    if not text and not sent.files:
        raise Unfit("empty")
    if utf16_length(text) > here.reach(held.channel).max_text:
        raise Unfit("too_long")
    if not note and unfilled(here.packs, text):
        raise Unfit("unfilled")
    if (note and sent.files) or any(upload.too_big for upload in sent.files):
        raise Unfit("photo")
    pictures = [await prepare(here, upload) for upload in sent.files]
    if not all(pictures):
        raise Unfit("photo")
    return Said(
        text,
        idem,
        note,
        tuple(one for one in pictures if one is not None),
        None if note else _promised(here, sent),
    )


def _promised(here: Door, sent: Form) -> datetime | None:
    """By when, if the writer noted it as a promise. Raises Unfit where that is no time."""
    if sent.text("promise") != "1":
        return None
    due_at = time_written(sent.text("promise_due"), here.zone)
    if due_at is None:
        raise Unfit("promise")
    return due_at


def _keep(book: Book, here: Door, someone: Visit, id: int, said: Said, at: datetime) -> list[int]:
    """The places of what was said; where it was said before, of the latest."""
    held = access.conversation(book, someone.agent, id)
    if not letters.first_time(book, f"human:{said.idem}", at):
        return list(range(max(1, held.last_seq - 2), held.last_seq + 1))
    if said.note:
        return [held.note(said.text, someone.agent.id, at).seq]
    seqs = []
    for part, picture in enumerate(said.pictures or (None,)):
        message = held.say(
            said.text if part == 0 else "",
            author=Author.HUMAN,
            by=someone.agent.id,
            at=at,
            guard=here.guard,
            idem_key=f"human:{said.idem}" + (f".{part}" if part else ""),
            reach=here.reach(held.channel),
            photo=picture.key if picture else None,
        )
        if picture is not None:
            book.add(picture.photo(held, message.seq, at))
        seqs.append(message.seq)
    if said.promised is not None and someone.may(Right.PROMISE):
        _note_promise(book, here, someone, held, said, seqs[0], at)
    if held.reason == Reason.TAKEN_OVER:
        lessons.stepped_in(book, id, seqs[0], at)
    return seqs


def _note_promise(
    book: Book, here: Door, someone: Visit, held: Conversation, said: Said, seq: int, at: datetime
) -> None:
    """In the words that made it, as far as the desk can tell; the time is the writer's."""
    assert said.promised is not None
    found = noticed(said.text, at, here.rules.hours)
    promises.make(
        book, held, owner_id=someone.agent.id, about=found.about if found else About.DO,
        words=said.text[found.start : found.end] if found else said.text, due_at=said.promised, at=at,
        times=here.promise_times, seq=seq,
    )  # fmt: skip


def _promises(book: Book, here: Door, someone: Visit, id: int, said: Said, seq: int, at: datetime) -> Pieces:
    """What the desk asks of the writer now: nothing after a note."""
    held = access.conversation(book, someone.agent, id)
    asked = (
        AfterSending(id, at)
        if said.note
        else after_sending(book, here, held, someone.agent, seq, said.text, at)
    )
    csrf = someone.session.csrf
    return [
        ("promises/_noticed.html", {"conversation_id": id, "noticed": None}),
        ("promises/_after.html", {"asked": asked, "csrf": csrf}),
    ]


def _after(book: Book, request: web.Request, id: int, seqs: list[int]) -> Pieces:
    here, someone = door(request), visit(request)
    hand = hand_pieces(book, here, someone.agent, someone.session.csrf, id, "head", "row")
    return [*message_pieces(book, request, id, seqs), *hand]


async def _stopped(
    request: web.Request, id: int, text: str, error: BannedPhrase, at: datetime
) -> web.Response:
    """The words are marked and given back with a proposal; that they were stopped is recorded."""
    here, someone = door(request), visit(request)
    rules = [hit.rule for hit in error.hits]
    event = GuardStopped(
        at=at, conversation_id=id, agent_id=someone.agent.id, rules=rules, author=str(Author.HUMAN), text=text
    )
    await here.store.write(lambda book: book.happened(event))
    return await _refused(request, banned(id, text, error.hits, here.guard, families(here.packs)), 422)


async def _refused(request: web.Request, refused: shapes.Refused, code: int) -> web.Response:
    if is_piece(request):
        return drawn(request, "desk/_refused.html", code, refused=refused)
    note = form(request).text("note") == "1"
    return await draw_desk(request, refused.conversation_id, code, given_back=GivenBack(refused, note))


# --- letters that did not surely arrive


async def send_again(request: web.Request) -> web.Response:
    return await _each_letter(request, lambda held, letter, by, at: held.send_again(letter, by, at))


async def let_be(request: web.Request) -> web.Response:
    return await _each_letter(request, lambda held, letter, by, at: held.let_be(letter, by, at))


async def withdraw(request: web.Request) -> web.Response:
    """Before it left: what is on its way cannot be called back."""
    targets = door(request).targets

    def one(held: Conversation, letter: Outgoing, by: int, at: datetime) -> None:
        if letter.state == OutState.QUEUED and letter.author == Author.HUMAN:
            letter.move("cancel")
            held.not_delivered(letter, at, targets)

    return await _each_letter(request, one)


async def _each_letter(request: web.Request, verb: OfLetter) -> web.Response:
    here, someone, at = door(request), visit(request), door(request).clock()
    id, number = access.number(request.match_info["id"]), access.number(request.match_info["message"])

    def unit(book: Book) -> int:
        held, message = access.message(book, someone.agent, id, number)
        for each in letters.of_message(book, id, message.seq):
            letter = letters.letter(book, each.id)
            assert letter is not None
            verb(held, letter, someone.agent.id, at)
        return message.seq

    seq = await here.store.write(unit)
    if not is_piece(request):
        return see_other(f"/desk/{id}")
    return drawn_pieces(request, await here.store.read(lambda book: _after(book, request, id, [seq])))


async def typing(request: web.Request) -> web.Response:
    """A hint on the buyer's screen; only from the person who has the conversation."""
    here, agent = door(request), visit(request).agent
    id = access.number(request.match_info["id"])
    held = await here.store.read(lambda book: access.conversation(book, agent, id))
    if held.agent_id == agent.id:
        here.typing.types(Line(held.channel, held.account, held.chat), Typist.AGENT)
    return web.Response(status=204)
