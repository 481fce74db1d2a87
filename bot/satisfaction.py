"""Asking for satisfaction: when its time has come, after a conversation or a case, in the chat and once (F2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogue.buttons import choice
from bot.dialogue.steps import Say
from bot.perform import Performing
from desk.clock import to_ms
from desk.conversation import Conversation, Mode
from desk.deadlines import Deadline, Kind
from desk.satisfaction import VALUES, Occasion, Score, ScoreState, decision
from desk.store import Book, clockwork, conversations, follow_ups, scores, tickets
from desk.targets import Targets
from desk.ticket.ticket import ENDS, Ticket, number_of

LOOK_AGAIN = timedelta(minutes=15)
"""After so long what could not be asked now is looked at again."""


class Satisfaction:
    """Units of the book, for the timers."""

    def __init__(self, performing: Performing, targets: Targets) -> None:
        self._performing, self._targets = performing, targets

    def fire(self, book: Book, conversation: Conversation, deadline: Deadline, at: datetime) -> None:
        """It has just fired, for this caller alone; what must wait is armed once more. `conversation` is locked."""
        look = self._case if deadline.kind == Kind.CASE_OVER else self._conversation
        until = look(book, conversation, deadline, at)
        if until is not None:
            clockwork.arm_again(book, deadline.id, until)

    def _conversation(
        self, book: Book, conversation: Conversation, deadline: Deadline, at: datetime
    ) -> datetime | None:
        """Until when it must wait; None: it is done with."""
        since = conversation.closed_at
        if since is None or conversation.mode != Mode.CLOSED or to_ms(since) != deadline.generation:
            return None
        agent_id, bot = scores.answered_by(book, conversation.id)
        occasion = Occasion(
            since=since,
            case=False,
            person=agent_id is not None,
            bot=bot,
            reachable=self.may_begin(book, conversation, at),
            busy=scores.open_elsewhere(book, conversation.buyer_id),
            quiet=self._targets.rules.promptness.hours.is_quiet(at),
            of_a_case=scores.has_case(book, conversation.id),
            asked_at=scores.last_asked(book, conversation.buyer_id),
        )
        return self._decide(book, conversation, occasion, None, agent_id, at)

    def _case(self, book: Book, began: Conversation, deadline: Deadline, at: datetime) -> datetime | None:
        """The chat's latest conversation is where it is asked: the case's own may be long over."""
        latest = conversations.latest_of_chat(book, began.channel, began.account, began.chat) or began
        ticket = tickets.by_id(book, number_of(deadline.generation))
        if ticket.state not in ENDS or ticket.closed_at is None or scores.asked_of(book, ticket.id):
            return None
        self._follow_up_later(book, ticket, ticket.closed_at)
        rules = self._targets.rules.afterwards
        if rules.after_case and at < ticket.closed_at + rules.delay:
            return ticket.closed_at + rules.delay
        agent_id, bot = scores.answered_by(book, latest.id)
        if agent_id is None:
            agent_id, _ = scores.answered_by(book, began.id)
        occasion = Occasion(
            since=ticket.closed_at,
            case=True,
            person=agent_id is not None,
            bot=bot,
            reachable=self.may_begin(book, latest, at),
            busy=not self._is_at_rest(book, latest, at) or ticket.untold,
            quiet=self._targets.rules.promptness.hours.is_quiet(at),
            asked_at=scores.last_asked(book, ticket.buyer_id),
        )
        return self._decide(book, latest, occasion, ticket.id, agent_id, at)

    def _decide(
        self,
        book: Book,
        conversation: Conversation,
        occasion: Occasion,
        ticket_id: int | None,
        agent_id: int | None,
        at: datetime,
    ) -> datetime | None:
        match decision(occasion, self._targets.rules.afterwards, at):
            case "ask":
                self._ask(book, conversation, ticket_id, agent_id, at)
            case "later":
                return at + LOOK_AGAIN
        return None

    def _is_at_rest(self, book: Book, latest: Conversation, at: datetime) -> bool:
        """What the desk itself told of the case may have opened it: nobody speaks in it, and nobody waits."""
        if scores.open_elsewhere(book, latest.buyer_id, latest.id):
            return False
        if latest.mode == Mode.CLOSED:
            return True
        quiet_for = at - latest.last_at >= self._targets.rules.afterwards.delay
        return latest.mode == Mode.BOT and latest.waiting_since is None and not latest.unthought and quiet_for

    def _follow_up_later(self, book: Book, ticket: Ticket, closed_at: datetime) -> None:
        rules = self._targets.rules.afterwards
        if rules.follow_cases:
            follow_ups.begin(book, follow_ups.of_case(ticket, closed_at, closed_at + rules.first))

    def may_begin(self, book: Book, conversation: Conversation, at: datetime) -> bool:
        """In private, not blocked, and the channel lets us."""
        return not (conversation.gone or conversation.in_group) and self.in_window(book, conversation, at)

    def in_window(self, book: Book, conversation: Conversation, at: datetime) -> bool:
        within = self._performing.begins_within(conversation)
        if within is None:
            return True
        spoke = scores.spoke_at(book, conversation.channel, conversation.account, conversation.chat)
        return spoke is not None and at - spoke <= within

    def _ask(
        self,
        book: Book,
        conversation: Conversation,
        ticket_id: int | None,
        agent_id: int | None,
        at: datetime,
    ) -> None:
        score = book.add(
            Score(
                0,
                conversation.id,
                ticket_id,
                conversation.buyer_id,
                conversation.channel,
                agent_id,
                ScoreState.ASKING,
                at,
            )
        )
        choices = [
            choice("score", f"{score.id}:{value}", key=f"score_choice_{value}") for value in reversed(VALUES)
        ]
        values = {"ticket": str(ticket_id)} if ticket_id is not None else {}
        say = Say(
            "score_ask_case" if ticket_id is not None else "score_ask",
            0,
            values,
            tuple(one for one in choices if one is not None),
        )
        if self._performing.ask(conversation, say, at, f"score:{score.id}"):
            conversation.score_id = score.id
        else:
            score.call_off()
