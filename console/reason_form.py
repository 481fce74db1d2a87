"""The list of reasons as it is shown, and a reason as it was filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from console.form import Form
from console.ticket_desk_shapes import Reason, ReasonFault, Reasons
from desk.ticket.kinds import CLAIMS, TicketKind
from desk.ticket.reason import LONGEST, TicketReason


def shown(one: TicketReason, used: Collection[int], language: str) -> Reason:
    return Reason(
        one.id, one.words, frozenset(one.kinds), one.photos, one.shop_pays, one.shown, one.id in used,
        title=one.in_words(language),
    )  # fmt: skip


def reasons(
    found: Iterable[TicketReason],
    used: Collection[int],
    languages: tuple[str, ...],
    language: str,
    sent: Reason | None,
) -> Reasons:
    """`sent`: what could not be saved, as it was filled in; number 0 is a new one."""
    rows = [shown(one, used, language) for one in found]
    if sent is not None and sent.id:
        rows = [replace(sent, used=one.used, title=one.title) if one.id == sent.id else one for one in rows]
    new = sent if sent is not None and not sent.id else Reason(0, {}, frozenset(map(str, CLAIMS)))
    return Reasons(tuple(rows), new, languages)


def written(sent: Form, id: int, languages: tuple[str, ...]) -> Reason:
    words = {language: " ".join(sent.text(f"words-{language}").split()) for language in languages}
    kinds = frozenset(str(kind) for kind in TicketKind if sent.text(f"kind-{kind}") == "1")
    ticks: dict[str, Any] = {name: sent.text(name) == "1" for name in ("photos", "shop_pays", "shown")}
    made = Reason(id, {language: word for language, word in words.items() if word}, kinds, **ticks)
    return replace(made, fault=_fault(made))


def _fault(made: Reason) -> ReasonFault | None:
    if not made.words:
        return "no_words"
    if any(len(word) > LONGEST for word in made.words.values()):
        return "too_long"
    return None if made.kinds else "no_kind"


def put(into: TicketReason, made: Reason) -> None:
    """Words of languages that the page does not show stay."""
    kept = {language: word for language, word in into.words.items() if language not in made.words}
    into.words = {**kept, **made.words}
    into.kinds = [str(kind) for kind in TicketKind if kind in made.kinds]
    into.photos, into.shop_pays, into.shown = made.photos, made.shop_pays, made.shown
