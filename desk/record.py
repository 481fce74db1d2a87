"""Records: values that are made once and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass, fields

    def record(*, frozen, **how):
        """`@record(frozen=True, slots=True)`: a frozen dataclass to whoever checks types, which is where an attempt
        to change one is found. While the desk runs it is an ordinary one with a hash: refusing every assignment makes
        each record four times as dear, and a message makes forty of them. There are some five hundred kinds: what they
        can share, they share, or each is compiled and kept for itself."""

        def made(kind):
            kind.__doc__ = (
                kind.__doc__ or kind.__name__
            )  # otherwise its signature is worked out and written down
            if "__repr__" not in vars(kind):
                kind.__repr__ = _shown
            return dataclass(unsafe_hash=frozen, repr=False, **how)(kind)

        return made

    def _shown(self):
        values = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
        return f"{type(self).__qualname__}({values})"
