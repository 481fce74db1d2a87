"""What the bot did not understand, or a person answered in its place: grouped by likeness, to be learnt or left."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from aiohttp import web

from console.answers import see_other
from console.door import Door, door, form, visit
from console.phrase_shapes import LessonGroup, LessonLine
from console.views.phrases.parts import numbers, page
from desk import masking
from desk.store import lessons
from desk.store.lessons import Lesson

GROUPS_SHOWN, LINES_SHOWN = 20, 6


async def groups(request: web.Request) -> web.Response:
    here = door(request)
    found = await here.store.read(lessons.unsettled)
    left, known = await _still_open(here, found)
    alike = await asyncio.to_thread(here.lab.alike, [one.text for one in left])
    shown = tuple([await _group(here, [left[at] for at in places]) for places in alike[:GROUPS_SHOWN]])
    return await page(
        request,
        "phrases/lessons.html",
        "lessons",
        groups=shown,
        intents=tuple(here.lab.intents),
        more=max(0, len(alike) - GROUPS_SHOWN),
        known=tuple(known),
    )


async def leave(request: web.Request) -> web.Response:
    """Not to be learnt: it comes up no more."""
    here, sent, at = door(request), form(request), door(request).clock()
    ids = numbers(sent.text("lessons"))
    who, how = visit(request).agent.id, "known" if sent.text("known") else "left"
    await here.store.write(lambda book: lessons.settle(book, ids, who, how, at))
    return see_other("/phrases/lessons?said=saved")


async def _still_open(here: Door, found: Sequence[Lesson]) -> tuple[list[Lesson], list[int]]:
    """Those that would still not be understood; and the numbers of those that were learnt meanwhile, with something
    like them. What a person corrected stays until somebody has looked at it."""
    left, known = [], []
    for one in found:
        meant = await here.lab.meaning(one.text, one.language)
        if one.why == "not_understood" and meant.action == "answer":
            known.append(one.id)
        else:
            left.append(one)
    return left, known


async def _group(here: Door, alike: Sequence[Lesson]) -> LessonGroup:
    first = alike[0]
    reading = await here.lab.meaning(first.text, first.language)
    lines = {
        one.text: LessonLine(
            one.id, one.conversation_id, masking.text(one.text), one.at, masking.text(one.answered)
        )
        for one in reversed(alike)
    }
    return LessonGroup(
        first.why,
        here.packs.for_language(first.language).language,
        tuple(lines[text] for text in dict.fromkeys(one.text for one in alike))[:LINES_SHOWN],
        len(alike),
        reading.top[:3],
        tuple(one.id for one in alike),
    )
