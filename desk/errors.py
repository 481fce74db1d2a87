"""Refusals in the desk's own words. The docstring is the message; who shows it decides what it looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.banned.rule import Decision, Hit


class DeskError(Exception):
    """The desk cannot do this."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class NotFound(DeskError):
    """There is no such thing here."""


class NotAllowed(DeskError):
    """Your role does not allow this."""


class NotYourTurn(DeskError):
    """Only the person who took this conversation may write to the buyer."""


class NotNow(DeskError):
    """This cannot be done in the present state."""


class NotHere(NotNow):
    """You are offline. Say first that you are here: a buyer will wait for you."""


class AlreadyTaken(DeskError):
    """A colleague has just taken this conversation."""


class BannedPhrase(DeskError):
    """This contains words the shop has decided never to use."""

    def __init__(self, hits: Sequence[Hit], decision: Decision = "block", text: str = "") -> None:
        super().__init__()
        self.hits, self.decision, self.text = tuple(hits), decision, text


class TooLong(DeskError):
    """This is longer than the channel can carry."""


class StoreBusy(DeskError):
    """The store could not write this down just now; nothing was changed. Please try again."""


class StoreFull(StoreBusy):
    """The disk is full; nothing was changed. Free some space and try again."""
