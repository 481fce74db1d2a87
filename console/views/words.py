"""What a person says: an answer with words and pictures, a private note, a letter once more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from aiohttp import web

from console import access, shapes
from console.answers import Pieces, drawn, drawn_pieces, is_piece, see_other
from console.door import Door, Visit, door, form, visit
from console.form import Form
from console.missed import missed, seen
from console.pictures import Prepared, prepare
from console.promise_shapes import AfterSending
from console.promising import after_sending, time_written
from console.reading import GivenBack
from console.routing_shapes import Line
from console.views.conversation import draw_desk, hand_pieces, message_pieces
from console.wording import banned, marks, unfilled
from desk import masking
from desk.agent import Right
from desk.allowance import Allowance
from desk.conversation import Conversation
from desk.cut import utf16_length
from desk.errors import BannedPhrase, DeskError, NotNow, NotYourTurn, StoreBusy, StoreFull, TooLong
from desk.handover import Reason
from desk.line import Line as ChatLine
from desk.message import Author, Message
from desk.noticing import noticed
from desk.outgoing import Outgoing, OutState
from desk.promise import PromiseState
from desk.promise_words import About
from desk.record import record
from desk.store import Book, allowances, conversations, drafts, lessons, letters, promises
from desk.typing import Typist

IDEM = re.compile(r"[0-9A-Za-z_-]{8,64}")
LINES_SHOWN = 5
REFUSALS: dict[type[DeskError], tuple[shapes.Refusal, int]] = {
    NotYourTurn: ("not_yours", 409),
    NotNow: ("not_now", 409),
    TooLong: ("too_long", 422),
    StoreFull: ("full", 503),
    StoreBusy: ("busy", 503),
}


OfLetter = Callable[[Conversation, Outgoing, int, datetime], None]


class MovedOn(DeskError):
    """The buyer wrote while this was written."""

    def __init__(self, missed: Sequence[Message]) -> None:
        super().__init__()
        self.missed = tuple(missed)


class Unfit(DeskError):
    """This cannot be said as it is."""

    def __init__(self, why: shapes.Refusal) -> None:
        super().__init__()
        self.why: shapes.Refusal = why


@record(frozen=True, slots=True)
class Said:
    """What somebody wants to say; `idem` makes the same thing twice the same thing."""

    text: str
    idem: str
    note: bool
    pictures: tuple[Prepared, ...] = ()
    seen: int | None = None
    """Up to which message the writer had read; None = they do not say."""
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
        return await _stopped(request, held, text, error)
    except MovedOn as error:
        return await _refused(request, _moved_on(id, text, error.missed), 409)
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
    kept = tuple(one for one in pictures if one is not None)
    return Said(text, idem, note, kept, seen(sent, "anyway"), None if note else _promised(here, sent))


def _moved_on(id: int, text: str, came: Sequence[Message]) -> shapes.Refused:
    """What is sent `anyway` has seen these lines."""
    lines = tuple(Line("buyer", masking.text(one.text) or "…") for one in came)
    return shapes.Refused(id, "moved_on", text, lines=lines, seen=2 * came[-1].seq)


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
    key = f"human:{said.idem}"
    came = [] if said.note else missed(book, held, said.seen)[-LINES_SHOWN:]
    # What was sent already is not stopped: its answer got lost, not the message.
    if came and not letters.known(book, key):
        raise MovedOn(came)
    if not letters.first_time(book, key, at):
        return list(range(max(1, held.last_seq - 2), held.last_seq + 1))
    if said.note:
        drafts.forget(book, id, someone.agent.id)
        return [held.note(said.text, someone.agent.id, at).seq]
    drafts.answered(book, id, someone.agent.id)
    seqs = []
    leaves_at = at + timedelta(seconds=someone.agent.undo_seconds) if someone.agent.undo_seconds else None
    for part, picture in enumerate(said.pictures or (None,)):
        say = partial(
            held.say,
            said.text if part == 0 else "",
            author=Author.HUMAN,
            by=someone.agent.id,
            at=at,
            guard=here.guard,
            idem_key=f"human:{said.idem}" + (f".{part}" if part else ""),
            reach=here.reach(held.channel),
            photo=picture.key if picture else None,
            leaves_at=leaves_at,
            photo_name=picture.name if picture else "",
        )
        try:
            message = say()
        except BannedPhrase as stopped:
            message = say(allowance=_allowed(book, held, someone, said, stopped))
        if picture is not None:
            book.add(picture.photo(held, message.seq, at))
        seqs.append(message.seq)
    if said.promised is not None and someone.may(Right.PROMISE):
        _note_promise(book, here, someone, held, said, seqs[0], at)
    if held.reason == Reason.TAKEN_OVER:
        lessons.stepped_in(book, id, seqs[0], at)
    return seqs


def _allowed(book: Book, held: Conversation, someone: Visit, said: Said, stopped: BannedPhrase) -> Allowance:
    """Looked for only where the text was stopped: hardly ever. Raises what stopped it."""
    asked = stopped.decision == "ask" and stopped.text == said.text
    found = allowances.granted(book, held.id, someone.agent.id, said.text) if asked else None
    if found is None:
        raise stopped
    return found


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


async def _stopped(request: web.Request, held: Conversation, text: str, error: BannedPhrase) -> web.Response:
    """The words are marked and given back with a proposal; that they were stopped is recorded."""
    here, someone, at = door(request), visit(request), door(request).clock()

    def unit(book: Book) -> None:
        its = access.conversation(book, someone.agent, held.id)
        its.stopped(error, author=Author.HUMAN, by=someone.agent.id, at=at, guard=here.guard)

    await here.store.write(unit)
    if error.text != text:  # a picture's name: another one is chosen, or its name changed
        names = shapes.Refused(
            held.id, "banned_name", text, picture=error.text, hits=marks(error.hits, here.guard)
        )
        return await _refused(request, names, 422)
    return await _refused(request, banned(held.id, error, here.guard, held.channel), 422)


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
    """Before it left: what is on its way cannot be called back. By whoever wrote it or has the conversation now."""
    targets, directs = door(request).targets, visit(request).may(Right.DIRECT)

    def one(held: Conversation, letter: Outgoing, by: int, at: datetime) -> None:
        if letter.state == OutState.QUEUED and letter.author == Author.HUMAN:
            if by not in (letter.author_id, held.agent_id) and not directs:
                raise NotYourTurn()
            letter.move("cancel")
            held.not_delivered(letter, at, targets)

    return await _each_letter(request, one, _was_never_said)


def _was_never_said(book: Book, held: Conversation, seq: int, by: int, at: datetime) -> None:
    """What the buyer was never told is no promise either, and what a supervisor allowed can be sent still."""
    if any(letter.state != OutState.CANCELLED for letter in letters.of_message(book, held.id, seq)):
        return
    for one in promises.of_message(book, held.id, seq):
        if one.state == PromiseState.OPEN:
            one.withdraw(by, at)
    if (used := allowances.used_by(book, conversations.message_at(book, held.id, seq))) is not None:
        used.called_back(by, at)


def _nothing_more(book: Book, held: Conversation, seq: int, by: int, at: datetime) -> None: ...


async def _each_letter(
    request: web.Request,
    verb: OfLetter,
    then: Callable[[Book, Conversation, int, int, datetime], None] = _nothing_more,
) -> web.Response:
    here, someone, at = door(request), visit(request), door(request).clock()
    id, number = access.number(request.match_info["id"]), access.number(request.match_info["message"])

    def unit(book: Book) -> int:
        held, message = access.message(book, someone.agent, id, number)
        for each in letters.of_message(book, id, message.seq):
            letter = letters.letter(book, each.id)
            assert letter is not None
            verb(held, letter, someone.agent.id, at)
        then(book, held, message.seq, someone.agent.id, at)
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
        here.typing.types(ChatLine(held.channel, held.account, held.chat), Typist.AGENT)
    return web.Response(status=204)
