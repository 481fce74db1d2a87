"""Passwords of the shop's people: what is good enough, and argon2id off the event loop."""

from __future__ import annotations

import asyncio
import re
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 128
# OWASP's figures for argon2id (19 MiB, two passes, one lane): some 20 ms, and little memory beside the desk's.
MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
AT_ONCE = 2

LOOKS_LIKE = str.maketrans("0134578@$!|", "oieastbasii")
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "01234567890123456789",
)


class Passwords:
    """Hashes and checks in threads, a few at a time: a burst of sign-ins must not take the memory."""

    def __init__(self, memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=LANES)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._nobodys = self._hasher.hash("nobody has this one")

    async def hash(self, password: str) -> str:
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def right(self, password: str, hashed: str | None) -> bool:
        """Whether it is that one. Takes as long for a person who does not exist (None)."""
        async with self._slots:
            same = await asyncio.to_thread(self._same, hashed or self._nobodys, password[: LONGEST + 1])
        return same and hashed is not None

    def _same(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


def faults_of(password: str, name: str) -> tuple[str, ...]:
    """`short`, `long` or `common`; nothing when it will do. `name` is the person's own."""
    if len(password) < SHORTEST:
        return ("short",)
    if len(password) > LONGEST:
        return ("long",)
    return ("common",) if _common(password, name) else ()


def _common(password: str, name: str) -> bool:
    plain = password.casefold()
    if len(set(plain)) < 5 or _runs(re.sub(r"[\W_]", "", plain)):
        return True
    letters = re.sub(r"[\W\d_]", "", plain)
    if _runs(letters):
        return True
    read = re.sub(r"[\W\d_]", "", plain.translate(LOOKS_LIKE))
    words = [*COMMON, *(part for part in re.split(r"\W+", name.casefold()) if len(part) > 2)]
    # What is left of it once the usual words are gone is what somebody would have to guess.
    return (
        any(len(_without(form, words)) < 4 for form in (letters, read) if len(form) > 2) or len(letters) < 3
    )


def _without(letters: str, words: list[str]) -> str:
    for word in words:
        letters = letters.replace(word, "")
    return letters


def _runs(plain: str) -> bool:
    """Whether it goes along the alphabet, the keyboard or the digits, forwards, backwards or again and again."""
    return any(plain in run * 2 or plain in run[::-1] * 2 for run in RUNS)


def _read() -> tuple[str, ...]:
    lines = files("desk").joinpath("common_passwords.txt").read_text("utf-8").split()
    return tuple(sorted({line.casefold() for line in lines}, key=lambda word: (-len(word), word)))


COMMON = _read()
