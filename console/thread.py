"""The lines of a conversation as they are shown: masked, with photos, earlier texts, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from console import shapes
from console.rows import AUTHORS
from desk import masking
from desk.agent import Right
from desk.conversation import WHISPER
from desk.message import Author, Message
from desk.outgoing import Outgoing, OutState
from desk.photo import Photo, PhotoState, ViewState
from desk.record import record
from desk.store.thread import Happened, Piece

HAPPENINGS: Mapping[str, shapes.Happening] = {
    "hand_off": "handed_off", "take": "taken", "take_over": "taken_over", "release": "released", "pass_on": "passed_on",
    "hand_over": "handed_over", "give_back": "given_back", "close": "closed", "reopen": "reopened",
}  # fmt: skip
SHOWN: Mapping[OutState, shapes.Delivered] = {
    OutState.SENT: "sent", OutState.QUEUED: "queued", OutState.SENDING: "sending",
    OutState.CANCELLED: "cancelled", OutState.UNKNOWN: "unsure", OutState.FAILED: "failed",
}  # fmt: skip
WORST = tuple(SHOWN)
"""From the best to the worst; a message in pieces has come as far as its worst one."""


@record(frozen=True, slots=True)
class Reader:
    """For whom lines are drawn: everybody with the same rights and language gets the same, but for the answers that
    only their writer and who has the conversation call back."""

    rights: frozenset[Right]
    words: Mapping[str, str]
    zone: tzinfo
    names: Mapping[int, str]
    shop: str
    open: bool = False
    """Whether what is masked is shown in full: only in the answer to a reveal."""
    me: int = 0

    def may(self, right: Right) -> bool:
        return right in self.rights

    def text(self, written: str) -> str:
        return written if self.open else masking.text(written)


def lines(
    piece: Piece, conversation_id: int, buyer: str, reader: Reader, holder: int | None
) -> tuple[shapes.Message, ...]:
    """Messages and what happened between them, in the order in which they stand. `holder`: who has it."""
    said, previous_at = [], piece.previous_at
    for message in piece.messages:
        said.append(
            _message(
                message, piece, buyer, reader, holder, opens_day=_new_day(previous_at, message.at, reader)
            )
        )
        previous_at = message.at
    happened = []
    for one in piece.happened:
        place = max((m.seq for m in piece.messages if m.at <= one.at), default=_before_first(piece))
        if (line := event_line(one, conversation_id, place, reader)) is not None:
            happened.append(line)
    return tuple(sorted([*said, *happened], key=lambda line: line.seq))


def _before_first(piece: Piece) -> int:
    return piece.messages[0].seq - 1 if piece.messages else 0


def _new_day(before: datetime | None, at: datetime, reader: Reader) -> bool:
    return before is None or before.astimezone(reader.zone).date() != at.astimezone(reader.zone).date()


def event_line(one: Happened, conversation_id: int, after_seq: int, reader: Reader) -> shapes.Message | None:
    """It stands behind the message with that number: messages have the even places, events the odd ones."""
    verb = str(one.data.get("verb", ""))
    happening: shapes.Happening | None = "gone" if one.kind == "gone" else HAPPENINGS.get(verb)
    if happening is None:
        return None
    return shapes.Message(
        id=-one.number,
        conversation_id=conversation_id,
        seq=2 * after_seq + 1,
        kind="event",
        author=reader.names.get(one.agent_id, reader.shop) if one.agent_id is not None else reader.shop,
        at=one.at,
        happening=happening,
        reason=str(one.data.get("reason") or "") or None,
    )


def _message(
    message: Message, piece: Piece, buyer: str, reader: Reader, holder: int | None, *, opens_day: bool
) -> shapes.Message:
    kind: shapes.Author = "whisper" if message.kind == WHISPER else AUTHORS[message.author]
    photos = tuple(photo(one, reader) for one in piece.photos if one.seq == message.seq)
    text = message.text or (
        "" if photos or message.kind == "text" else reader.words.get(f"kind.{message.kind}", "")
    )
    return shapes.Message(
        id=message.id,
        conversation_id=message.conversation_id,
        seq=2 * message.seq,
        kind=kind,
        author=_author(message, buyer, reader),
        at=message.at,
        text=reader.text(text),
        opens_day=opens_day,
        photos=photos,
        buttons=() if kind == "buyer" else tuple(button[0] for button in message.buttons),
        delivery=delivery(
            [one for one in piece.letters if one.seq == message.seq and one.edits is None], reader, holder
        ),
        revisions=tuple(
            shapes.Revision(reader.text(r.text), r.at) for r in piece.revisions if r.seq == message.seq
        ),
        hides=reader.may(Right.REVEAL) and not reader.open and masking.hides(text),
    )


def _author(message: Message, buyer: str, reader: Reader) -> str:
    if message.author == Author.BUYER:
        return buyer or reader.words["author.buyer"]
    if message.author_id is not None:
        return reader.names.get(message.author_id, reader.words["author.agent"])
    return reader.words["author.bot"]


def delivery(
    letters: Iterable[Outgoing], reader: Reader, holder: int | None = None
) -> shapes.Delivery | None:
    """How far the message has come. A letter that was sent again counts as the new one."""
    held = list(letters)
    replaced = {letter.idem_key for letter in held}
    counted = [letter for letter in held if f"again:{letter.id}" not in replaced]
    if not counted:
        return None
    worst = max(counted, key=lambda letter: WORST.index(letter.state))
    lost = reader.may(Right.CONVERSE) and any(letter.open_loss for letter in counted)
    waits = bool(called_back(counted, reader, holder))
    return shapes.Delivery(SHOWN[worst.state], worst.error[:200], lost, waits, lost)


def called_back(letters: Iterable[Outgoing], reader: Reader, holder: int | None) -> frozenset[int]:
    """Which of these have not left yet and are the reader's to call back."""
    if not reader.may(Right.CONVERSE):
        return frozenset()
    return frozenset(
        letter.id
        for letter in letters
        if letter.state == OutState.QUEUED
        and letter.author == Author.HUMAN
        and (reader.may(Right.DIRECT) or reader.me in (letter.author_id, holder))
    )


def photo(one: Photo, reader: Reader) -> shapes.Photo:
    state: shapes.PhotoState = (
        "failed" if one.shows_nothing else "ok" if one.view_state == ViewState.OK else "pending"
    )
    return shapes.Photo(
        id=one.key,
        state=state,
        name=reader.text(one.name),
        reason=_reason(one) if one.shows_nothing else None,
        may_retry=one.state == PhotoState.FAILED and reader.may(Right.CONVERSE),
        may_download=one.state == PhotoState.OK and reader.may(Right.ORIGINALS),
    )


def _reason(one: Photo) -> shapes.PhotoFault:
    error = one.error.lower()
    if any(word in error for word in ("big", "pixels", "large", "more than")):
        return "too_big"
    if one.state == PhotoState.FAILED:
        return "expired" if "not there" in error or "expired" in error else "unreachable"
    return "not_a_picture" if "not a picture" in error else "damaged"


def author_of(letter: Outgoing, reader: Reader) -> str:
    if letter.author_id is not None:
        return reader.names.get(letter.author_id, reader.words["author.agent"])
    return reader.words["author.bot"]


__all__ = ["Reader", "author_of", "called_back", "delivery", "event_line", "lines", "photo"]
