"""How a worker lives: it looks at its rows at every ring of the bell, and by itself now and then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from desk.errors import StoreBusy
from desk.shops import ShopDown
from desk.store import Store

log = structlog.get_logger()


async def keep_looking(
    store: Store,
    table: str | None,
    look: Callable[[], Awaitable[bool]],
    waits: str,
    *,
    again: float,
    seldom: float,
) -> None:
    """For ever. `look` says whether something is left to be looked at again soon, in `again` seconds instead of `seldom`; so
    it is while the store is busy or the shop is down, which is logged as `waits`. `table`: whose rows ring; None where
    only the hour says that something is due."""
    listener = store.bell.listen(*filter(None, [table]))
    try:
        while True:
            left = True
            try:
                left = await look()
            except (StoreBusy, ShopDown) as error:
                log.warning(waits, reason=str(error))
            await listener.wait(again if left else seldom)
    finally:
        listener.close()
