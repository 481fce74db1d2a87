"""Ringing outside: the owner's phone, when a buyer waits and nobody is looking."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

log = structlog.get_logger()


class Alerts:
    """Sends by apprise (WeCom, DingTalk, Feishu, Telegram, mail …). Imported when first needed: it is large."""

    def __init__(self, urls: Sequence[str], console_url: str) -> None:
        self._urls, self._console_url = list(urls), console_url
        self._under_way: set[asyncio.Task[None]] = set()

    async def buyer_waits(self, conversation_id: int, buyer_name: str, reason: str, since: datetime) -> None:
        who = buyer_name[:40] or "?"
        self._ring(
            f"{who} is waiting · {who} 在等人工", f"{since:%H:%M} UTC · {reason}", f"/desk/{conversation_id}"
        )

    async def buyers_wait(self, count: int, since: datetime) -> None:
        """Many at once. `since`: of the one who waits longest."""
        self._ring(f"{count} buyers are waiting · {count} 位买家在等人工", f"{since:%H:%M} UTC", "/desk")

    async def promises_broken(self, owners: Sequence[str]) -> None:
        """One ring for all that lapsed together: after a long night there may be many."""
        count, who = len(owners), ", ".join(dict.fromkeys(name[:40] for name in owners))
        self._ring(f"Promises not kept: {count} · 承诺未兑现：{count}", who[:200], "/promises?show=late")

    async def escalated(self, kind: str, raised_by: str, *, overdue: bool) -> None:
        title = "Escalation overdue · 上报已超时" if overdue else "Escalation · 新的上报"
        self._ring(title, f"{kind} · {raised_by[:40]}", "/escalations")

    def _ring(self, title: str, body: str, path: str) -> None:
        """Returns at once; a service that is down must not hold up the timers."""
        if not self._urls:
            return
        task = asyncio.create_task(self._send(title, f"{body}\n{self._console_url}{path}"))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _send(self, title: str, body: str) -> None:
        for attempt in range(3):
            if await asyncio.to_thread(self._notify, title, body):
                return
            await asyncio.sleep(5 * (attempt + 1))
        # The addresses hold passwords: only their number is told.
        log.error("alert_not_delivered", addresses=len(self._urls))

    def _notify(self, title: str, body: str) -> bool:
        import apprise

        sender = apprise.Apprise()
        for url in self._urls:
            sender.add(url)
        return bool(sender.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT))
