"""Two weeks of the demo shop's conversations, over before its first hour: made up, so that figures have something to tell.

They end with yesterday: what happens today is the newcomer's own. Each is told whole, with letters, events, handoffs,
promises and scores, by an hour and a chance of its own day, so that a demo of the same day is always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from desk import events
from desk.buyer import Buyer, Identity
from desk.clock import from_ms, to_ms
from desk.conversation import Mode, opening, sha
from desk.handover import Handoff, Reason
from desk.message import Author, Message
from desk.outgoing import Outgoing, OutState
from desk.promise import Promise, PromiseState
from desk.promise_words import About
from desk.satisfaction import Score, ScoreState
from desk.shops.demo.orders import buyers
from desk.shops.demo.talks import TALKS, Talk
from desk.store import Book, agents, letters

DAYS = 14
BY_DAY = (16, 22)
"""So many a day, at least and at most."""
BUSY = (10, 11, 12, 14, 15, 15, 16, 19, 20, 20)
"""Hours in which they come."""
STAFF = (("Otto", 1.0), ("Ines", 1.7))
"""Who answers, and how long it takes them."""
NOTICE = timedelta(minutes=30)


def begin(book: Book, at: datetime, zone: tzinfo) -> None:
    """Once, before anything else happens: events are written in the order of their times."""
    told = _Past(book)
    today = at.astimezone(zone).date()
    for ago in range(DAYS, 0, -1):
        for started, chance in _day(today - timedelta(days=ago), zone):
            _Telling(told, started, chance).tell()
    for event in sorted(told.events, key=lambda one: one.at):
        book.happened(event)


def _day(day: date, zone: tzinfo) -> Iterator[tuple[datetime, random.Random]]:
    chance = random.Random(f"lantern {day}")
    for _ in range(chance.randint(*BY_DAY)):
        clock = time(chance.choice(BUSY), chance.randrange(60), chance.randrange(60))
        yield datetime.combine(day, clock, zone), random.Random(chance.random())


class _Past:
    def __init__(self, book: Book) -> None:
        self.book, self.events, self.people = book, list[events.Event](), buyers()
        found = ((agents.by_name(book, name), pace) for name, pace in STAFF)
        self.staff = [(person.id, pace) for person, pace in found if person is not None]


class _Telling:
    """One conversation, told as it went on."""

    def __init__(self, past: _Past, started: datetime, chance: random.Random) -> None:
        self.past, self.book, self.chance = past, past.book, chance
        self.at, self.seq = from_ms(to_ms(started)), 0
        self.agent_id: int | None = None
        self.talk: Talk = chance.choice(TALKS)
        person = chance.choice(past.people)
        buyer = self.book.add(Buyer(0, person.name, self.talk.language, self.at))
        identity = f"demo-past-{buyer.id}"
        self.book.add(Identity(0, buyer.id, "web", "main", identity, person.name))
        values = {
            "buyer_id": buyer.id, "buyer_name": person.name, "channel": "web", "account": "main", "chat": identity,
            "identity": identity, "language": self.talk.language, "in_group": False,
        }  # fmt: skip
        self.held = self.book.add(replace(opening(values, self.at), greeted=True))

    def tell(self) -> None:
        for asked, answered in self.talk.with_bot:
            self.hears(asked)
            self.passes(0.4, 1.5)
            self.says(answered, Author.BOT)
            self.passes(8, 50)
        if self.talk.with_person:
            self._with_person(self.talk.with_person)
        self.passes(120, 600)
        self._move("close", Mode.CLOSED, "timer")
        self.held.closed_at = self.at

    def _with_person(self, said: Sequence[tuple[str, str]]) -> None:
        self.hears(self.talk.asks)
        self.passes(0.2, 0.6)
        called = self.at
        self._move("hand_off", Mode.WAITING, "bot", self.talk.reason)
        if self.chance.random() < 0.06:  # nobody came in time
            self.passes(90, 400)
            self.book.add(self._handoff(called, None))
            return
        agent_id, pace = self.chance.choice(self.past.staff)
        self.passes(3 * pace, 9 * pace)
        self.agent_id = agent_id
        self._move("take", Mode.HUMAN, "agent")
        self.book.add(self._handoff(called, agent_id))
        for n, (answered, then) in enumerate(said):
            slow = self.chance.random() < 0.2
            self.passes((40 if slow else 6) * pace, (150 if slow else 17) * pace)
            self.says(answered, Author.HUMAN)
            if n == 0 and self.talk.promise:
                self._promise(answered)
            if then:
                self.passes(15, 70)
                self.hears(then)
        self.passes(20, 60)
        self.says(self.talk.farewell, Author.HUMAN)
        if self.chance.random() < 0.8:
            self._score()

    def passes(self, least: float, most: float) -> None:
        self.at += timedelta(milliseconds=int(self.chance.uniform(least, most) * 1000))

    def hears(self, text: str) -> None:
        self._next(text, Author.BUYER)
        row = {
            "channel": "web", "account": "main", "ext_id": f"{self.held.chat}:{self.seq}", "chat": self.held.chat,
            "kind": "text", "raw": text.encode(), "received_at": to_ms(self.at), "event_at": None, "state": "done",
            "reason": "", "conversation_id": self.held.id, "seq": self.seq, "msg_id": None, "group_id": None,
            "text_sha": sha(text),
        }  # fmt: skip
        letter = letters.keep(self.book, row)
        self.book.add(
            Message(0, self.held.id, self.seq, Author.BUYER, None, "text", text, self.at, inbox_id=letter)
        )
        self._happens(events.Heard(at=self.at, conversation_id=self.held.id, seq=self.seq))

    def says(self, text: str, author: Author) -> None:
        self._next(text, author)
        held, by = self.held, self.agent_id
        self.book.add(Message(0, held.id, self.seq, author, by, "text", text, self.at))
        self.book.add(
            Outgoing(
                0, held.id, self.seq, "web", "main", held.chat, f"demo-past:{held.id}:{self.seq}", author, by, 1, 1, text,
                [], None, sha(text), OutState.SENT, 0, None, self.at, sent_at=self.at,
            )
        )  # fmt: skip
        for kind in (events.Said, events.Delivered):
            self._happens(kind(at=self.at, conversation_id=held.id, agent_id=by, seq=self.seq))

    def _next(self, text: str, author: Author) -> None:
        self.seq += 1
        self.held.last_seq, self.held.last_at = self.seq, self.at
        self.held.last_line, self.held.last_author = text, author

    def _move(self, verb: str, after: Mode, by: str, reason: str = "") -> None:
        self._happens(
            events.ModeChanged(
                at=self.at, conversation_id=self.held.id, agent_id=self.agent_id if by == "agent" else None, verb=verb,
                before=self.held.mode, after=after, by=by, reason=reason, topic=self.talk.topic,
            )
        )  # fmt: skip
        self.held.mode, self.held.topic = after, self.talk.topic
        self.held.mode_version += 1

    def _happens(self, event: events.Event) -> None:
        self.past.events.append(event)

    def _handoff(self, called: datetime, taker: int | None) -> Handoff:
        taken_at = self.at if taker is not None else None
        return Handoff(
            0, self.held.id, Reason(self.talk.reason), "", called, taker, taken_at, self.at, self.talk.topic
        )

    def _promise(self, text: str) -> None:
        """Most are kept."""
        due = self.at + timedelta(hours=1)
        kept = due - timedelta(minutes=self.chance.randint(5, 40)) if self.chance.random() < 0.8 else None
        assert self.agent_id is not None
        self.book.add(
            Promise(
                0, self.held.id, self.held.buyer_id, self.seq, self.agent_id, About.ANSWER, text, due, due - NOTICE,
                PromiseState.KEPT if kept else PromiseState.BROKEN, self.at, self.agent_id, kept or due, self.agent_id, kept,
            )
        )  # fmt: skip

    def _score(self) -> None:
        asked = self.at + timedelta(minutes=12)
        score = Score(
            0, self.held.id, None, self.held.buyer_id, "web", self.agent_id, ScoreState.ASKED, asked, asked
        )
        if self.chance.random() < 0.5:
            score.state, score.answered_at = ScoreState.ANSWERED, asked + timedelta(minutes=3)
            score.value = self.chance.choices((5, 4, 3, 2), (12, 6, 2, 1))[0]
        self.book.add(score)
