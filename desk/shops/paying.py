"""A back end that pays over HTTP: refunds are carried out there, everything else stays with the shop that is wrapped.

The protocol is our own and small (docs/refunds.md): `POST {url}` with the refund as JSON and its key, `GET {url}/{key}` for what
became of it. What is not surely an answer is Unclear; only a connection that never came about is ShopDown."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson

from desk.clock import Clock, to_ms
from desk.money import Money
from desk.shops import Shop, ShopDown
from desk.ticket.refund import NotPaid, Paid, Refund, RefundOutcome, Unclear

TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
LONGEST_ANSWER = 16_384
NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.InvalidURL)
READS: dict[str, Callable[[dict[str, Any]], RefundOutcome]] = {
    "paid": lambda told: Paid(_short(told.get("reference"))),
    "not_paid": lambda told: NotPaid(_short(told.get("reason")) or "refused"),
    "pending": lambda told: Unclear("pending"),
}


class PaysOverHttp:
    """Instead of a shop's own `refund` and `refund_of`."""

    def __init__(self, shop: Shop, url: str, secret: str, clock: Clock) -> None:
        self._shop, self._url, self._secret, self._clock = shop, url.rstrip("/"), secret.encode(), clock
        self._session: aiohttp.ClientSession | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)

    async def refund(self, order: Refund) -> RefundOutcome:
        body = orjson.dumps(
            {
                "key": order.key,
                "order": order.order_number,
                "sku": order.sku,
                "quantity": order.quantity,
                "amount": Money(order.minor, order.currency).major(),
                "minor": order.minor,
                "currency": order.currency,
            }
        )
        try:
            return _outcome(*await self._ask("POST", self._url, body, order.key))
        except NEVER_LEFT as error:
            raise ShopDown(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return Unclear(type(error).__name__)

    async def refund_of(self, key: str) -> RefundOutcome | None:
        try:
            status, told = await self._ask("GET", f"{self._url}/{key}", b"", key)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return Unclear(type(error).__name__)
        # A bare 404 may be a wrong address: that nobody heard of a key must be said.
        return None if status == 404 and told.get("state") == "unknown_key" else _outcome(status, told)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _ask(self, method: str, url: str, body: bytes, key: str) -> tuple[int, dict[str, Any]]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        at = str(to_ms(self._clock()))
        signed = hmac.new(self._secret, f"{at}.{key}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "Shopdesk-Time": at,
            "Shopdesk-Signature": signed,
        }
        async with self._session.request(
            method, url, data=body, headers=headers, allow_redirects=False
        ) as answer:
            raw = b""
            async for piece in answer.content.iter_any():  # it may come in pieces
                raw += piece
                if len(raw) > LONGEST_ANSWER:
                    raise ValueError("too long an answer")
            told = orjson.loads(raw) if raw else {}
            return answer.status, told if isinstance(told, dict) else {}


def _outcome(status: int, told: dict[str, Any]) -> RefundOutcome:
    """An answer counts by what it says; by its status alone nothing was paid, and nothing was not."""
    reads = READS.get(str(told.get("state"))) if status < 500 else None
    return Unclear(f"answered {status}") if reads is None else reads(told)


def _short(words: object) -> str:
    """Without what no store can hold: an answer that cannot be written down would be asked for for ever."""
    return str(words)[:200].replace("\0", "\ufffd") if isinstance(words, str | int) else ""
