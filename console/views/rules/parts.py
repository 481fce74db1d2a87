"""What the pages of the shop's rules have in common: the version they show, saving the next, and the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from console import access
from console.answers import Around, around, drawn, frame, see_other
from console.door import door, form, visit
from console.rule_shapes import Changed, Tab, Version
from desk.errors import NotFound
from desk.house_rules import HouseRules
from desk.setting import Key
from desk.setting import Version as Kept
from desk.store import Book, agents, settings

HISTORY_SHOWN = 20
LOOKS = 3

Parts = Callable[[Any, Any], tuple[Changed, ...]]
"""In what two values of a setting differ."""


async def held(request: web.Request, key: Key) -> tuple[Around, list[Kept], Mapping[int, str]]:
    """What the page is drawn from: of the same moment as the rules that this process holds."""
    here = door(request)

    def unit(book: Book) -> tuple[int, Around, list[Kept], Mapping[int, str]]:
        about = around(book, visit(request).agent)
        return settings.version(book), about, settings.versions(book, key), agents.names(book)

    for _ in range(LOOKS):
        await here.rules_keeper.look()
        version, about, versions, names = await here.store.read(unit)
        if version == here.rules.version:
            break
    return about, versions, names


async def rules_now(request: web.Request) -> HouseRules:
    """With every change that was committed before: a form is laid over them."""
    await door(request).rules_keeper.look()
    return door(request).rules


def last_of(versions: Sequence[Kept]) -> int:
    return versions[0].n if versions else 0


def was(request: web.Request) -> int:
    """The version that the form was made from."""
    sent = form(request).text("was")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


async def save(request: web.Request, key: Key, value: Any) -> bool:
    """False where somebody changed it meanwhile. After it this process has it."""
    here, by, before = door(request), visit(request).agent.id, was(request)
    at = here.clock()
    done = await here.store.write(lambda book: settings.save(book, key, value, at, by, was=before))
    await here.rules_keeper.look()
    return done


async def earlier(request: web.Request, key: Key) -> Any:
    """The value that a form asks to put back; None is what was shipped. Raises NotFound."""
    to = form(request).text("to")
    if to == "0":
        return None
    n = access.number(to)
    found = await door(request).store.read(lambda book: settings.one(book, key, n))
    if found is None:
        raise NotFound()
    return found.value


def history(
    versions: Sequence[Kept], names: Mapping[int, str], shipped: Any, parts: Parts
) -> tuple[Version, ...]:
    values = [shipped if kept.value is None else kept.value for kept in versions] + [shipped]
    lines = []
    for at, kept in enumerate(versions[:HISTORY_SHOWN]):
        by = names.get(kept.by or 0, "")
        differs = parts(values[at + 1], values[at])
        lines.append(Version(kept.n, kept.at, by, at == 0, kept.value is None, differs))
    return tuple(lines)


def page(
    request: web.Request, template: str, tab: Tab, about: Around, code: int = 200, **context: object
) -> web.Response:
    return drawn(request, template, code, frame=frame(request, about), tab=tab, **context)


def back(path: str) -> web.Response:
    return see_other(f"{path}?said=saved")
