"""The console of Lantern & Loom, served for real, and people who use it by their browsers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web
from sqlalchemy import bindparam, select
from yarl import URL

from bot.answer import ShopFront
from bot.lab import Lab
from console.app import make_app
from console.door import Door
from console.render import make_renderer
from desk.addresses import Addresses
from desk.agent import Agent, Role
from desk.banned.own_address import as_typed
from desk.clock import Clock
from desk.config import Console
from desk.conversation import Conversation, Reach
from desk.escalation import EscalationTimes
from desk.files import Files
from desk.handover import Reason
from desk.health import Health
from desk.house_rules import HouseRules, RulesKeeper
from desk.message import Author
from desk.metrics import Metrics
from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.passwords import Passwords
from desk.pictures import Pictures
from desk.promise import PromiseTimes
from desk.reckoner import Reckoner
from desk.shelf import Shelf, ShelfKeeper
from desk.shop import Hours
from desk.shops import ShopDown
from desk.stock import Catalogue, Product, StockNow, Variant
from desk.store import Book, Store, agents, conversations
from desk.store.feed import Feed
from desk.store.tables import session
from desk.targets import Targets
from desk.typing import Typing
from tests import shipped
from tests.cast import TARGETS, Loopback, Writer

ROOT = Path(__file__).parent.parent.parent
ZONE = ZoneInfo("Asia/Shanghai")
PACKS = shipped.packs()
RENDERER = make_renderer(
    ROOT / "console" / "words", ROOT / "console" / "templates", ROOT / "console" / "static", ZONE
)
PHONE, ADDRESS = "13800130147", "浙江省杭州市西湖区文三路 1 号 3 单元 402"
ROLES = {
    "Otto": Role.AGENT,
    "Ines": Role.AGENT,
    "Ruth": Role.SUPERVISOR,
    "Faye": Role.FINANCE,
    "Walt": Role.WAREHOUSE,
    "Bea": Role.ADMIN,
    "Glass": Role.SCREEN,
}
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
NEWEST_CSRF = (
    select(session.c.csrf)
    .where(session.c.agent_id == bindparam("agent"))
    .order_by(session.c.id.desc())
    .limit(1)
)


@dataclass
class LampShop:
    """One lamp, one order: Mina's."""

    clock: Clock
    down: bool = False
    at_hand: bool = True

    def _ask(self) -> None:
        if self.down:
            raise ShopDown()

    async def catalogue(self) -> Catalogue:
        self._ask()
        white = Variant(
            "LAMP-W", {"colour": "white"}, Money(12900, "CNY"), 3, None, "https://lantern.example/lamp"
        )
        return Catalogue(1, {"LAMP-W": Product("LAMP-W", "亚麻台灯", "Linen lamp", (), (white,))})

    async def stock(self, skus: Collection[str]) -> dict[str, StockNow]:
        self._ask()
        return {sku: StockNow(sku, 3, None, self.clock()) for sku in skus if sku == "LAMP-W"}

    async def order(self, number: str) -> Order | None:
        self._ask()
        return next((one for one in self._orders() if one.number == number), None)

    async def orders_of(self, channel: str, identity: str, limit: int = 5) -> list[Order]:
        self._ask()
        return [one for one in self._orders() if one.bound_to(channel, identity)]

    def _orders(self) -> list[Order]:
        paid = Money(12900, "CNY")
        lines = (OrderLine("LAMP-W", 1, paid),)
        mina = Order(
            "1007", "Mina", PHONE, "loopback", "7", Status.SHIPPED, self.clock(), paid, ADDRESS, lines=lines
        )
        other = Order(
            "1008",
            "Nils",
            "13911112222",
            "loopback",
            "99",
            Status.PAID,
            self.clock(),
            paid,
            "London",
            lines=lines,
        )
        return [mina, other]


class Person:
    """Somebody of the shop with a browser of their own."""

    def __init__(self, room: Room, name: str) -> None:
        self.room, self.name = room, name
        self.http = aiohttp.ClientSession(
            base_url=room.url, cookie_jar=aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(room.url))
        )
        self.csrf = ""
        self.listening: list[aiohttp.ClientResponse] = []

    async def comes_in(self, agent: Agent) -> Person:
        code = await self.room.store.write(
            lambda book: agents.one_time_code(book, agent.id, self.room.clock())
        )
        answer = await self.post("/welcome", {"code": code})
        assert answer.status == 303, await answer.text()
        # It stands in every page, but to draw one costs more than all the rest of coming in.
        csrf: str = await self.room.store.read(lambda book: book.value(NEWEST_CSRF, {"agent": agent.id}))
        self.csrf = csrf
        return self

    async def get(self, path: str, **more: Any) -> aiohttp.ClientResponse:
        return await self.http.get(URL(path, encoded=True), allow_redirects=False, **more)

    async def page(self, path: str, status: int = 200, **more: Any) -> str:
        answer = await self.get(path, **more)
        text = await answer.text()
        assert answer.status == status, (answer.status, text[:300])
        return text

    async def post(
        self, path: str, data: Any = None, *, piece: bool = False, headers: dict[str, str] | None = None
    ) -> aiohttp.ClientResponse:
        sent = {"Origin": self.room.url, **(headers or {})}
        if piece:
            sent |= {"HX-Request": "true", "X-CSRF": self.csrf}
        if isinstance(data, aiohttp.FormData):
            sent["X-CSRF"] = self.csrf
        else:
            data = {"csrf": self.csrf, **(data or {})}
        return await self.http.post(URL(path, encoded=True), data=data, headers=sent, allow_redirects=False)

    async def says(self, conversation: int, text: str, idem: str, **more: str) -> aiohttp.ClientResponse:
        form = aiohttp.FormData(
            {"csrf": self.csrf, "idem": idem, "text": text, **more}, default_to_multipart=True
        )
        return await self.http.post(
            f"/desk/{conversation}/messages",
            data=form,
            headers={"Origin": self.room.url, "HX-Request": "true", "X-CSRF": self.csrf},
            allow_redirects=False,
        )


@dataclass
class Room:
    store: Store
    clock: Clock
    folder: Path
    port: int
    metrics_token: str | None = None
    health: Health = field(default_factory=Health)
    targets: Targets = TARGETS
    addresses: Addresses = field(default_factory=lambda: Addresses({}, []))

    def __post_init__(self) -> None:
        self.url = f"http://127.0.0.1:{self.port}"
        self.shop = LampShop(self.clock)
        self.files, self.pictures = Files(self.folder / "files"), Pictures()
        self.shelf = Shelf(PACKS, shipped.guard(), lambda rules: shipped.guard_of(tuple(rules)))
        understands = shipped.understands()
        self.shelf.follow(understands.set_packs)
        self.rules = HouseRules(Hours(ZONE))
        self.rules.follow(lambda policy: self.shelf.own(as_typed(policy.return_address)))
        front = ShopFront("Lantern & Loom", "", self.rules)
        self.lab = Lab(understands, self.shelf, self.shop, front, self.clock)
        self.feed, self.typing, self.channel = Feed(self.store), Typing(), Loopback()
        self.people: dict[str, Agent] = {}
        self._sessions: list[Person] = []

    async def __aenter__(self) -> Room:
        door = Door(
            settings=Console(port=self.port, url=self.url),
            shop_name="Lantern & Loom",
            language="en",
            zone=ZONE,
            currency="CNY",
            store=self.store,
            feed=self.feed,
            typing=self.typing,
            shop=self.shop,
            files=self.files,
            pictures=self.pictures,
            shelf=self.shelf,
            keeper=ShelfKeeper(self.shelf, self.store, self.clock, ZONE),
            rules=self.rules,
            rules_keeper=RulesKeeper(self.rules, self.store, self.health),
            reckoner=Reckoner(self.store, self.rules, self.clock, lambda: self.rules.packs),
            lab=self.lab,
            renderer=RENDERER,
            health=self.health,
            metrics=Metrics(self.store, self.health, self.clock),
            metrics_token=self.metrics_token,
            reaches={"loopback": Reach()},
            accounts=[("loopback", "main")],
            targets=self.targets,
            promise_times=PromiseTimes(),
            escalation_times=EscalationTimes(),
            addresses=self.addresses,
            clock=self.clock,
            passwords=Passwords(
                memory_kib=8, passes=1
            ),  # the same algorithm, not a tenth of a second each time
        )
        self.app = make_app(door)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for person in self._sessions:
            for answer in person.listening:
                answer.close()
            await person.http.close()
        await self._runner.cleanup()
        await self.pictures.close()

    async def hires(self, name: str, *roles: Role) -> Agent:
        if name not in self.people:
            wanted = roles or (ROLES[name],)
            self.people[name] = await self.store.write(
                lambda book: agents.add_user(book, name, wanted, self.clock())
            )
        return self.people[name]

    async def person(self, name: str) -> Person:
        """Signed in, on a browser of their own."""
        return await self.stranger(name).comes_in(await self.hires(name))

    def stranger(self, name: str = "somebody") -> Person:
        person = Person(self, name)
        self._sessions.append(person)
        return person

    def mina(self, **more: Any) -> Writer:
        return Writer(self.store, self.clock, self.channel, **more)

    async def asked_for(self, writer: Writer, text: str = "I want to talk to a person") -> int:
        """The buyer wrote and waits for a person; the number of the conversation."""
        heard = await writer.writes(text)
        id = heard.conversation_id
        assert id is not None

        def unit(book: Book) -> None:
            conversations.by_id(book, id).hand_off(Reason.ASKED, self.clock(), self.targets)

        await self.store.write(unit)
        return id

    async def held(self, id: int) -> Conversation:
        return await self.store.read(lambda book: conversations.by_id(book, id))

    async def said(self, id: int) -> list[tuple[str, str]]:
        """Author and text of every message, in order."""
        found = await self.store.read(lambda book: conversations.messages_after(book, id, 0))
        return [(str(message.author), message.text) for message in found]


HOUR = timedelta(hours=1)
__all__ = ["ADDRESS", "HOUR", "PHONE", "ROLES", "Author", "Person", "Room"]
