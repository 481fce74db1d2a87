"""What the loss audit asks of each table: which of its rows a check looks at, and when one of them is wrong.

A check is one row of a ledger; its numbers and the list of what it found are made from the same condition. Each condition
finds its other row by a key or an index, so that a span costs what it holds and nothing of the history."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, case, exists, func, literal_column, or_, select

from desk.audit import Check
from desk.store.ascending import Ascending
from desk.store.audit_ledger import Ledger, Looks, is_one_of
from desk.store.day_log import LOG, SeqOf
from desk.store.tables import conversation, event, inbox, message, outbox, photo, revision

i, m, o, p, e, c = inbox.c, message.c, outbox.c, photo.c, event.c, conversation.c
# --- letters in

_its = message.alias("its")
_revised = revision.alias("revised")
# An edit is a revision of its message. One that came before its message was heard as what was said.
_REVISION = (
    exists()
    .where(_revised.c.conversation_id == i.conversation_id, _revised.c.seq == i.seq)
    .where(_revised.c.inbox_id == i.id)
    .correlate(inbox)
)
_STANDS = (
    exists()
    .where(_its.c.conversation_id == i.conversation_id, _its.c.seq == i.seq)
    .where(
        or_(
            _its.c.inbox_id == i.id, _its.c.group_id == i.group_id, and_(is_one_of(i.kind, "edit"), _REVISION)
        )
    )
    .correlate(inbox)
)
# The text that an early edit came before: kept as the revision, and the letter has no place of its own.
_EARLY = i.id.in_(
    select(revision.c.inbox_id)
    .where(revision.c.id >= bindparam("first_revision"), revision.c.id < bindparam("end_revision"))
    .where(revision.c.inbox_id.is_not(None))
)
# Buttons that are pressed twice belong nowhere, nor does what a group says among itself (its chat is below zero).
_MUST_STAND = and_(
    is_one_of(i.kind, "text", "photo", "edit", "sticker", "voice", "video", "file", "contact"),
    func.substr(i.chat, 1, 1) != literal_column("'-'"),
    ~is_one_of(i.state, "dead"),
    ~_EARLY,
)
_NOWHERE = or_(i.seq.is_(None), ~_STANDS)
RECEIVED = Ascending(i.id, i.received_at)
LETTERS_IN = Ledger(
    RECEIVED, inbox, i.channel, i.account, i.conversation_id, i.seq, i.state,
    (
        Looks(
            Check.STORED,
            or_(
                case((i.conversation_id.is_not(None), _NOWHERE), else_=_MUST_STAND),
                ~is_one_of(i.state, "new", "done", "dead"),
            ),
            note=i.kind,
        ),
        Looks(Check.DEAD, is_one_of(i.state, "dead"), note=i.reason),
    ),
)  # fmt: skip

# --- messages

_letter = inbox.alias("letter")
_HAS_LETTER = (
    exists()
    .where(_letter.c.id == m.inbox_id, _letter.c.conversation_id == m.conversation_id)
    .where(_letter.c.seq == m.seq)
    .correlate(message)
)
_before, _later, _out = message.alias("before"), message.alias("later"), outbox.alias("out")
_HAS_BEFORE = (
    exists()
    .where(_before.c.conversation_id == m.conversation_id, _before.c.seq == m.seq - literal_column("1"))
    .correlate(message)
)
_HAS_LATER = (
    exists()
    .where(_later.c.conversation_id == m.conversation_id, _later.c.seq > m.seq)
    .correlate(message, conversation)
)
_HAS_OUT = (
    exists()
    .where(_out.c.conversation_id == m.conversation_id, _out.c.seq == m.seq)
    .correlate(message, conversation)
)
_last = conversation.c.last_seq
MESSAGES = Ledger(
    Ascending(m.id, m.at),
    message.join(conversation, conversation.c.id == message.c.conversation_id),
    c.channel, c.account, m.conversation_id, m.seq, m.author,
    (
        Looks(Check.HEARD, ~_HAS_LETTER, is_one_of(m.author, "buyer"), note=m.kind),
        Looks(
            Check.NUMBERED,
            or_(
                and_(m.seq > literal_column("1"), ~_HAS_BEFORE),
                m.seq > _last,
                and_(m.seq < _last, ~_HAS_LATER),
            ),
            note=m.author,
        ),
        Looks(Check.LETTERED, ~_HAS_OUT, is_one_of(m.author, "bot", "human", "timer"), note=m.author),
    ),
)  # fmt: skip

# --- photos

PHOTOS = Ledger(
    Ascending(p.id, p.created_at), photo, p.channel, p.account, p.conversation_id, p.seq, p.state,
    (Looks(Check.PHOTOS, is_one_of(p.state, "failed"), p.inbox_id.is_not(None), note=p.error),),
)  # fmt: skip

# --- letters out

_part, _whole = outbox.alias("part"), message.alias("whole")
_PARTS = (
    select(func.count(_part.c.part.distinct()))
    .where(_part.c.conversation_id == o.conversation_id, _part.c.seq == o.seq, _part.c.edits.is_(None))
    .correlate(outbox)
    .scalar_subquery()
)
_HAS_MESSAGE = (
    exists().where(_whole.c.conversation_id == o.conversation_id, _whole.c.seq == o.seq).correlate(outbox)
)
OUT_STATES = ("queued", "sending", "sent", "failed", "unknown", "cancelled")
QUEUED = Ascending(o.id, o.queued_at)
_FAILED = and_(is_one_of(o.state, "failed", "unknown"), o.settled_at.is_(None))
LETTERS_OUT = Ledger(
    QUEUED, outbox, o.channel, o.account, o.conversation_id, o.seq, o.state,
    (
        Looks(
            Check.FATE,
            or_(
                ~is_one_of(o.state, *OUT_STATES),
                case((is_one_of(o.state, "sent"), o.sent_at.is_(None)), else_=o.sent_at.is_not(None)),
            ),
            note=o.state,
        ),
        Looks(
            Check.PARTS,
            or_(~_HAS_MESSAGE, and_(o.edits.is_(None), o.parts > literal_column("1"), o.parts != _PARTS)),
            note=o.state,
        ),
        Looks(Check.FAILED, _FAILED, note=o.error),
    ),
)  # fmt: skip

# --- what was noted of them

_sent = outbox.alias("sent")
_HAS_SENT = (
    exists()
    .where(_sent.c.conversation_id == e.conversation_id, _sent.c.seq == SeqOf(e.data))
    .where(is_one_of(_sent.c.state, "sent"), _sent.c.sent_at == e.at)
    .correlate(event, conversation)
)
NOTES = Ledger(
    LOG,
    event.join(conversation, conversation.c.id == event.c.conversation_id),
    c.channel, c.account, e.conversation_id, SeqOf(e.data), e.kind,
    (Looks(Check.ACCEPTED, ~_HAS_SENT),),
    only=is_one_of(e.kind, "delivered"),
)  # fmt: skip

LEDGERS = (LETTERS_IN, MESSAGES, PHOTOS, LETTERS_OUT, NOTES)
