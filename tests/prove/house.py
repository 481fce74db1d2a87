"""Shopdesk as a process of its own, as a shop runs it: configured, started, killed, asked for its export."""

from __future__ import annotations

import asyncio
import csv
import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal

import aiohttp

from desk.agent import Role
from desk.clock import system_clock, ticks
from desk.commands import store_of
from desk.config import load
from desk.shops.importing import import_files
from desk.store import agents
from desk.store.sqlite import driver

ROOT = Path(__file__).parents[2]
DESK = Path(sys.executable).parent / "shopdesk"
TOKEN, SECRET = "7000001:lantern", "a-secret-of-this-run"
ORIGIN = "https://lantern.example"
"""Of the shop's pages with the web chat."""
START_SECONDS = 90.0

Mode = Literal["polling", "webhook"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Order:
    number: str
    identity: str
    """Whose it is on Telegram."""
    status: str = "paid"
    """Or delivered."""
    price: str = "189.00"


@dataclass(slots=True)
class House:
    """One installation in `folder`. Everything the product prints is appended to `serve.log` there."""

    folder: Path
    telegram_url: str
    mode: Mode
    public_port: int = field(default_factory=free_port)
    console_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def webhook(self) -> str:
        return f"http://127.0.0.1:{self.public_port}/in/telegram/main"

    @property
    def console_url(self) -> str:
        return f"http://127.0.0.1:{self.console_port}"

    def furnish(
        self, *, public_url: str | None = None, settle_ms: int = 100, refunds: tuple[str, str] | None = None
    ) -> None:
        """Writes the configuration. `public_url` is the address that Telegram is told, where it is not our own;
        `refunds` the address and secret of a back end that pays."""
        paying = '[shop.refunds]\nurl = "{}"\nsecret = "{}"'.format(*refunds) if refunds else ""
        own = f"http://127.0.0.1:{self.public_port}"
        self.config.write_text(
            f"""
[public]
host = "127.0.0.1"
port = {self.public_port}
url = "{public_url or own}"
[console]
host = "127.0.0.1"
port = {self.console_port}
url = "{self.console_url}"
[store]
url = "sqlite:///shopdesk.db"
[files]
path = "files"
[log]
format = "json"
[shop]
name = "Lantern & Loom"
language = "en"
{paying}
[bot]
settle_ms = {settle_ms}
[channels.telegram.main]
token = "{TOKEN}"
api_url = "{self.telegram_url}"
mode = "{self.mode}"
secret = "{SECRET}"
[channels.web.main]
origins = ["{ORIGIN}"]
""",
            encoding="utf-8",
        )

    def import_shop(self, orders: Sequence[Order]) -> None:
        """One lamp, and all these orders of it, paid today."""
        goods = Path(tempfile.mkdtemp(prefix="shop-", dir=self.folder))
        _table(
            goods / "products.csv",
            "sku,name,name_en,aliases,options,price,stock,restock_on,url",
            [["LAMP-WHT", "亚麻台灯", "Linen table lamp", "", "colour=white", "189.00", "500", "", ""]],
        )
        now, then = system_clock().isoformat(), (system_clock() - timedelta(days=2)).isoformat()
        heading = "order,buyer_name,phone,channel,identity,status,placed_at,paid_at,shipped_at,delivered_at,carrier,tracking,address,total"
        rows = (
            [
                order.number, "Mina", "13800000000", "telegram", order.identity, order.status, now, now,
                *(["", ""] if order.status == "paid" else [then, then]), "", "", "1 Lantern Lane", order.price,
            ]
            for order in orders
        )  # fmt: skip
        _table(goods / "orders.csv", heading, rows)
        lines = ([order.number, "LAMP-WHT", "1", order.price] for order in orders)
        _table(goods / "order_lines.csv", "order,sku,quantity,unit_price", lines)
        self.takes_over(goods)

    def takes_over(self, goods: Path) -> None:
        """A folder with the three CSV files. As the command does it, but here: a process of its own costs more than a second
        each time."""
        settings = load(self.config)
        shop = settings.shop
        with store_of(settings) as store:
            asyncio.run(import_files(store, goods, shop.currency, shop.zone, system_clock()))

    def hire(self, name: str, role: str = "agent") -> str:
        """Somebody new; the one-time code of their link."""
        settings = load(self.config)
        welcome = partial(
            agents.welcome, name=name, roles=[Role(role)], at=system_clock(), language=settings.shop.language
        )
        with store_of(settings) as store:
            return asyncio.run(store.write(welcome))

    def conversation_of(self, chat: str) -> int | None:
        """The newest one, read beside the running desk."""
        book = driver.connect(f"file:{self.folder / 'shopdesk.db'}?mode=ro", uri=True, timeout=5)
        try:
            found = book.execute("SELECT max(id) FROM conversation WHERE chat = ?", (chat,)).fetchone()
            return found[0] if found else None
        finally:
            book.close()

    def start(self) -> None:
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [DESK, "serve", "--config", self.config], stdout=log, stderr=log, cwd=ROOT
            )

    async def healthy(self, http: aiohttp.ClientSession) -> None:
        """Once it answers. Raises AssertionError when it ends or takes too long instead."""
        until = ticks() + START_SECONDS
        while ticks() < until:
            assert self.process is not None and self.process.poll() is None, f"it ended: {self.last_words()}"
            try:
                async with http.get(f"http://127.0.0.1:{self.public_port}/healthy"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.02)
        raise AssertionError(f"not up within {START_SECONDS} s: {self.last_words()}")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    async def stop(self) -> int:
        """As an orderly stop goes; the exit code, -9 when it had to be killed."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            return await asyncio.to_thread(self.process.wait, 35)
        except subprocess.TimeoutExpired:
            self.kill()
            return -9

    def export(self) -> Path:
        out = self.folder / "export.jsonl"
        self._run("export", "--out", str(out))
        return out

    def audit(self) -> dict[str, Any]:
        """The loss audit of yesterday and today, as the command says it; that something is lost is no error of its."""
        command = [DESK, "audit", "--json", "--config", self.config]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode in (0, 1), f"audit: {done.stdout}{done.stderr}"
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def last_words(self, lines: int = 40) -> str:
        log = self.folder / "serve.log"
        return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:]) if log.exists() else ""

    def complaints(self) -> list[str]:
        """What it logged as errors of its own. A sender who went away is none."""
        log = (self.folder / "serve.log").read_text("utf-8", "replace")
        raised = re.findall(r"^Traceback .*?^(?=\S)(?!Traceback)(.*?)$", log, re.MULTILINE | re.DOTALL)
        logged = [line for line in log.splitlines() if '"level":"error"' in line.replace(" ", "")]
        return [line[:2000] for line in [*raised, *logged] if not line.startswith("ConnectionResetError")]

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [DESK, *command, "--config", self.config], capture_output=True, text=True, cwd=ROOT
        )
        assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
        return done.stdout


def _table(path: Path, heading: str, rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading.split(","))
        writer.writerows(rows)
