"""A Say in words: the pack's reply, its further paragraphs, and the labels of its buttons."""

from __future__ import annotations

from itertools import chain, repeat

from bot.channels import Button
from bot.dialogue.steps import Say
from desk.phrases import Packs

LONGEST = 4_000


def spoken(say: Say, packs: Packs, language: str, turn: int) -> tuple[str, tuple[Button, ...]]:
    """The text and the buttons. `language`: the conversation's, where the Say names none. `turn`: any number
    that grows with the conversation (the message's seq); it chooses between wordings where the Say does not."""
    pack = packs.for_language(say.language or language)
    wordings = chain(say.wordings, repeat(turn))
    text = "\n".join(
        [pack.reply(key, say.values, n) for key, n in zip((say.key, *say.also), wordings, strict=False)]
    )
    buttons = tuple([Button(pack.reply(c.key, {}, turn) if c.key else c.text, c.data) for c in say.choices])
    return text[:LONGEST], buttons


def picture_of(say: Say, packs: Packs, language: str, turn: int) -> str:
    """The key of the picture that goes with these words; mostly none."""
    pack = packs.for_language(say.language or language)
    return pack.wording(say.key, say.values, turn).picture if say.key in pack.pictured else ""
