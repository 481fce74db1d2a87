"""A conversation as a list of lines: what Mina writes, and which replies and steps follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.dialogue.case_facts import AfterSales
from bot.dialogue.facts import gather
from bot.dialogue.next import Heard, Seen, next_steps
from bot.dialogue.spoken import spoken
from bot.dialogue.steps import (
    AddWords,
    AskSupplier,
    ChangeAddress,
    ExtendReceipt,
    HandOff,
    HangPhotos,
    JoinWaitingList,
    LeaveContact,
    LeaveWaitingList,
    MoveCase,
    NameException,
    RecordException,
    Remember,
    Say,
    ShownToOwn,
    Step,
    SubmitCase,
    TellCase,
    TellGrievance,
    WrongProof,
)
from bot.dialogue.wants import wants
from bot.understanding import ProductGuess, Slot, Understanding
from desk.phrases import Packs
from desk.ticket.reason import shipped
from tests.bot.dialogue.lantern_and_loom import CLOSED, NOW, OPEN, LanternAndLoom
from tests.shipped import packs as shipped_packs

SLOTS = ("order_number", "phone", "sku", "quantity", "colour", "size", "product", "tracking_number")
REASONS = tuple(replace(reason, id=n) for n, reason in enumerate(shipped(), 1))
PACKS = shipped_packs()


def packs() -> Packs:
    return PACKS


def understood(text: str, line: Mapping[str, Any], language: str) -> Understanding:
    """As the line says: `is` the intent when sure, `maybe` the likely ones when not."""
    slots = []
    for kind in SLOTS:
        values = line.get(kind, [])
        for value in [values] if isinstance(values, str) else values:
            at = text.index(value)
            slots.append(Slot(kind, value, at, at + len(value)))  # type: ignore[arg-type]
    maybe = [(intent, 0.3) for intent in line.get("maybe", [])]
    guesses = line.get("about", {})
    if isinstance(guesses, str):
        guesses = {guesses: 1.0}
    return Understanding(
        text=text,
        language=line.get("language", language),
        intent=line.get("is", "out_of_scope"),
        confidence=0.9 if "is" in line else 0.3,
        top=tuple(maybe),
        action=line.get("action") or ("answer" if "is" in line else "clarify" if maybe else "handoff"),
        slots=tuple(slots),
        products=tuple(ProductGuess(product, score) for product, score in guesses.items()),
    )


@dataclass
class Talk:
    """The conversation between two lines: what the rows would hold."""

    buyer: str = "mina"
    language: str = "zh-CN"
    open_now: bool = True
    down: bool = False
    place: int = 0
    minutes: int = 0
    """Of who asks for a person now."""
    seen: Seen = field(init=False)
    proven: set[str] = field(default_factory=set)
    letters: int = 0
    loose: int = 0
    """Photos so far: no ticket is in the facts here, so they hang on none."""
    buttons: dict[str, str] = field(default_factory=dict)
    """Label → data, of everything said so far."""
    texts: list[str] = field(default_factory=list)
    """Of the last answer."""

    def __post_init__(self) -> None:
        self.seen = Seen(self.language, greeted=False)

    def heard(self, line: Mapping[str, Any]) -> Heard:
        self.letters += 1
        text = line.get("writes", "")
        button = line.get("data") or self.buttons.get(line.get("presses", ""))
        if "presses" in line:
            assert button, f"nobody was offered {line['presses']!r}: {self.buttons}"
        return Heard(
            inbox_id=self.letters,
            kind=line.get("sends") or ("press" if "presses" in line or "data" in line else "text"),
            text=text,
            understanding=understood(text, line, self.language) if text else None,
            button=button,
            photos=1 if line.get("sends") == "photo" else 0,
            group_id=line.get("album"),
            in_group=line.get("in_group", False),
            for_us=line.get("for_us", True),
        )

    async def thinks(self, run: Sequence[Heard]) -> list[Step]:
        facts = await gather(
            wants(self.seen, run),
            LanternAndLoom(down=self.down),
            replace(OPEN if self.open_now else CLOSED, place=self.place, minutes=self.minutes),
            now=NOW,
            channel="telegram",
            identity=self.buyer,
            proven=frozenset(self.proven),
            places=dict.fromkeys(self.seen.waiting_for, 2),
        )
        self.loose += sum(letter.photos for letter in run)
        facts = replace(facts, after=AfterSales(reasons=REASONS, loose=self.loose))
        steps = next_steps(self.seen, run, facts)
        self.happens(steps)
        return steps

    def happens(self, steps: Sequence[Step]) -> None:
        self.texts = []
        for step in steps:
            match step:
                case Say():
                    text, buttons = spoken(step, packs(), self.language, self.letters)
                    self.texts.append(text)
                    self.buttons |= {b.text: b.data for b in buttons}
                    self.seen = replace(self.seen, greeted=True)
                case HandOff():
                    self.seen = replace(self.seen, mode="waiting")
                case Remember(state):
                    self.seen = replace(self.seen, state=state)
                case WrongProof():
                    self.seen = replace(self.seen, wrong_proofs=self.seen.wrong_proofs + 1)
                case ShownToOwn(number):
                    self.proven.add(number)
                case JoinWaitingList(sku):
                    self.seen = replace(self.seen, waiting_for=self.seen.waiting_for | {sku})
                case LeaveWaitingList(sku):
                    self.seen = replace(self.seen, waiting_for=self.seen.waiting_for - {sku})


def told(step: Step) -> str:
    """A step as the tables write it: `HandOff asked`, `WrongProof 1008`."""
    match step:
        case HandOff(reason):
            return f"HandOff {reason}"
        case JoinWaitingList(about) | LeaveWaitingList(about) | AskSupplier(about):
            return f"{type(step).__name__} {about}"
        case ShownToOwn(about) | WrongProof(about):
            return f"{type(step).__name__} {about}"
        case ChangeAddress(order, address):
            return f"ChangeAddress {order} {address}"
        case ExtendReceipt(order, until):
            return f"ExtendReceipt {order} {until:%Y-%m-%d}"
        case RecordException(kind, order):
            return f"RecordException {kind} {order}".strip()
        case LeaveContact(contact):
            return f"LeaveContact {contact}"
        case TellCase(_, order, sku, kind, quantity):
            more = [f"x{quantity}"] * (quantity > 1) + [f"for {step.wanted}"] * bool(step.wanted)
            why = [REASONS[step.reason - 1].words["en"]] if step.reason else []
            return " ".join(["TellCase", order.number, sku, str(kind), *more, *why])
        case HangPhotos(_, order, sku) | SubmitCase(_, order, sku):
            return f"{type(step).__name__} {order} {sku}"
        case MoveCase(_, order, sku, verb):
            return f"MoveCase {verb} {order} {sku}"
        case TellGrievance(_, kind, order, sku):
            number = order.number if order else ""
            why = [REASONS[step.reason - 1].words["en"]] if step.reason else []
            return " ".join(filter(None, ["TellGrievance", str(kind), number, sku, *why]))
        case AddWords(ticket):
            return f"AddWords {ticket}"
        case NameException(order):
            return f"NameException {order}"
    return type(step).__name__


def keys(steps: Sequence[Step]) -> list[str]:
    return ["+".join((s.key, *s.also)) for s in steps if isinstance(s, Say)]


def deeds(steps: Sequence[Step]) -> list[str]:
    return [told(step) for step in steps if not isinstance(step, Say | Remember)]
