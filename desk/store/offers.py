"""Who is available, and what is held out to whom, out of the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import orjson
from sqlalchemy import bindparam, func, select

from desk.clock import from_ms, to_ms
from desk.conversation import Conversation, Mode
from desk.offer import Offer
from desk.presence import Presence
from desk.routing import Colleague, Given, Queue, Waiting, candidates, queue_of
from desk.store import answers, conversations, desk_list, posts, queues, shift_handovers
from desk.store.book import MAPPED, Book
from desk.store.tables import agent, offer, post
from desk.targets import Targets

LEAVING = shift_handovers.LEAVING
"""Whose board is open is offered nothing more."""
_IS_AVAILABLE = (agent.c.active == 1, post.c.state == "available", agent.c.id.not_in(LEAVING))
AVAILABLE = (
    select(agent.c.id, agent.c.capacity, agent.c.skills, agent.c.speaks, post.c.since, post.c.last_given_at)
    .join(post, post.c.agent_id == agent.c.id)
    .where(*_IS_AVAILABLE)
    .order_by(agent.c.id)
)
AVAILABLE_IDS = select(agent.c.id).join(post, post.c.agent_id == agent.c.id).where(*_IS_AVAILABLE)
STANDING = select(offer.c.agent_id, func.count()).where(offer.c.state == "offered").group_by(offer.c.agent_id)
OF_AGENT = (
    select(*MAPPED[Offer].columns)
    .where(offer.c.agent_id == bindparam("agent"), offer.c.state == "offered")
    .order_by(offer.c.id)
)
BY_ID = select(*MAPPED[Offer].columns).where(offer.c.id == bindparam("id"))
BY_ID_LOCKED = BY_ID.with_for_update()
OPEN_OF = select(*MAPPED[Offer].columns).where(
    offer.c.conversation_id == bindparam("conversation"),
    offer.c.agent_id == bindparam("agent"),
    offer.c.state == "offered",
)
OPEN_OF_LOCKED = OPEN_OF.with_for_update()


def available(book: Book) -> list[Colleague]:
    loads = load(book)
    return [
        Colleague(
            id,
            capacity,
            loads.get(id, 0),
            from_ms(max(since, given or 0)),
            frozenset(orjson.loads(skills)),
            frozenset(orjson.loads(speaks)),
        )
        for id, capacity, skills, speaks, since, given in book.rows(AVAILABLE)
    ]


def load(book: Book) -> dict[int, int]:
    """What each person has in hand and what is held out to them."""
    found = desk_list.held(book)
    for agent_id, standing in book.rows(STANDING):
        found[agent_id] = found.get(agent_id, 0) + standing
    return found


def sort(book: Book, sorted_into: Iterable[tuple[Waiting, Queue]], at: datetime, targets: Targets) -> None:
    """Where each waits is written down, unless it changed hands meanwhile."""
    for waiting, queue in sorted_into:
        conversation = conversations.by_id(book, waiting.id)
        if _same(conversation.mode, conversation.handoffs, waiting) and conversation.queue_id is None:
            conversation.stand_in(queue.id or None, at, targets)


def make(book: Book, given: Iterable[tuple[Given, Queue]], at: datetime) -> list[Offer]:
    """What still holds of a decision that was made from an earlier look. Nobody gets more than they can carry,
    and nothing is held out to two."""
    wanted, made = list(given), []
    # Everything that may change meanwhile is locked first, each kind in its order: then it is looked at.
    held = {id: conversations.by_id(book, id) for id in sorted({one.id for (one, _), _ in wanted})}
    free = _free(book, {chosen.id: chosen for (_, chosen), _ in wanted}, at)
    for (waiting, chosen), queue in wanted:
        one = held[waiting.id]
        if not _same(one.mode, one.handoffs, waiting) or one.gone or free.get(chosen.id, 0) <= 0:
            continue
        if offered := _hold_out(book, one, chosen.id, queue, at):
            free[chosen.id] -= 1
            made.append(offered)
    return made


def _free(book: Book, asked: Mapping[int, Colleague], at: datetime) -> dict[int, int]:
    """For how many more each of these who is available has room. Their places are this unit's alone from here on:
    nobody else gives them anything before it is over."""
    places = {id: posts.of(book, id, at) for id in sorted(asked)}
    loads, leaving = load(book), shift_handovers.leaving(book)
    return {
        id: asked[id].capacity - loads.get(id, 0)
        for id, place in places.items()
        if place.state == Presence.AVAILABLE and id not in leaving
    }


def ask_another(book: Book, held: Conversation, at: datetime, queue_id: int | None = None) -> None:
    """Who has it says nothing: it is held out to the next colleague of its queue, or of another one, and stays where
    it is until one accepts. Nothing where nobody else may be asked, or somebody is being asked."""
    if held.owed_since is None or held.gone:
        return
    waiting = Waiting(
        held.id, held.owed_since, held.channel, held.language, held.reason or "", held.topic,
        queue_id or held.queue_id, held.handoffs, given_by=held.agent_id,
        let_go=answers.of_one(book, held.id, held.handoffs, at),
    )  # fmt: skip
    queue = queue_of(waiting, queues.all_queues(book))
    for chosen in candidates(waiting, queue, available(book), at):
        if _free(book, {chosen.id: chosen}, at).get(chosen.id, 0) > 0:
            _hold_out(book, held, chosen.id, queue, at)
            return


def _hold_out(book: Book, held: Conversation, agent_id: int, queue: Queue, at: datetime) -> Offer | None:
    """None where it is held out already."""
    until = at + timedelta(seconds=queue.offer_seconds)
    values = {
        "conversation_id": held.id, "agent_id": agent_id, "handoff": held.handoffs, "made_at": to_ms(at),
        "expires_at": to_ms(until), "state": "offered",
    }  # fmt: skip
    number = book.insert_new(offer, values)
    if number is None:
        return None
    made = Offer(number, held.id, agent_id, held.handoffs, at, until)
    held.offered(made, at)
    return made


def _same(mode: Mode, handoffs: int, waiting: Waiting) -> bool:
    return mode == Mode.WAITING and handoffs == waiting.handoff


def stands(book: Book, conversation_id: int, agent_id: int) -> bool:
    """Whether it is held out to this person now."""
    return book.one(Offer, OPEN_OF, {"conversation": conversation_id, "agent": agent_id}) is not None


def of_agent(book: Book, agent_id: int) -> list[Offer]:
    """What is held out to this person now."""
    return book.many(Offer, OF_AGENT, {"agent": agent_id})


def decline(book: Book, conversation_id: int, agent_id: int, at: datetime) -> None:
    """Nothing where it is over already."""
    held = conversations.by_id(book, conversation_id)
    statement = OPEN_OF_LOCKED if book.locks else OPEN_OF
    standing = book.one(Offer, statement, {"conversation": conversation_id, "agent": agent_id})
    if standing is not None:
        standing.decline(at)
        book.keep(standing)
        held.offer_answered()
        if held.mode == Mode.HUMAN:
            ask_another(book, held, at)


def expire(book: Book, id: int, at: datetime) -> None:
    """Nobody had answered it in time."""
    standing = book.one(Offer, BY_ID_LOCKED if book.locks else BY_ID, {"id": id})
    assert standing is not None
    standing.expire(at)
    book.keep(standing)
