"""Records: values that are made once and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen, **how):
        """`@record(frozen=True, slots=True)`: a frozen dataclass to whoever checks types, which is where an attempt
        to change one is found. While the desk runs it is an ordinary one with a hash: refusing every assignment makes
        each record four times as dear, and a message makes forty of them."""
        return dataclass(unsafe_hash=frozen, **how)
