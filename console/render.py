"""Draws the console's pages: Jinja2 with autoescape always on, the interface's words, and a few filters."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from console.text import linked, marked, web_only
from desk.clock import to_ms
from desk.money import Money

Words = Mapping[str, str]

SLOT = re.compile(r"\{([a-z_]{1,32})\}")


class NoSuchWord(KeyError):
    """A template asks for a word that this language does not have."""


class Renderer:
    """`render("desk/desk.html", "zh-CN", frame=…)` is the page as text, ready to be encoded."""

    def __init__(self, environment: Environment, languages: Mapping[str, Words]) -> None:
        self.languages = languages
        self._environment = environment
        self._speakers = {code: speaker(words) for code, words in languages.items()}

    def render(self, name: str, language: str, /, **context: object) -> str:
        """Raises NoSuchWord, jinja2.UndefinedError, jinja2.TemplateNotFound: each a fault of ours."""
        drawn = self._environment.get_template(name).render(
            context, language=language, t=self._speakers[language]
        )
        # Buyers can send what HTML and UTF-8 cannot carry.
        return drawn.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def make_renderer(words_folder: Path, templates: Path, static: Path, zone: tzinfo) -> Renderer:
    """`zone` is the shop's: every time is shown in it."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        hour=lambda at: local(at, zone).strftime("%H:%M"),
        second=lambda at: local(at, zone).strftime("%H:%M:%S"),
        moment=lambda at: local(at, zone).strftime("%Y-%m-%d %H:%M"),
        iso=lambda at: local(at, zone).isoformat(timespec="seconds"),
        ms=to_ms,
        day=day_filter(zone),
        ago=ago,
        due=due_filter(zone),
        field_time=lambda at: local(at, zone).strftime("%Y-%m-%dT%H:%M"),
        money=money,
        linked=linked,
        marked=marked,
        urlencode=in_url,
        web_only=web_only,
        size=size,
    )
    environment.globals["asset"] = addresses(static)
    return Renderer(environment, read_words(words_folder))


def read_words(folder: Path) -> dict[str, Words]:
    """`words/<language>.toml`, its tables flattened: `[act] take` is `act.take`."""
    return {
        file.stem: dict(flattened(tomllib.loads(file.read_text("utf-8"))))
        for file in sorted(folder.glob("*.toml"))
    }


def flattened(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += flattened(value, f"{prefix}{key}.")
        else:
            pairs.append((prefix + key, str(value)))
    return pairs


def speaker(words: Words) -> Callable[..., Markup]:
    def t(key: str, **values: object) -> Markup:
        """The word, escaped; `{name}` filled in once, escaped too."""
        if key not in words:
            raise NoSuchWord(key)
        return Markup(SLOT.sub(lambda slot: str(escape(values[slot[1]])), str(escape(words[key]))))

    return t


def addresses(static: Path) -> Callable[[str], str]:
    """Where a file of `static/` is served: its content's digest makes the address safe to cache for ever."""
    known = {
        str(file.relative_to(static)): hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        for file in static.rglob("*")
        if file.is_file()
    }
    return lambda path: f"/static/{path}?v={known[path]}"


def local(at: datetime, zone: tzinfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no zone")
    return at.astimezone(zone)


def day_filter(zone: tzinfo) -> Callable[[Context, date], Markup]:
    @pass_context
    def day(context: Context, on: date) -> Markup:
        """`2026年11月22日 周日`, `Sun 22 Nov 2026`."""
        on = local(on, zone) if isinstance(on, datetime) else on
        t = context["t"]
        weekday = str(t("calendar.weekdays")).split()[on.weekday()]
        month = str(t("calendar.months")).split()[on.month - 1]
        written: Markup = t("calendar.day", weekday=weekday, day=on.day, month=month, year=on.year)
        return written

    return day


def due_filter(zone: tzinfo) -> Callable[[Context, datetime, datetime], Markup]:
    @pass_context
    def due(context: Context, at: datetime, now: datetime) -> Markup:
        """`today 18:00`, `tomorrow 12:00`, `Fri 18:00`; farther off, or over, with its date."""
        t, here = context["t"], local(at, zone)
        days = (here.date() - local(now, zone).date()).days
        hour = here.strftime("%H:%M")
        if days in (0, 1):
            return Markup(t("due.today" if days == 0 else "due.tomorrow", hour=hour))
        weekday = str(t("calendar.weekdays")).split()[here.weekday()]
        if 1 < days < 7:
            return Markup(t("due.weekday", weekday=weekday, hour=hour))
        return Markup(t("due.day", weekday=weekday, day=here.strftime("%Y-%m-%d"), hour=hour))

    return due


@pass_context
def ago(context: Context, at: datetime, now: datetime) -> Markup:
    """`3 min ago`, as of `now`; the largest whole unit."""
    gone = max(now - at, timedelta())
    for unit, length in (
        ("days", timedelta(days=1)),
        ("hours", timedelta(hours=1)),
        ("minutes", timedelta(minutes=1)),
    ):
        if gone >= length:
            return Markup(context["t"](f"ago.{unit}", n=gone // length))
    return Markup(context["t"]("ago.now"))


def in_url(value: object) -> str:
    """For one part of an address. Jinja2's own breaks on lone surrogates, which a search can contain."""
    return quote(str(value), safe="", errors="replace")


def money(amount: Money) -> str:
    return str(amount)


def size(size_bytes: int) -> str:
    return f"{size_bytes:,} B" if size_bytes < 10_000 else f"{size_bytes / 1024:,.0f} KiB"
