"""How Mina tells of a case: in a sentence, by photos, by buttons; and that she sends it in."""

from __future__ import annotations

from tests.standins.telegram import Heard
from tests.test_way import PATIENCE_S, picture
from tests.ways.case import Case

SIZE, NOT_WANTED = "Size or colour does not suit", "No longer wanted"


async def shows_what_is_wrong(case: Case) -> Heard:
    """Three photos at once; what is asked then."""
    await case.hears("□")
    await case.mina.sends_album([picture(colour) for colour in ("red", "green", "blue")])
    return await case.hears(case.order, "?")


async def sends_it_in(case: Case, asked: Heard, state: str = "submitted") -> None:
    await case.mina.presses(asked, "Yes, submit it")
    await case.comes_to(state)


async def tells_of_a_fault(case: Case, words: str) -> None:
    await case.mina.writes(words)
    await sends_it_in(case, await shows_what_is_wrong(case))


async def tells(case: Case, words: str, reason: str) -> Heard:
    """By buttons; whatever is asked besides the reason, the first answer will do. Returns the summary."""
    await case.mina.writes(words)
    asked = await case.hears("?")
    while not any(label == "Yes, submit it" for label, _ in asked.buttons):
        labels = [label for label, _ in asked.buttons]
        await case.mina.presses(asked, reason if reason in labels else labels[0])
        asked = await case.mina.hears(PATIENCE_S)
    return asked


async def by_buttons(case: Case, words: str, reason: str) -> None:
    await sends_it_in(case, await tells(case, words, reason))
