"""The page of a product in an answer costs a look at the catalogue, which is at hand, and none at its stock."""

from __future__ import annotations

from collections.abc import Collection

from bot.dialogue.facts import gather
from bot.dialogue.next import Heard, Seen, next_steps
from bot.dialogue.steps import Say
from bot.dialogue.wants import wants
from desk.stock import StockNow
from tests.bot.dialogue.lantern_and_loom import NOW, OPEN, LanternAndLoom
from tests.bot.dialogue.talk import understood


class Counting(LanternAndLoom):
    looks = 0

    async def stock(self, skus: Collection[str]) -> dict[str, StockNow]:
        self.looks += 1
        return await super().stock(skus)


async def asked(text: str, intent: str, state: dict[str, object]) -> tuple[Counting, Say]:
    shop, seen = Counting(), Seen("en", greeted=True, state=state)
    heard = [Heard(1, "text", text, understood(text, {"is": intent}, "en"))]
    wanted = wants(seen, heard)
    facts = await gather(wanted, shop, OPEN, now=NOW, channel="web", identity="x")
    [say] = [step for step in next_steps(seen, heard, facts, wanted) if isinstance(step, Say)]
    return shop, say


async def test_the_page_of_what_was_talked_about_without_a_look_at_its_stock() -> None:
    shop, say = await asked("any offers?", "promotion", {"products": ["BRASS-1"]})
    assert (say.values["url"], shop.looks) == ("https://lantern.example/BRASS-1", 0)


async def test_a_page_is_no_stock_to_speak_of() -> None:
    """A product of which only the page was read is not offered as sold out."""
    seen = Seen("en", greeted=True, state={"products": ["BRASS-1"]})
    heard = [Heard(1, "text", "any offers?", understood("any offers?", {"is": "promotion"}, "en"))]
    facts = await gather(wants(seen, heard), Counting(), OPEN, now=NOW, channel="web", identity="x")
    assert facts.products == {} and set(facts.pages) == {"BRASS-1"}


async def test_nothing_is_looked_up_where_no_product_is_known() -> None:
    shop, say = await asked("any offers?", "promotion", {})
    assert "url" not in say.values and shop.looks == 0
