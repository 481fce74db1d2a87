"""Records: values that are made once and never changed. Nouns: what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["noun", "record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as noun
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass, fields
    from operator import attrgetter

    def record(*, frozen, **how):
        """`@record(frozen=True, slots=True)`: a frozen dataclass to whoever checks types, which is where an attempt
        to change one is found. While the desk runs it is an ordinary one with a hash: refusing every assignment makes
        each record four times as dear, and a message makes forty of them."""

        def made(kind):
            kind = _shared(kind, how)
            kind.__hash__ = _hashed
            return kind

        return made

    def noun(**how):
        """`@noun(slots=True)`: a dataclass."""
        return lambda kind: _shared(kind, how)

    def _shared(kind, how):
        """There are some six hundred kinds: what they can share, they share, or each is compiled and kept for itself."""
        kind.__doc__ = kind.__doc__ or kind.__name__  # otherwise its signature is worked out and written down
        shown = vars(kind).get("__repr__", _shown)
        kind = dataclass(repr=False, eq=how.get("order", False), **how)(kind)
        names = [one.name for one in fields(kind) if one.compare]
        kind._compared = attrgetter(*names or ["__class__"])
        kind.__repr__, kind.__eq__, kind.__hash__ = shown, _same, None
        return kind

    def _shown(self):
        values = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
        return f"{type(self).__qualname__}({values})"

    def _same(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._compared(self) == self._compared(other)

    def _hashed(self):
        return hash(self._compared(self))
