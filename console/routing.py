"""Who answers whom, read for one reader: where they are, what is held out to them, the queues, the handoff card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from console import routing_shapes as shapes
from desk import masking
from desk.agent import Agent, Right
from desk.conversation import Conversation, Mode
from desk.message import Author
from desk.store import Book, desk_list, handoffs, offers, posts, queues
from desk.store.handoffs import Known

LAST_LINES = 5
Words = Mapping[str, str]
AUTHORS: Mapping[Author, str] = {
    Author.BUYER: "buyer", Author.BOT: "bot", Author.TIMER: "bot", Author.HUMAN: "agent",
}  # fmt: skip


def presence_of(book: Book, agent: Agent) -> shapes.Mine:
    found = posts.seen_of(book, agent.id)
    return shapes.Mine(cast(shapes.Presence, str(found.state)), found.because, found.since)


def queue_names(book: Book) -> tuple[shapes.QueueName, ...]:
    """Those that are in use, with how many wait in each; empty where the shop made none."""
    kept = [one for one in queues.all_queues(book) if one.active]
    lengths = queues.lengths(book) if kept else {}
    return tuple(shapes.QueueName(one.id, one.name, lengths.get(one.id, 0)) for one in kept)


def topic_of(topic: str, words: Words) -> str:
    """Empty where another version knew a subject that this one has no word for."""
    return topic if f"intent.{topic}" in words else ""


def offers_of(book: Book, agent: Agent, words: Words) -> tuple[shapes.Offer, ...]:
    found = []
    for one in offers.of_agent(book, agent.id):
        listed, known = desk_list.one(book, one.conversation_id), handoffs.newest(book, one.conversation_id)
        if listed is None:
            continue
        found.append(
            shapes.Offer(
                id=one.id,
                conversation_id=listed.id,
                buyer=listed.buyer_name,
                last=masking.text(listed.last_line),
                reason=str(listed.reason) if listed.reason else None,
                topic=topic_of(known.topic, words) if known else "",
                queue=listed.queue,
                made_at=one.made_at,
                until=one.expires_at,
            )
        )
    return tuple(found)


# --- the handoff card


def known_of(book: Book, held: Conversation) -> Known | None:
    """While a person is owed or has it."""
    return handoffs.known(book, held.id, LAST_LINES) if held.mode in (Mode.WAITING, Mode.HUMAN) else None


def card(known: Known | None, held: Conversation, reader: Agent, words: Words) -> shapes.Card | None:
    if known is None:
        return None
    theirs = reader.id in (held.agent_id, known.offered_to) or (
        held.agent_id is None and reader.id == known.meant_for
    )
    return shapes.Card(
        reason=known.reason,
        topic=topic_of(known.topic, words),
        asked_at=known.asked_at,
        detail=masking.text(known.detail),
        given_by=known.given_by,
        note=known.note if theirs or (known.note and reader.may(Right.DIRECT)) else "",
        lines=_lines(known.lines),
        photos=tuple(known.photos),
        contacts=tuple(masking.text(one) for one in known.contacts),
    )


def _lines(said: Sequence[tuple[Author, str]]) -> tuple[shapes.Line, ...]:
    return tuple(
        shapes.Line(AUTHORS[author], masking.text(text)) for author, text in said if author in AUTHORS
    )
