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
    ("how much will I get back?", ""), ("我要投诉", "complaint"), ("my parcel is lost", "order_status"), ("快递出问题了", ""),
]  # fmt: skip
ON = st.one_of(st.integers(0, 5), st.just("photos"))
"""Mostly she goes on: one of the buttons that stand under the last answer, or what photos there are."""
ACTS = st.one_of(ON, ON, ON, st.sampled_from(WORDS), st.just("photo"), st.just("old button"))
BEGINS = st.sampled_from(
    [("I want to return something", "return_refund"), ("please exchange it", "exchange")]
)


async def goes(acts: list[object], buyer: str) -> list[tuple[list[Step], int]]:
    talk, thoughts, last = Talk(buyer=buyer, language="en"), [], ["x"]
    for act in acts:
        if talk.seen.mode != "bot":
            break
        run = [talk.heard(line) for line in _lines(act, last, list(talk.buttons))]
        steps = await talk.thinks(run)
        thoughts.append((steps, talk.loose))
        offered = [choice.data for say in steps if isinstance(say, Say) for choice in say.choices]
        last = offered or last
    return thoughts


def _lines(act: object, last: list[str], labels: list[str]) -> list[dict[str, object]]:
    match act:
        case (text, intent):
            return [{"writes": text} | ({"is": intent} if intent else {})]
        case "photo":
            return [{"sends": "photo"}]
        case "photos":
            return [{"sends": "photo"}] * 3
        case "old button":
            return [{"presses": labels[0]} if labels else {"writes": "hm"}]
        case int():
            return [{"data": last[act % len(last)]}]
    raise AssertionError(act)


@settings(max_examples=300)
@given(BEGINS, st.lists(ACTS, min_size=4, max_size=14), st.sampled_from(["vera", "ada"]))
def test_only_what_is_whole_and_was_read_back_is_sent_in(
    begins: object, acts: list[object], buyer: str
) -> None:
    told: TellCase | None = None
    summary = ""
    for steps, photos in asyncio.run(goes([begins, *acts], buyer)):
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
