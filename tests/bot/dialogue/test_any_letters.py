"""Whatever is written, pressed or sent: the dialogue answers, greets once and names every order asked for."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.dialogue.digits import order_key
from bot.dialogue.facts import gather
from bot.dialogue.flows import FLOWS
from bot.dialogue.next import Heard, Seen, next_steps
from bot.dialogue.replies import REPLIES
from bot.dialogue.spoken import spoken
from bot.dialogue.steps import HandOff, Remember, Say, Step
from bot.dialogue.wants import wants
from bot.understanding import ProductGuess, Slot, SlotType, Understanding
from tests.bot.dialogue.lantern_and_loom import CLOSED, NOW, OPEN, ORDERS, PRODUCTS, LanternAndLoom
from tests.bot.dialogue.talk import PACKS, Talk

HOSTILE = [
    "{{7*7}}",
    "${7*7}",
    "{order.__class__}",
    "%(x)s%n",
    "\u202e7001",
    "x" * 4096,
    "1-" * 2000,
    "①" * 99,
    "\ud800",
]
KINDS = ["text", "photo", "press", "edit", "sticker", "voice", "video", "file", "contact", "other", "gone"]
INTENTS = [*FLOWS, "out_of_scope", "an_intent_of_tomorrow"]
BUTTONS = [
    "p:LAMP-W",
    "w:RUG-M",
    "g:RUG-M",
    "l:RUG-M",
    "v:LAMP-B",
    "o:1007",
    "o:1008",
    "m:stock",
    "m:return_refund",
    "a:line:LAMP-W",
    "a:kind:refund",
    "a:reason:999999999",
    "a:change:line",
    "a:send:0",
    "a:drop:case",
    "a:x",
    "t:withdraw:1",
    "t:satisfied:x",
    "h",
    "y:00",
    "n:00",
]

texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from([*HOSTILE, "1007", "4321", "算了", "yes", "白色的", "2", ""]),
    st.sampled_from(
        [
            "上海市徐汇区漕溪北路100号5楼",
            "不对，是2002",
            "改地址",
            "确认",
            "延长收货",
            "包裹丢了",
            "never mind",
        ]
    ),
)
numbers = st.one_of(
    st.sampled_from(sorted(ORDERS)),
    st.integers(100, 10**16).map(str),
    st.sampled_from(["１００７", "T-1234"]),
)


@st.composite
def understandings(draw: st.DrawFn, text: str) -> tuple[str, Understanding]:
    """A sentence with slots where they are, as an understander would give it."""
    slots = []
    words: list[tuple[SlotType, str]] = [
        ("order_number", n) for n in draw(st.lists(numbers, max_size=3, unique=True))
    ]
    words += [("colour", c) for c in draw(st.lists(st.sampled_from(["白色", "pink", "grey"]), max_size=1))]
    words += [("phone", "13700004321")] * draw(st.integers(0, 1))
    for kind, value in words:
        slots.append(Slot(kind, value, len(text) + 1, len(text) + 1 + len(value)))
        text = f"{text} {value}"
    guesses = draw(st.lists(st.tuples(st.sampled_from([*PRODUCTS, "GONE"]), st.floats(0, 1)), max_size=3))
    return text, Understanding(
        text=text,
        language=draw(st.sampled_from(["zh-CN", "zh-TW", "en", "fr"])),
        intent=draw(st.sampled_from(INTENTS)),
        confidence=0.5,
        top=tuple(draw(st.lists(st.tuples(st.sampled_from(INTENTS), st.floats(0, 1)), max_size=3))),
        action=draw(st.sampled_from(["answer", "clarify", "handoff"])),
        slots=tuple(slots),
        products=tuple(ProductGuess(id, score) for id, score in guesses),
    )


@st.composite
def letters(draw: st.DrawFn) -> Heard:
    text, understanding = draw(texts.flatmap(understandings))
    kind: Any = draw(st.sampled_from(["text", "text", "text", *KINDS]))
    return Heard(
        inbox_id=draw(st.integers(1, 9)),
        kind=kind,
        text=text,
        understanding=draw(st.sampled_from([understanding, understanding, None])),
        button=draw(st.one_of(st.sampled_from(BUTTONS), texts)) if kind == "press" else None,
        photos=1 if kind == "photo" else 0,
        group_id=draw(st.sampled_from([None, "a", "b"])),
    )


async def talked(runs: list[list[Heard]], buyer: str, open_now: bool, down: bool) -> list[list[Step]]:
    talk = Talk(buyer=buyer, open_now=open_now, down=down)
    return [await talk.thinks(run) for run in runs]


conversations = st.lists(st.lists(letters(), min_size=1, max_size=3), min_size=1, max_size=4)


@settings(max_examples=150)
@given(conversations, st.sampled_from(["mina", "lena", "petra", "stranger"]), st.booleans(), st.booleans())
def test_any_conversation_is_led(runs: list[list[Heard]], buyer: str, open_now: bool, down: bool) -> None:
    thoughts = asyncio.run(talked(runs, buyer, open_now, down))
    steps = [step for thought in thoughts for step in thought]
    says = [step for step in steps if isinstance(step, Say)]
    assert [say.key for say in says].count("greeting_first") <= 1
    assert sum(isinstance(step, HandOff) for step in steps) <= 1
    for say in says:
        for key in (say.key, *say.also):
            assert say.values.keys() <= REPLIES[say.key], (key, say.values)
        text, buttons = spoken(say, PACKS, "zh-CN", 1)
        assert text and len(text) <= 4_000
        assert all(0 < len(b.data.encode()) <= 64 and b.text for b in buttons)
    for run, thought in zip(runs, thoughts, strict=True):
        assert {say.because for say in thought if isinstance(say, Say)} <= {h.inbox_id for h in run}
        for state in (step.state for step in thought if isinstance(step, Remember)):
            assert len(json.dumps(state)) < 6_000


def two_parcels_lost() -> list[list[Heard]]:
    text = "包裹丢 1007 1008"
    slots = (Slot("order_number", "1007", 4, 8), Slot("order_number", "1008", 9, 13))
    return [[Heard(1, "text", text, Understanding(text, "zh-CN", "order_status", 0.5, (), "answer", slots))]]


@settings(max_examples=150)
@given(conversations, st.sampled_from(["mina", "stranger"]), st.booleans())
@example(two_parcels_lost(), "mina", False)
def test_every_order_number_asked_for_is_named(runs: list[list[Heard]], buyer: str, down: bool) -> None:
    """Of understood letters; where four bare digits were asked for, a number may be those instead."""
    for run, thought in zip(runs, asyncio.run(talked(runs, buyer, True, down)), strict=True):
        said = " ".join(say.values.get("order", "") for say in thought if isinstance(say, Say))
        for letter in run:
            understood = letter.understanding
            if (
                letter.kind != "text"
                or not understood
                or understood.intent not in ("order_status", "return_refund")
            ):
                continue
            asked = [s.value for s in understood.slots if s.type == "order_number"]
            # Written twice, in other digits, it is one order, named as it was first written.
            first = {order_key(number): number for number in reversed(asked)}.values()
            for number in first if len(asked) > 1 else [n for n in asked if len(n) != 4]:
                assert number in said, (number, thought)


@settings(max_examples=100)
@given(conversations, st.sampled_from(["1008", "9999"]))
def test_somebody_elses_order_sounds_like_one_that_does_not_exist(
    runs: list[list[Heard]], number: str
) -> None:
    """The same letters, with another number in it: the same steps, but for the number."""
    ask = Heard(1, "text", f"order {number} 0000", understood_order(number))
    steps = asyncio.run(talked([*runs, [ask]], "stranger", True, False))[-1]
    other = "9999" if number == "1008" else "1008"
    same = Heard(1, "text", f"order {other} 0000", understood_order(other))
    assert repr(steps).replace(number, "N") == repr(
        asyncio.run(talked([*runs, [same]], "stranger", True, False))[-1]
    ).replace(other, "N") or touched(runs, number, other)


def touched(runs: list[list[Heard]], *numbers: str) -> bool:
    """The talk before was about one of them already, which is remembered."""
    said = repr(runs)
    return any(number in said for number in numbers)


def understood_order(number: str) -> Understanding:
    slot = Slot("order_number", number, 6, 6 + len(number))
    return Understanding(f"order {number} 0000", "en", "order_status", 0.9, (), "answer", (slot,))


@given(
    st.dictionaries(
        st.text(max_size=9), st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=9)
    )
)
def test_a_state_of_another_version_is_read(state: dict[str, object]) -> None:
    for key in ("open", "products", "orders", "lost", "language"):
        seen = Seen(
            "zh-CN", greeted=True, state={**state, key: state.get(key, [{"q": "digits", "orders": [1]}])}
        )
        run = [Heard(1, "text", "1007", understood_order("1007"))]
        facts = asyncio.run(
            gather(wants(seen, run), LanternAndLoom(), OPEN, now=NOW, channel="", identity="")
        )
        assert next_steps(seen, run, facts)


def test_nothing_is_said_while_a_person_has_the_conversation() -> None:
    run = [Heard(1, "text", "1007", understood_order("1007"))]
    for mode in ("human", "closed"):
        seen = Seen("zh-CN", greeted=False, mode=mode)
        facts = asyncio.run(
            gather(wants(seen, run), LanternAndLoom(), CLOSED, now=NOW, channel="", identity="")
        )
        assert next_steps(seen, run, facts) == []


def test_two_orders_named_while_a_product_is_asked_for_are_no_product() -> None:
    """Not sure what is meant, a faint guess at a product: the numbers are what the letter says."""
    first = Heard(
        1, "text", "stock?", Understanding("stock?", "en", "stock", 0.9, (("stock", 0.9),), "answer")
    )
    slots = (Slot("order_number", "1007", 1, 5), Slot("order_number", "1008", 6, 10))
    guess = (ProductGuess("LAMP-W", 0.0),)
    unsure = Understanding(" 1007 1008", "en", "order_status", 0.5, (), "clarify", slots, guess)
    steps = asyncio.run(talked([[first], [Heard(2, "text", " 1007 1008", unsure)]], "mina", True, False))[-1]
    said = " ".join(step.values.get("order", "") for step in steps if isinstance(step, Say))
    assert "1007" in said and "1008" in said
