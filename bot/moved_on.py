"""Somebody else was quicker than a thought."""

from __future__ import annotations

from desk.errors import DeskError


class MovedOn(DeskError):
    """Somebody else changed the case since it was thought about."""
