"""A conversation as Mina lives it: what she writes is understood by the shipped packs and model, wish by wish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bot.answer import _complete
from bot.dialogue.next import Heard
from bot.dialogue.steps import Say, Step
from bot.dialogue.wishes import wishes
from bot.understanding import Understander
from bot.understanding.understander import understander
from desk.stock import Catalogue
from tests.bot.dialogue.lantern_and_loom import PRODUCTS
from tests.bot.dialogue.talk import PACKS, Talk

SHELF = Path(__file__).parents[3] / "scripts_phrases"


@cache
def shipped() -> Understander:
    offline, faults = understander(PACKS, SHELF)
    assert not faults, faults
    offline.set_catalogue(Catalogue(1, PRODUCTS))
    return offline


@dataclass
class RealTalk(Talk):
    """`writes` may be a list: pieces that come one upon the other, each answered as soon as nothing is missing."""

    answers: list[str] = field(default_factory=list)
    """All texts of the bot, in order."""

    def wishes(self, line: Mapping[str, Any], text: str) -> list[Heard]:
        letter = self.heard(
            {k: v for k, v in line.items() if k != "writes"} | ({"writes": text} if text else {})
        )
        if not text:
            return [letter]
        return wishes(letter, lambda part: shipped().understand(part, self.language or None))

    async def goes_on(self, line: Mapping[str, Any]) -> list[Step]:
        """What comes of a line, piece by piece."""
        written = line.get("writes", "")
        done: list[Step] = []
        said: list[str] = []
        run: list[Heard] = []
        pieces = [written] if isinstance(written, str) else written
        for n, piece in enumerate(pieces, 1):
            run += self.wishes(line, piece)
            if n < len(pieces) and not all(map(_complete, run)):
                continue
            done += await self.thinks(run)
            said += self.texts
            run = []
        self.texts = said
        return done

    def happens(self, steps: Sequence[Step]) -> None:
        for say in steps:
            if isinstance(say, Say) and say.language:
                self.language = say.language
        super().happens(steps)
        self.answers += self.texts
