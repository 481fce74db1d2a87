"""What is written down of a setting, and how it is checked when it is read again."""

from __future__ import annotations

from datetime import time
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from desk.opening import Span

MOST_SPANS, MOST_SPECIAL = 8, 200
MOST_SECONDS = 1_000_000
W = TypeVar("W", bound="Written")


class NotASetting(ValueError):
    """This cannot be read; says which field and why, in the words of its checker."""


class Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Spans = Annotated[list[tuple[Clock, Clock]], Field(max_length=MOST_SPANS)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
Seconds = Annotated[int, Field(ge=0, le=MOST_SECONDS, strict=True)]


def read_as(form: type[W], written: object) -> W:
    try:
        return form.model_validate(written)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise NotASetting(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def spans_of(pairs: list[tuple[Clock, Clock]]) -> tuple[Span, ...]:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs)


def pairs_of(spans: tuple[Span, ...]) -> list[list[str]]:
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in spans]
