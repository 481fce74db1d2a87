"""Words the shop never uses 禁语: which rule a text breaks, where, and how to say it rightly."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from desk.banned.by_ear import ByEar
from desk.banned.disguise import bare
from desk.banned.excuses import NEVER_NAMES, Excuses, Speech, excused
from desk.banned.handles import handles
from desk.banned.lightness import Lightness, is_hidden, is_pictured, lightness
from desk.banned.own_language import OwnLanguage
from desk.banned.personal_data import detected
from desk.banned.phrase_index import PhraseIndex, Sought
from desk.banned.phrase_notation import COMMON, Part
from desk.banned.reading import Reading
from desk.banned.readings import Readings
from desk.banned.rule import CLEAN, MACHINES, SEVERITY, Decision, Hit, Rule, Verdict
from desk.banned.said_alone import SaidAlone
from desk.banned.sounds import Sounds
from desk.banned.tone import Heard, Tone
from desk.normal_form import fold

__all__ = ["MACHINES", "SEVERITY", "Decision", "Guard", "Hit", "Rule", "Verdict"]

MOST_HITS = 50
MAY_LEAD_AWAY = re.compile("[.。．:：=＝>→@_-]")
Broken = tuple[Rule, int, int, Lightness]
"""And where, as of a hit; and how easily the tone may lift it."""
Found = tuple[Hit, Decision]


class Guard:
    """All rules of a shop, ready to be asked. A text costs its length, not the number of rules."""

    def __init__(
        self,
        rules: Iterable[Rule],
        tone: Tone | None = None,
        names: Iterable[str] = (),
        own: Collection[str] = (),
    ) -> None:
        """`names`: of the shop's products, which claim nothing; `own`: numbers and mail addresses of the shop.
        `tone` asks where no rule has the words; of people only, for machines say what was read before."""
        self.rules: dict[str, Rule] = {}
        """By id."""
        self._notation, self._index, self._alone = COMMON, PhraseIndex(), SaidAlone()
        self._detecting: list[Rule] = []
        self._leading_away: list[Rule] = []
        self._tone, self._own = tone, frozenset(own)
        known = list(rules)
        for rule in known:
            self._learn(rule)
        self._speech = Speech(
            *(
                self._notation.any_of(dict.fromkeys(word for rule in known for word in getattr(rule, field)))
                for field in ("turns", "official", "quoting")
            )
        )
        self._readings = Readings(
            self._index,
            Sounds(word for rule in known for word in rule.sounding),
            ByEar(dict.fromkeys(phrase for rule in known for phrase in rule.by_ear)),
        )
        self._perfunctory = {rule.family for rule in known if rule.kind == "perfunctory"}
        self._own_language = OwnLanguage(known)
        self.know(names)
        self._addresses: tuple[str, ...] = ()

    def know(self, names: Iterable[str]) -> None:
        """The names of the shop's products, all of them; looked at only when something was hit."""
        self._names = self._notation.names(names)

    def spare(self, addresses: Iterable[str]) -> None:
        """Of the shop itself, such as where goods go back to: nobody's personal data, whoever says them."""
        self._addresses = tuple(addresses)

    def check(
        self,
        text: str,
        role: str,
        *,
        channel: str = "",
        queue: str = "",
        names: Collection[str] = (),
        own: Collection[str] = (),
    ) -> Verdict:
        """What `role` (bot, timer, or a person's role) may do with this text. `names`: more that claim nothing. `own`: what
        stands in it and is the shop's own, such as where goods go back to: nobody's personal data."""
        letters, scope = bare(text), (role, channel, queue)
        broken: list[Broken] = [(rule, 0, len(text), "heavy") for rule in self._alone.broken(text, letters)]
        broken += self._said(text, letters, scope, names)
        if self._detecting:
            own = (*own, *self._addresses)
            broken += [one for one in self._personal(text) if not _is_own(text, one, own)]
        if self._leading_away:
            broken += self._leads_away(text)
        heard = self._tone.hears(text) if self._tone and role not in MACHINES else None
        found: list[Found] = [
            (_hit(self._own_language.rule(rule, text, scope), start, end), rule.verdict)
            for rule, start, end, light in broken
            if rule.holds(*scope) and not (heard and heard.spares(rule.kind, light))
        ]
        if heard and all(SEVERITY[how] < SEVERITY["ask"] for _, how in found):
            found += self._asked(text, heard.asks())
        return _verdict(found, role) if found else CLEAN

    def is_perfunctory(self, text: str) -> bool:
        """Whether it is no answer: only what the family of that name has, and nothing else."""
        return any(rule.family in self._perfunctory for rule in self._alone.broken(text, bare(text)))

    def _learn(self, rule: Rule) -> None:
        self.rules[rule.id] = rule
        if rule.whole:
            self._alone.add(rule)
            return
        if rule.detects:
            self._detecting.append(rule)
        if rule.links:
            self._leading_away.append(rule)
        excuses = Excuses(
            self._notation.any_of(rule.unless),
            self._notation.any_of(rule.warned_by),
            self._notation.any_of(rule.denied_by),
            self._notation.any_of(rule.denied_after),
            self._notation.any_of(rule.fine_with),
            names=rule.kind not in NEVER_NAMES,
        )
        for phrase in rule.phrases:
            self._index.add(Sought(self._notation.pattern(phrase), rule, excuses))

    def _said(
        self, text: str, letters: str, scope: tuple[str, str, str], names: Collection[str]
    ) -> list[Broken]:
        found: dict[Broken, None] = {}
        known = [self._names, self._notation.names(names)] if names else [self._names]
        for reading, words in self._readings.of(text, letters):
            for sought in self._index.phrases(words):
                if reading.may_hold(sought.pattern) and sought.rule.holds(*scope) and len(found) < MOST_HITS:
                    found |= dict.fromkeys(self._breaks(sought, reading, known))
        return list(found)

    def _breaks(self, sought: Sought, reading: Reading, names: list[Part]) -> Iterator[Broken]:
        for words in reading.meant(sought.pattern):
            if sought.rule.hidden and (not is_hidden(words, reading) or is_pictured(words, reading)):
                continue
            if not excused(words, reading, sought.excuses, self._speech, names):
                light = lightness(sought.rule.kind, words, reading) if sought.rule.soft else "heavy"
                yield sought.rule, words[0].start, words[-1].end, light

    def _personal(self, text: str) -> Iterator[Broken]:
        for one in detected(text, self._own):
            for rule in self._detecting:
                if one.what in rule.detects:
                    yield rule, one.start, one.end, "heavy"

    def _leads_away(self, text: str) -> Iterator[Broken]:
        if not MAY_LEAD_AWAY.search(text):
            return
        plain = fold(text)
        names = list(handles(plain.text))
        for rule in self._leading_away:
            for start, end in [*names, *_links(rule, plain.text)]:
                yield rule, *plain.span(start, end), "heavy"

    def _asked(self, text: str, asked: Iterable[Heard]) -> Iterator[Found]:
        for heard in asked:
            say = self._own_language.say(heard.kind, text)
            yield Hit(f"tone/{heard.kind}", heard.start, heard.end, say), "ask"


def _links(rule: Rule, text: str) -> Iterator[tuple[int, int]]:
    """The first place of each link of the rule in a folded text, not within a longer name."""
    for link in rule.links:
        at = text.find(link.lower())
        if at >= 0 and not (at and text[at - 1].isalnum() and text[at - 1].isascii()):
            yield at, at + len(link)


def _verdict(found: list[Found], role: str) -> Verdict:
    decision = max((how for _, how in found), key=SEVERITY.__getitem__)
    if decision == "ask" and role in MACHINES:
        decision = "block"
    hits: list[Hit] = []
    for hit in sorted({hit for hit, _ in found}, key=lambda hit: (hit.start, -hit.end, hit.rule)):
        if not any(other.rule == hit.rule and other.end >= hit.end for other in hits):
            hits.append(hit)
    return Verdict(decision, tuple(hits))


def _hit(rule: Rule, start: int, end: int) -> Hit:
    return Hit(rule.id, start, end, rule.say)


def _is_own(text: str, broken: Broken, own: Collection[str]) -> bool:
    """Whether all that it was found by stands in a text of the shop's own; what leads to it (`lives at`) may be outside."""
    _, start, end, _ = broken
    for words in filter(None, own):
        at = text.find(words)
        while at >= 0:
            outside = text[start : max(start, at)] + text[min(end, at + len(words)) : end]
            if at < end and start < at + len(words) and not any(map(str.isdigit, outside)):
                return True
            at = text.find(words, at + 1)
    return False
