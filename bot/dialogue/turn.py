"""One thought in the making: what will be said and done, and what will be remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import choice
from bot.dialogue.facts import Facts
from bot.dialogue.memory import LONGEST_KEPT, Memory
from bot.dialogue.seen import Seen
from bot.dialogue.steps import Choice, HandOff, Remember, Say, Step, WrongProof
from bot.dialogue.written import moment
from desk.handover import Reason

SMALL_TALK = frozenset({"greeting", "ack"})
"""Said only when nothing else is."""
ASKS_BACK = frozenset({"ask_meaning", "ask_again"})
NOT_THRICE = frozenset(
    {
        "greeting",
        "thanks",
        "goodbye",
        "ack",
        "proof_wrong",
        "button_unknown",
        "case_photos",
        "case_photo_here",
    }
)
"""Said in a row without being the answer to one question."""
TOLD_AT_MOST = 2
THRICE = 3
"""The same answer in a row is no answer."""
NOTHING: Mapping[str, str] = MappingProxyType({})


class Turn:
    """Filled while the letters of a run are read one after another; `steps` is what came of it."""

    def __init__(self, seen: Seen, facts: Facts, memory: Memory) -> None:
        self.seen = seen
        self.facts = facts
        self.memory = memory
        self.says: list[Say] = []
        self.acts: list[Step] = []
        self.handed: HandOff | None = None
        self.shown: set[str] = set()
        """Orders proven in this run, by order_key."""
        self.wrong_proofs = seen.wrong_proofs
        self.asked_now = False
        """A question was put in this run: the others need not come back now."""
        self.photos_seen = False
        self.case_read = False
        """What is told of a case was compared with the book."""
        self.grievance_read = False
        self.words: tuple[str, ...] = ()
        """Colours and sizes from pieces of this run that said nothing more."""
        self.settles = False
        """Some letter of this run can be answered."""

    @property
    def with_person(self) -> bool:
        """A person is called already; none needs to be called again."""
        return self.seen.mode == "waiting" or self.handed is not None

    def say(
        self,
        ask: Ask,
        key: str,
        values: Mapping[str, str] = NOTHING,
        *,
        choices: Iterable[Choice | None] = (),
        also: Sequence[str] = (),
    ) -> None:
        buttons = tuple(filter(None, choices))
        known = {slot: value for slot, value in values.items() if value}
        if self.memory.says_again(saying(key, known)) >= THRICE:
            also, buttons = self._once_more(key, also, buttons)
        worded = self.memory.worded
        wordings = (worded(key), *map(worded, also)) if also else (worded(key),)
        self.says.append(Say(key, ask.because, known, buttons, tuple(also), ask.language, wordings))

    def _once_more(
        self, key: str, also: Sequence[str], buttons: tuple[Choice, ...]
    ) -> tuple[Sequence[str], tuple[Choice, ...]]:
        """The same again leads nowhere: a person is offered."""
        if self.with_person or key in NOT_THRICE:
            return also, buttons
        return (*also, "again_person"), buttons if PERSON is None or PERSON in buttons else (*buttons, PERSON)

    def unsay(self, key: str) -> None:
        """A question of this run that its next letter has answered already."""
        self.says = [say for say in self.says if say.key != key]

    def unask(self, because: int) -> None:
        """What an earlier letter of this run meant is plain now."""
        self.says = [say for say in self.says if say.key not in ASKS_BACK or say.because == because]

    def act(self, step: Step) -> None:
        if step not in self.acts or isinstance(step, WrongProof):
            self.acts.append(step)

    def hand_off(self, ask: Ask, reason: Reason, key: str = "", values: Mapping[str, str] = NOTHING) -> None:
        """Says `key`, and what happens next; a person who is on the way is announced twice at most."""
        if self.with_person:
            self.memory.told_waiting += 1
            if key and not (saying(key, values) == self.memory.last and self.memory.in_a_row >= TOLD_AT_MOST):
                self.say(ask, key, values)
            elif self.memory.told_waiting <= TOLD_AT_MOST:
                self.say(ask, "person_on_the_way", {"opens": self.opens(ask)})
            return
        front = self.facts.front
        self.handed = HandOff(reason, ask.because, ask.intent if ask.sure else "", front.minutes)
        self.memory.told_waiting = 0
        called = "queue_time" if front.minutes else "queue" if front.place else "person_called"
        opens = self.opens(ask)
        told = {**values, "opens": opens, "place": _written(front.place), "minutes": _written(front.minutes)}
        choices = [CONTACT] if opens or front.place else []
        self.say(ask, key or called, told, also=(called,) if key else (), choices=choices)

    def opens(self, ask: Ask) -> str:
        """When somebody is there again; empty while the shop is open."""
        front = self.facts.front
        if front.open_now or front.opens_at is None:
            return ""
        return moment(front.opens_at, self.facts.now, front.zone, ask.language)

    def steps(self) -> list[Step]:
        said = self._greeted([s for s in self.says if s.key not in SMALL_TALK] or self.says[:1])
        steps: list[Step] = [*said, *self.acts]
        if self.handed:
            steps.append(self.handed)
        remembered = self.memory.as_json()
        if remembered != self.seen.state:
            steps.append(Remember(remembered))
        return steps

    def _greeted(self, said: list[Say]) -> list[Say]:
        """Before its first words the bot says what it is. To a mere greeting that is the answer."""
        if self.seen.greeted or not said or said[0].key == "group_leave":
            return said
        front, first = self.facts.front, said[0]
        values = {"shop": front.shop, "privacy": front.privacy_url}
        hello = Say(
            "greeting_first", first.because, {k: v for k, v in values.items() if v}, language=first.language
        )
        return [hello, *(said[1:] if first.key == "greeting" else said)]


def saying(key: str, values: Mapping[str, str]) -> str:
    """What is said, and of what: two of the same are the same said again."""
    return f"{key} {values.get('order') or values.get('item') or values.get('product')}"[:LONGEST_KEPT]


PERSON = choice("person", key="choice_person")
CONTACT = choice("contact", key="choice_contact")


def _written(number: int) -> str:
    return str(number) if number else ""


def person_button() -> Choice | None:
    return PERSON
