"""The page of one setting: its form, the next version, an earlier one put back, and the history with what differed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, TypeVar

from aiohttp import web

from console import access
from console.answers import Around, around, drawn, frame, see_other
from console.door import door, form, visit
from console.rule_shapes import Refusal
from console.views.rules.history import Parts, history
from desk.errors import NotFound
from desk.house_rules import HouseRules
from desk.record import record
from desk.setting import Key, NotASetting
from desk.setting import Version as Kept
from desk.store import Book, agents, settings

LOOKS = 3

V = TypeVar("V")
"""The value that is set."""
S = TypeVar("S")
"""What somebody sent that could not be saved, as the page shows it again."""


async def _stands(request: web.Request, value: Any, sent: Any) -> None:
    return None


def _as_sent(request: web.Request, value: Any, sent: S) -> S:
    return sent


@record(frozen=True, slots=True)
class SettingPage(Generic[V, S]):
    key: Key
    """Names also the tab and the template."""
    path: str
    shipped: Callable[[HouseRules], V]
    read: Callable[[Any, HouseRules], V]
    """Of what is written down. Raises NotASetting."""
    written: Callable[[V], Any]
    differs: Parts
    draw: Callable[[web.Request, int, S | None], Awaitable[Mapping[str, object]]]
    """What the template needs besides, given the version that is in force and what could not be saved."""
    check: Callable[[web.Request, V, S | None], Awaitable[S | None]] = _stands
    """What the page shows of a value that cannot stand; None where it can."""
    again: Callable[[web.Request, V, S], S] = _as_sent
    """What was sent, where a colleague has saved something else meanwhile."""

    async def show(self, request: web.Request) -> web.Response:
        return await self.page(request)

    async def put_back(self, request: web.Request) -> web.Response:
        written, rules = await self._earlier(request), await rules_now(request)
        try:
            value = self.shipped(rules) if written is None else self.read(written, rules)
        except NotASetting:
            return await self.page(request, refused="unreadable", code=422)
        return await self.save(request, value, shipped=written is None)

    async def save(
        self, request: web.Request, value: V, sent: S | None = None, *, shipped: bool = False
    ) -> web.Response:
        wrong = await self.check(request, value, sent)
        if wrong is not None:
            return await self.page(request, wrong, code=422)
        if not await self._kept(request, None if shipped else self.written(value)):
            sent = None if sent is None else self.again(request, value, sent)
            return await self.page(request, sent, refused="moved_on", code=409)
        return see_other(f"{self.path}?said=saved")

    async def page(
        self, request: web.Request, sent: S | None = None, *, refused: Refusal | None = None, code: int = 200
    ) -> web.Response:
        about, versions, names = await self._held(request)
        shipped = self.written(self.shipped(door(request).rules))
        return drawn(
            request,
            f"rules/{self.key}.html",
            code,
            frame=frame(request, about),
            tab=self.key,
            refused=refused,
            versions=history(versions, names, shipped, self.differs),
            shipped=not versions or versions[0].value is None,
            **await self.draw(request, versions[0].n if versions else 0, sent),
        )

    async def _held(self, request: web.Request) -> tuple[Around, list[Kept], Mapping[int, str]]:
        """What the page is drawn from: of the same moment as the rules that this process holds."""
        here = door(request)

        def unit(book: Book) -> tuple[int, Around, list[Kept], Mapping[int, str]]:
            about = around(book, visit(request).agent)
            return settings.version(book), about, settings.versions(book, self.key), agents.names(book)

        for _ in range(LOOKS):
            await here.rules_keeper.look()
            version, about, versions, names = await here.store.read(unit)
            if version == here.rules.version:
                break
        return about, versions, names

    async def _kept(self, request: web.Request, value: Any) -> bool:
        """False where somebody changed it meanwhile. After it this process has it."""
        here, by, before = door(request), visit(request).agent.id, was(request)
        at = here.clock()
        done = await here.store.write(lambda book: settings.save(book, self.key, value, at, by, was=before))
        await here.rules_keeper.look()
        return done

    async def _earlier(self, request: web.Request) -> Any:
        """The value that a form asks to put back; None is what was shipped. Raises NotFound."""
        to = form(request).text("to")
        if to == "0":
            return None
        n = access.number(to)
        found = await door(request).store.read(lambda book: settings.one(book, self.key, n))
        if found is None:
            raise NotFound()
        return found.value


async def rules_now(request: web.Request) -> HouseRules:
    """With every change that was committed before: a form is laid over them."""
    await door(request).rules_keeper.look()
    return door(request).rules


def was(request: web.Request) -> int:
    """The version that the form was made from."""
    sent = form(request).text("was")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def place(request: web.Request) -> int | None:
    """Which of several a form is about; None for a new one."""
    written = form(request).text("n")
    return int(written) if written.isdecimal() and len(written) < 5 else None
