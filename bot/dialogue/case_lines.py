"""Which lines of an order a letter speaks of."""

from __future__ import annotations

from bot.dialogue.ask import Ask
from bot.dialogue.turn import Turn
from bot.dialogue.variants import fitting
from desk.order import OrderLine


def lines_named(turn: Turn, ask: Ask, lines: list[OrderLine], *, asked: bool = False) -> list[OrderLine]:
    """Lines that the letter speaks of: by number, by name, by what a thing is, and of several such by colour or size.
    `asked`: which one is what was asked, so a mere colour or size tells it, too; else `too small` is no article."""
    text = ask.text.casefold()
    by_sku = [line for line in lines if line.sku.casefold() in text or line.sku in ask.skus]
    if by_sku:
        return by_sku
    guessed = {guess.product for guess in ask.products}
    sold = [(line, *found) for line in lines if (found := turn.facts.sold(line.sku))]
    named = [
        one
        for one in sold
        if one[1].id in guessed or one[1].name in ask.text or one[1].name_en.casefold() in text
    ] or [one for one in sold if _calls(text, one[1].name, one[1].name_en)]
    among = named or (sold if asked else [])
    options = [
        line
        for line, product, variant in among
        if (fits := fitting(product, ask.words, ask.text)).variants
        and len(fits.variants) < len(product.variants)
        and variant in fits.variants
    ]
    return options or [line for line, *_ in named]


def _calls(text: str, name: str, name_en: str) -> bool:
    kind, kind_en = name[-2:].casefold(), name_en.casefold().rpartition(" ")[2]
    return bool(kind and kind in text) or bool(
        kind_en and kind_en in text.replace(",", " ").replace(".", " ").split()
    )
