"""What the console needs, handed over by name; and who is asking."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import tzinfo

from aiohttp import web

from console.form import Form
from console.render import Renderer
from desk.addresses import Addresses
from desk.agent import Agent, Right
from desk.banned.guard import Guard
from desk.clock import Clock
from desk.config import Console
from desk.conversation import Reach
from desk.escalation import EscalationTimes
from desk.files import Files
from desk.health import Health
from desk.house_rules import HouseRules, RulesKeeper
from desk.lab import Lab
from desk.metrics import Metrics
from desk.passwords import Passwords
from desk.phrases import Packs
from desk.pictures import Pictures
from desk.promise import PromiseTimes
from desk.reckoner import Reckoner
from desk.record import record
from desk.shelf import Shelf, ShelfKeeper
from desk.shops import Shop
from desk.store import Store
from desk.store.feed import Feed
from desk.store.sessions import Session
from desk.targets import Targets
from desk.typing import Typing


@record(frozen=True, slots=True, kw_only=True)
class Door:
    settings: Console
    shop_name: str
    language: str
    """Of the shop: for people whose own is not known."""
    zone: tzinfo
    currency: str
    """Of the shop's prices where none is named."""
    store: Store
    feed: Feed
    typing: Typing
    shop: Shop
    files: Files
    pictures: Pictures
    shelf: Shelf
    keeper: ShelfKeeper
    rules: HouseRules
    rules_keeper: RulesKeeper
    reckoner: Reckoner
    lab: Lab
    renderer: Renderer
    health: Health
    metrics: Metrics
    metrics_token: str | None
    reaches: Mapping[str, Reach]
    """By channel: how much one letter carries."""
    accounts: Collection[tuple[str, str]]
    """(channel, account) of every one that is set up."""
    targets: Targets
    promise_times: PromiseTimes
    escalation_times: EscalationTimes
    addresses: Addresses
    """To whom reports can be sent."""
    clock: Clock
    passwords: Passwords = field(default_factory=Passwords)

    @property
    def packs(self) -> Packs:
        """The words as they are now."""
        return self.shelf.packs

    @property
    def guard(self) -> Guard:
        return self.shelf.guard

    def reach(self, channel: str) -> Reach:
        return self.reaches.get(channel, Reach())


@record(frozen=True, slots=True)
class Visit:
    """Somebody who is signed in, for the length of one request."""

    agent: Agent
    session: Session

    def may(self, right: Right) -> bool:
        return self.agent.may(right)


DOOR = web.AppKey("door", Door)
VISIT = web.RequestKey("visit", Visit)
FORM = web.RequestKey("form", Form)


def door(request: web.Request) -> Door:
    return request.app[DOOR]


def visit(request: web.Request) -> Visit:
    """Only for routes that need somebody: the gate has let them in."""
    return request[VISIT]


def form(request: web.Request) -> Form:
    return request[FORM]


def visitor(request: web.Request) -> Visit | None:
    return request.get(VISIT)


def language_of(request: web.Request) -> str:
    """The reader's own, else the first that their browser asks for and we have, else the shop's."""
    here = door(request)
    known = here.renderer.languages
    if (someone := visitor(request)) is not None and someone.agent.language in known:
        return someone.agent.language
    for wanted in request.headers.get("Accept-Language", "")[:200].split(","):
        tag = wanted.partition(";")[0].strip()
        near = [code for code in known if tag and code.partition("-")[0] == tag.partition("-")[0].lower()]
        if near:
            return tag if tag in known else near[0]
    return here.language
