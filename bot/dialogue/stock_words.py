"""Live stock in words: how many, as of when, what a variant is called, when it comes back."""

from __future__ import annotations

from datetime import date

from bot.dialogue.ask import Ask
from bot.dialogue.turn import Turn
from bot.dialogue.variants import variant_name
from bot.dialogue.written import chinese, day, hour, listed
from desk.stock import Product, Variant

LISTED_VARIANTS = 12


def left(turn: Turn, sku: str) -> int:
    """As the shop says now; what it no longer counts is not there."""
    now = turn.facts.live.get(sku)
    return now.stock if now else 0


def as_of(turn: Turn, sku: str) -> str:
    now = turn.facts.live.get(sku)
    return hour(now.as_of if now else turn.facts.now, turn.facts.front.zone)


def named(turn: Turn, ask: Ask, product: Product, variant: Variant) -> dict[str, str]:
    title, variant_words = product.title(ask.language), variant_name(variant, ask.language)
    return {
        "item": item_name(product, variant, ask.language),
        "product": title,
        "variant": variant_words,
        "price": str(variant.price),
        "url": variant.url,
        "as_of": as_of(turn, variant.sku),
    }


def item_name(product: Product, variant: Variant, language: str) -> str:
    title, words = product.title(language), variant_name(variant, language)
    if not words:
        return title
    return f"{title}（{words}）" if chinese(language) else f"{title} ({words})"


def names(turn: Turn, ask: Ask, variants: tuple[Variant, ...]) -> str:
    names = [variant_name(v, ask.language) or v.sku for v in variants]
    more = "…" if len(names) > LISTED_VARIANTS else ""
    return listed(names[:LISTED_VARIANTS], ask.language) + more


def restock_day(turn: Turn, variant: Variant) -> date | None:
    """The supplier's day; None where none is known or it has passed."""
    now = turn.facts.live.get(variant.sku)
    on = now.restock_on if now else variant.restock_on
    today = turn.facts.now.astimezone(turn.facts.front.zone).date()
    return on if on and on >= today else None


def restock(turn: Turn, ask: Ask, variant: Variant) -> str:
    on = restock_day(turn, variant)
    today = turn.facts.now.astimezone(turn.facts.front.zone).date()
    return day(on, today, ask.language) if on else ""
