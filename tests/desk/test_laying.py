"""A shop's changes over the shipped packs: what is said today, and what shows again when they are taken back."""

from __future__ import annotations

from datetime import date

import pytest

from desk.laying import laid_over, turns
from desk.wording import (
    Edit,
    NotAWording,
    Place,
    Quick,
    Reply,
    Saying,
    Value,
    Wording,
    conflicts,
    digest,
    read_value,
    shipped_at,
    written,
)
from tests import shipped

PACKS = shipped.packs()
TODAY = date(2026, 12, 24)
GREETING = Place("reply", "en", "greeting")


def texts(*edits: Edit, on: date = TODAY) -> list[str]:
    return [v.text for v in laid_over(PACKS, edits, on).by_language["en"].replies["greeting"]]


SHIPPED = texts()


def reply(*say: Wording) -> Edit:
    return Edit(GREETING, Reply(say=list(say)))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (reply(Wording(text="Hello!")), ["Hello!"]),
        (Edit(GREETING, None), SHIPPED),
        (
            reply(Wording(text="Merry!", since=date(2026, 12, 24)), Wording(text="Hello!")),
            ["Merry!", "Hello!"],
        ),
        (reply(Wording(text="Merry!", since=date(2026, 12, 25)), Wording(text="Hello!")), ["Hello!"]),
        (
            reply(Wording(text="Merry!", until=date(2026, 12, 24)), Wording(text="Hello!")),
            ["Merry!", "Hello!"],
        ),
        (reply(Wording(text="Merry!", until=date(2026, 12, 23)), Wording(text="Hello!")), ["Hello!"]),
        (reply(Wording(text="Merry!", until=date(2026, 12, 23))), SHIPPED),
        (reply(Wording(text="{shop}!", when="shop")), SHIPPED),
        (Edit(Place("reply", "en", "no_such_reply"), Reply(say=[Wording(text="Hello!")])), SHIPPED),
        (Edit(Place("reply", "xx", "greeting"), Reply(say=[Wording(text="Hello!")])), SHIPPED),
    ],
)
def test_what_is_said_today(edit: Edit, said: list[str]) -> None:
    assert texts(edit) == said


def test_nothing_else_is_touched() -> None:
    laid = laid_over(PACKS, [reply(Wording(text="Hello!"))], TODAY)
    assert laid.by_language["zh-CN"] is PACKS.by_language["zh-CN"]
    assert laid.by_language["en"].hash == PACKS.by_language["en"].hash
    assert laid.by_language["en"].replies["thanks"] == PACKS.by_language["en"].replies["thanks"]


def test_a_sentence_has_one_owner() -> None:
    said = PACKS.by_language["en"].intents["stock"].people_say[0]
    laid = (
        laid_over(PACKS, [Edit(Place("saying", "en", said), Saying(intent="promotion"))], TODAY)
        .by_language["en"]
        .intents
    )
    assert [key for key, intent in laid.items() if said in intent.people_say] == ["promotion"]
    gone = (
        laid_over(PACKS, [Edit(Place("saying", "en", said), Saying(intent=""))], TODAY)
        .by_language["en"]
        .intents
    )
    assert not [key for key, intent in gone.items() if said in intent.people_say]


def test_a_quick_phrase_is_new_changed_or_put_away() -> None:
    quick = [
        Edit(Place("quick", "en", "opening"), Quick(title="Opening", text="Hi {buyer_name}!")),
        Edit(Place("quick", "en", "thanks"), Quick(title="Thanks", text="Thanks", gone=True)),
        Edit(Place("quick", "en", "gift"), Quick(title="Gift", text="We wrap it.", roles=("supervisor",))),
    ]
    now = {q.shortcut: q for q in laid_over(PACKS, quick, TODAY).by_language["en"].quick_replies}
    assert now["opening"].text == "Hi {buyer_name}!"
    assert "thanks" not in now
    assert now["gift"].roles == ("supervisor",)


def test_a_change_of_what_was_shipped_is_a_conflict() -> None:
    shipped = shipped_at(PACKS, GREETING)
    made = Edit(GREETING, Reply(say=[Wording(text="Hello!")]), shipped=digest(shipped))
    assert not conflicts(PACKS, made)
    assert conflicts(PACKS, Edit(GREETING, made.value, shipped=digest(made.value)))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("reply", {"say": []}),
        ("reply", {"say": [{"text": ""}]}),
        ("reply", {"say": [{"text": "x" * 4001}]}),
        ("reply", {"say": [{"text": "a", "picture": "../../etc"}]}),
        ("reply", {"say": [{"text": "a", "colour": "red"}]}),
        ("quick", {"title": "a", "text": "b", "roles": ["king"]}),
        ("nickname", {"names": ["x"] * 31}),
        ("saying", {"intent": "Not An Intent"}),
    ],
)
def test_what_is_no_wording_is_refused(kind: str, value: object) -> None:
    with pytest.raises(NotAWording):
        read_value(kind, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("reply", Reply(say=[Wording(text="Hello {shop}", when="shop", since=TODAY)])),
        ("quick", Quick(title="a", text="b", roles=("agent",), until=TODAY)),
        ("saying", Saying(intent="stock")),
    ],
)
def test_a_value_is_read_as_it_was_written(kind: str, value: Value) -> None:
    assert read_value(kind, written(value)) == value  # type: ignore[arg-type]


def test_the_days_on_which_something_changes() -> None:
    edits = [
        reply(Wording(text="a", since=TODAY)),
        Edit(Place("quick", "en", "x"), Quick(title="a", text="b", until=date(2027, 1, 1))),
    ]
    assert turns(edits) == {TODAY, date(2027, 1, 1)}
