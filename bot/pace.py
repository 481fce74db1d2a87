"""How fast an account may send: overall, per chat, per group, and the pauses a channel asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channels import Limits
from desk.record import noun

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@dataclass(slots=True, eq=False)
class Request:
    """One letter to the channel. It arrived there somewhere between its beginning and its answer, nobody knows when:
    so it fills its window from the one until a span after the other. Counted from the beginning alone, a slow one and
    the quick ones a second later arrive together, and the channel counts arrivals."""

    chat: str
    answered: datetime | None = None


@noun(slots=True)
class Pace:
    """Sliding windows over requests. One per account; the account's lease makes it the only one."""

    limits: Limits
    _all: deque[Request] = field(default_factory=deque)
    _chats: dict[str, deque[Request]] = field(default_factory=dict)
    _last_answer: datetime | None = None
    _swept: datetime | None = None
    paused: dict[str, datetime] = field(default_factory=dict)
    """Chat, or "" for the whole account, to the end of its pause."""

    def free_at(self, chat: str, at: datetime) -> datetime:
        """The earliest instant, not before `at`, at which a letter to this chat may leave, if what is on its way is
        answered now."""
        if self._last_answer and self._last_answer > at + SECOND:
            self._clock_went_back(self._last_answer - at)
        free = max(at, self.paused.get("", at), self.paused.get(chat, at))
        free = max(free, _room(self._all, int(self.limits.per_second), SECOND, at))
        for count, span in self._rules(chat):
            free = max(free, _room(self._chats.get(chat, ()), count, span, at))
        return free

    def began(self, chat: str, at: datetime) -> Request:
        self._forget(at)
        request = Request(chat)
        self._all.append(request)
        self._chats.setdefault(chat, deque()).append(request)
        return request

    def answered(self, request: Request, at: datetime) -> None:
        request.answered = self._last_answer = at

    def withdraw(self, request: Request) -> None:
        """It was not sent after all."""
        self._all.remove(request)
        self._chats[request.chat].remove(request)

    def pause(self, chat: str, until: datetime) -> None:
        """Never shortens a pause that is already there: another request's success must not end it."""
        self.paused[chat] = max(until, self.paused.get(chat, until))

    def _clock_went_back(self, by: timedelta) -> None:
        """What was answered lies in the future now: it counts for nothing, and pauses end as much sooner."""
        self._last_answer = self._swept = None
        for requests in (self._all, *self._chats.values()):
            for request in [request for request in requests if request.answered]:
                requests.remove(request)
        self.paused = {chat: until - by for chat, until in self.paused.items()}

    def _rules(self, chat: str) -> list[tuple[int, timedelta]]:
        """(how many, in what span). Telegram's groups have negative numbers."""
        burst = self.limits.chat_burst
        rules = [(burst, burst * SECOND / self.limits.per_chat_per_second)]
        if chat.startswith("-"):
            rules.append((self.limits.per_group_per_minute, MINUTE))
        return rules

    def _forget(self, at: datetime) -> None:
        _drop(self._all, at - SECOND)
        if self._swept and at - self._swept < MINUTE:
            return
        self._swept = at
        for chat, requests in list(self._chats.items()):
            _drop(requests, at - MINUTE)
            if not requests:
                del self._chats[chat]
        self.paused = {chat: until for chat, until in self.paused.items() if until > at}


def _room(requests: Collection[Request], count: int, span: timedelta, at: datetime) -> datetime:
    """From when on fewer than `count` of these fill the span."""
    if len(requests) < count:
        return at
    return sorted(request.answered or at for request in requests)[-count] + span


def _drop(requests: deque[Request], answered_before: datetime) -> None:
    """From the oldest on, up to the first that still counts: the order is that of the beginnings, near enough."""
    while requests and requests[0].answered and requests[0].answered < answered_before:
        requests.popleft()
