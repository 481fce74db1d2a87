"""How a pack of phrases is written down: the shape of its files, read with every fault told at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from desk.banned.phrase_notation import COMMON, NotAPhrase, spelt_out, wordings
from desk.errors import DeskError
from desk.record import record

LONGEST_PHRASE = 4_000
PLACE = re.compile(r"\{([a-z_]{1,32})\}")
BRACES = re.compile(r"[{}]")

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_PHRASE)]
SlotName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


@record(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: in which file, at which key, and why, in plain words."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}" if self.key else f"{self.file}: {self.reason}"


class PackFaults(DeskError):
    """The phrases cannot be used as they are."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(["The phrases cannot be used as they are:", *(f"  {f}" for f in faults)]))
        self.faults = faults


class Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class About(Written):
    """pack.toml: what this pack is."""

    name: str
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})*$")]
    script: str
    direction: Literal["ltr", "rtl"] = "ltr"


class IntentWords(Written):
    """A section of intents.toml."""

    people_say: list[Sentence]
    must_understand: dict[Sentence, dict[SlotName, str]] = {}


class ReplyWords(Written):
    """A section of replies.toml; several sections of one key where some hold only `when` a slot is known."""

    say: list[Phrase]
    when: SlotName | None = None


class QuickReplyWords(Written):
    """A section of quick_replies.toml: what an agent gets for `/shortcut`."""

    title: Sentence
    text: Phrase


class BannedWords(Written):
    """A section of banned.toml: phrases never to be used, and the right way of saying it (desk/banned/guard.py: Rule)."""

    family: Sentence
    verdict: Literal["warn", "ask", "block"]
    phrases: list[Sentence] = []
    say: Phrase
    unless: list[Sentence] = []
    warned_by: list[Sentence] = []
    denied_by: list[Sentence] = []
    denied_after: list[Sentence] = []
    fine_with: list[Sentence] = []
    whole: bool = False
    soft: bool = False
    hidden: bool = False
    kind: Key | None = None
    """The section's own name where it is missing."""
    detects: list[Literal["phone", "card", "identity", "mail", "home"]] = []
    links: list[Sentence] = []
    channels: list[Key] = []
    queues: list[Sentence] = []
    roles: list[Key] = []


INTENTS = TypeAdapter(dict[Key, IntentWords])
REPLIES = TypeAdapter(dict[Key, ReplyWords | list[ReplyWords]])
QUICK_REPLIES = TypeAdapter(dict[Key, QuickReplyWords])
BANNED = TypeAdapter(dict[Key, BannedWords])
LISTS = TypeAdapter(dict[Key, list[Sentence]])


@record(frozen=True, slots=True)
class PackFiles:
    """One folder as it was written."""

    about: About
    intents: Mapping[str, IntentWords]
    replies: Mapping[str, list[ReplyWords]]
    quick_replies: Mapping[str, QuickReplyWords]
    banned: Mapping[str, BannedWords]
    lists: Mapping[str, list[str]]
    """banned_lists.toml: words that the phrases of banned.toml name together."""


def read_pack(folder: Path, faults: list[Fault]) -> PackFiles | None:
    """The pack in this folder; what is wrong is added to `faults`, and None means it could not be read."""
    before = len(faults)
    about = _read(folder / "pack.toml", TypeAdapter(About), faults)
    intents = _read(folder / "intents.toml", INTENTS, faults)
    replies = _read(folder / "replies.toml", REPLIES, faults)
    quick = _read(folder / "quick_replies.toml", QUICK_REPLIES, faults)
    banned = _read(folder / "banned.toml", BANNED, faults)
    kept = folder / "banned_lists.toml"
    lists = _read(kept, LISTS, faults) if kept.exists() else {}
    if len(faults) > before:
        return None
    listed = {key: words if isinstance(words, list) else [words] for key, words in replies.items()}
    return PackFiles(about, intents, listed, quick, banned, lists)


def named(file: Path) -> str:
    """`zh-CN/replies.toml`: how a fault names a file."""
    return f"{file.parent.name}/{file.name}"


def faults_within(folder: str, files: PackFiles) -> Iterator[Fault]:
    """What is wrong with a pack whatever the code says."""
    for key, sections in files.replies.items():
        if not all(section.say for section in sections):
            yield Fault(f"{folder}/replies.toml", key, "`say` is empty")
        for text in (text for section in sections for text in section.say):
            yield from (Fault(f"{folder}/replies.toml", key, reason) for reason in _misplaced(text))
    for key, quick in files.quick_replies.items():
        yield from (Fault(f"{folder}/quick_replies.toml", key, reason) for reason in _misplaced(quick.text))
    yield from _unreadable(folder, files)
    claimed: dict[str, str] = {}
    for key, intent in files.intents.items():
        for sentence in intent.people_say:
            other = claimed.setdefault(sentence.casefold(), key)
            if other != key:
                yield Fault(f"{folder}/intents.toml", key, f"{sentence!r} already belongs to {other}")


def _unreadable(folder: str, files: PackFiles) -> Iterator[Fault]:
    """Phrases of rules that are not written as they must be."""
    notation = COMMON
    for key, rule in files.banned.items():
        others = (*rule.unless, *rule.warned_by, *rule.denied_by, *rule.denied_after, *rule.fine_with)
        for phrase in (*rule.phrases, *others):
            try:
                spelt = spelt_out(phrase, files.lists)
                (wordings if rule.whole or phrase in others else notation.pattern)(spelt)
            except NotAPhrase as error:
                yield Fault(f"{folder}/banned.toml", key, str(error))
        if not (rule.phrases or rule.detects or rule.links):
            yield Fault(f"{folder}/banned.toml", key, "this section has nothing to look for")


def _misplaced(phrase: str) -> Iterator[str]:
    """What is wrong with the places `{…}` of a stored phrase."""
    if BRACES.search(PLACE.sub("", phrase)):
        yield "a place for a value is written {like_this}: small letters and _, nothing else in the braces"


def _read(file: Path, shape: TypeAdapter[Any], faults: list[Fault]) -> Any:
    try:
        return shape.validate_python(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        faults.append(Fault(named(file), "", "this file is missing"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(Fault(named(file), "", f"cannot be read: {error}"))
    except ValidationError as error:
        faults.extend(_told(named(file), error))


def _told(file: str, error: ValidationError) -> Iterator[Fault]:
    seen = set()
    for one in error.errors(include_url=False, include_input=False):
        key = ".".join(str(part) for part in one["loc"] if not str(part).endswith("Words"))
        if (key, one["msg"]) not in seen:
            seen.add((key, one["msg"]))
            yield Fault(file, key, PLAIN.get(one["type"], one["msg"]))


PLAIN = {
    "extra_forbidden": "there is no such key here",
    "missing": "this is missing",
    "string_type": "this must be a text in quotes",
    "list_type": "this must be a list of texts in [ ]",
    "string_too_short": "this is empty",
}
