"""However Mina goes about it, back and forth, by words, buttons and photos: only a whole case is sent in, and only when she
has seen its summary."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.replies import REPLIES
from bot.dialogue.steps import HandOff, Remember, Say, Step, SubmitCase, TellCase
from tests.bot.dialogue.talk import REASONS, Talk

WORDS = [
    ("I want to return something", "return_refund"), ("我要退货", "return_refund"), ("refund only", "return_refund"),
    ("the white lamp", ""), ("黑色台灯", ""), ("地毯", ""), ("两个", ""), ("all of them", ""), ("no, the other one", ""),
    ("I'd rather exchange it", "exchange"), ("能修吗", "quality_issue"), ("it is broken", "quality_issue"),
    ("too small", ""), ("不想要了", ""), ("其他", ""), ("the white one", ""), ("yes", "ack"), ("对", "ack"), ("no", ""),
    ("never mind", ""), ("不退了", ""), ("is the brass lamp in stock?", "stock"), ("where is my refund", "refund_status"),
    ("没有照片", ""), ("1", ""), ("order 2202", "order_status"), ("顺丰SF1234567890123", ""), ("thanks", "thanks"),
]  # fmt: skip
ACTS = st.one_of(
    st.sampled_from(WORDS),
    st.integers(0, 30),  # a button of those that were offered so far
    st.just("photo"),
)


async def goes(acts: list[object], buyer: str) -> list[tuple[list[Step], int]]:
    talk, thoughts = Talk(buyer=buyer, language="en"), []
    for act in acts:
        if talk.seen.mode != "bot":
            break
        line: dict[str, object]
        if isinstance(act, tuple):
            text, intent = act
            line = {"writes": text} | ({"is": intent} if intent else {})
        elif act == "photo":
            line = {"sends": "photo"}
        elif talk.buttons and isinstance(act, int):
            labels = list(talk.buttons)
            line = {"presses": labels[act % len(labels)]}
        else:
            continue
        thoughts.append((await talk.thinks([talk.heard(line)]), talk.loose))
    return thoughts


@settings(max_examples=300)
@given(st.lists(ACTS, max_size=14), st.sampled_from(["vera", "ada"]))
def test_only_what_is_whole_and_was_read_back_is_sent_in(acts: list[object], buyer: str) -> None:
    told: TellCase | None = None
    summary = ""
    for steps, photos in asyncio.run(goes(acts, buyer)):
        says = [step for step in steps if isinstance(step, Say)]
        assert says or not steps or all(isinstance(step, Remember | HandOff | TellCase) for step in steps)
        for say in says:
            for key in (say.key, *say.also):
                assert say.values.keys() <= REPLIES[say.key] and key in REPLIES
        for step in steps:
            if isinstance(step, TellCase):
                told = step
                assert step.quantity >= 1
                assert step.wanted == "" or step.kind == "exchange"
            if isinstance(step, SubmitCase):
                assert told is not None and (step.order, step.sku) == (told.order.number, told.sku)
                assert summary == f"case_confirm_{told.kind}", "never unseen"
                assert told.reason and REASONS[told.reason - 1].offered_for(told.kind)
                assert photos >= 3 or not REASONS[told.reason - 1].photos
                assert told.wanted or told.kind != "exchange"
                told, summary = None, ""
        keys = [key for say in says for key in (say.key, *say.also) if key.startswith("case_confirm_")]
        summary = keys[-1] if keys else summary
