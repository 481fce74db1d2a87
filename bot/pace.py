"""How fast an account may send: overall, per chat, per group, and the pauses a channel asked for."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channels import Limits

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@dataclass(slots=True)
class Pace:
    """Sliding windows over the instants at which requests began. One per account; the account's lease makes
    it the only one."""

    limits: Limits
    _all: deque[datetime] = field(default_factory=deque)
    _chats: dict[str, deque[datetime]] = field(default_factory=dict)
    paused: dict[str, datetime] = field(default_factory=dict)
    """Chat, or "" for the whole account, to the end of its pause."""

    def free_at(self, chat: str, at: datetime) -> datetime:
        """The earliest instant, not before `at`, at which a letter to this chat may leave."""
        free = max(at, self.paused.get("", at), self.paused.get(chat, at))
        whole = int(self.limits.per_second)
        if len(self._all) >= whole:
            free = max(free, self._all[-whole] + SECOND)
        for count, span in self._rules(chat):
            sent = self._chats.get(chat, ())
            if len(sent) >= count:
                free = max(free, sent[-count] + span)
        return free

    def began(self, chat: str, at: datetime) -> None:
        self._all.append(at)
        self._chats.setdefault(chat, deque()).append(at)
        self._forget(at)

    def pause(self, chat: str, until: datetime) -> None:
        """Never shortens a pause that is already there: another request's success must not end it."""
        self.paused[chat] = max(until, self.paused.get(chat, until))

    def _rules(self, chat: str) -> list[tuple[int, timedelta]]:
        """(how many, in what span). Telegram's groups have negative numbers."""
        burst = self.limits.chat_burst
        rules = [(burst, burst * SECOND / self.limits.per_chat_per_second)]
        if chat.startswith("-"):
            rules.append((self.limits.per_group_per_minute, MINUTE))
        return rules

    def _forget(self, at: datetime) -> None:
        while self._all and at - self._all[0] > SECOND:
            self._all.popleft()
        for name in [c for c, sent in self._chats.items() if at - sent[-1] > MINUTE]:
            del self._chats[name]
        self.paused = {chat: until for chat, until in self.paused.items() if until > at}
