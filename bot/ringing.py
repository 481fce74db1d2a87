"""Telling a service outside by apprise (WeCom, DingTalk, Feishu, Telegram, mail …), which is imported when first needed: it
is large."""

from __future__ import annotations

import logging
import re
from typing import Any

from desk.report_sending import Fault

MOST_SECONDS = 60
STATUS = re.compile(r"\berror[=:]? ?\(?([1-5][0-9]{2})\b|\(([45][0-9]{2}), b['\"]")
"""Of HTTP as apprise says it, or of SMTP as Python does: (535, b'…')."""
NOT_REACHED = re.compile(r"connection|socket|timed? ?out|unreachable|resolve|did not finish", re.IGNORECASE)


def ring(url: str, title: str, body: str) -> tuple[Fault, str] | None:
    """None where the service took it; otherwise why not, and the number that it answered. Blocks: for a thread."""
    import apprise

    sender, complaints = apprise.Apprise(), list[str]()

    def hears(entry: Any, service: Any) -> None:
        """Its other notes hold what is sent."""
        if entry.level in ("WARNING", "ERROR", "CRITICAL") or entry.message.startswith("Socket Exception"):
            complaints.append(entry.message)

    if not sender.add(url):
        return Fault.NO_ADDRESS, ""
    taken = sender.notify(
        body=body,
        title=title,
        body_format=apprise.NotifyFormat.TEXT,
        timeout=MOST_SECONDS,
        # They may name addresses: they are looked through, never shown or kept.
        log_callback=hears,
        log_level=logging.DEBUG,
    )
    return None if taken else why("\n".join(complaints))


def why(said: str) -> tuple[Fault, str]:
    """What a service's complaints come to, without its words."""
    if found := STATUS.search(said):
        return Fault.REFUSED, found[1] or found[2]
    # Whoever waited in vain says nothing.
    return (Fault.NOT_REACHED if not said or NOT_REACHED.search(said) else Fault.REFUSED), ""
