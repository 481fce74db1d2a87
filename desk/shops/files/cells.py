"""What a cell of an import file may say: text, amounts, counts, days, hours, options; each or a plain reason."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from urllib.parse import urlsplit

from desk.money import Money
from desk.width import narrow

# Marks that are seen by nobody: programs leave them around copied numbers, others use them to deceive.
INVISIBLE = dict.fromkeys([0x200B, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
DAY = r"(?P<y>[0-9]{4})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?"
HOUR = r"(?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(:(?P<S>[0-9]{2})([.][0-9]+)?)?"
OFFSET = r"(?P<offset>Z|(?P<sign>[+-])(?P<oh>[0-9]{2}):?(?P<om>[0-9]{2})?)"
ONLY_DAY = re.compile(DAY)
MOMENT = re.compile(rf"{DAY}([T ]+{HOUR} ?{OFFSET}?)?", re.IGNORECASE)
YEARS = range(2000, 2101)


def clean(cell: str) -> str:
    """One line of visible text. Raises ValueError on control characters and halves of characters."""
    if found := NEVER.search(cell):
        raise ValueError(f"contains the control character U+{ord(found[0]):04X}")
    return " ".join(cell.translate(INVISIBLE).split())


def amount(cell: str, currency: str) -> Money:
    money = Money.parse(narrow(cell), currency)
    if money.minor < 0:
        raise ValueError("must not be negative")
    return money


def whole(cell: str, least: int, most: int) -> int:
    plain = narrow(cell)
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", plain):
        raise ValueError(f"{plain[:40]!r} is not a whole number")
    if not least <= int(plain) <= most:
        raise ValueError("must not be negative" if int(plain) < least == 0 else f"must be {least} to {most}")
    return int(plain)


def day(cell: str) -> date:
    plain = narrow(cell)
    if not (match := ONLY_DAY.fullmatch(plain)):
        raise ValueError(f"{plain[:40]!r} is not a day like 2026-12-31")
    return _day(match, plain)


def moment(cell: str, zone: tzinfo) -> datetime:
    """In UTC. Without an offset the time is the shop's; a day alone is its first moment."""
    plain = narrow(cell)
    if not (match := MOMENT.fullmatch(plain)):
        raise ValueError(f"{plain[:40]!r} is not a time like 2026-12-31 14:03 or 2026-12-31T14:03:00+08:00")
    on = _day(match, plain)
    try:
        local = datetime(
            on.year, on.month, on.day, int(match["H"] or 0), int(match["M"] or 0), int(match["S"] or 0)
        )
        return local.replace(tzinfo=_offset(match) or zone).astimezone(UTC)
    except ValueError:
        raise ValueError(f"{plain!r} is not a time of day that exists") from None


def _day(match: re.Match[str], plain: str) -> date:
    if int(match["y"]) not in YEARS:
        raise ValueError(f"{plain!r} is outside the years {YEARS.start} to {YEARS.stop - 1}")
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        raise ValueError(f"{plain!r} is not a day that exists") from None


def _offset(match: re.Match[str]) -> tzinfo | None:
    if not match["offset"]:
        return None
    if not match["sign"]:
        return UTC
    away = timedelta(hours=int(match["oh"]), minutes=int(match["om"] or 0))
    return timezone(away if match["sign"] == "+" else -away)


def options(cell: str) -> dict[str, str]:
    """`colour=white;size=M`, in any language, with plain or full-width separators."""
    found: dict[str, str] = {}
    for part in cell.replace("；", ";").split(";"):
        if not part.strip():
            continue
        key, equals, value = (piece.strip() for piece in part.replace("＝", "=").partition("="))
        if not (key and equals and value):
            raise ValueError(f"{part.strip()[:40]!r} is not written like colour=white")
        if key in found:
            raise ValueError(f"{key[:40]!r} is there twice")
        found[key] = value
    return found


def aliases(cell: str) -> tuple[str, ...]:
    """`nickname|another`: each once, in the order written."""
    names = (name.strip() for name in cell.replace("｜", "|").split("|"))
    return tuple(dict.fromkeys(name for name in names if name))


def web_address(cell: str) -> str:
    try:
        parts = urlsplit(cell)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in cell
    except ValueError:
        good = False
    if not good:
        raise ValueError("is not an address that begins with https:// or http://")
    return cell


def currency(cell: str) -> str:
    code = narrow(cell).upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError(f"{code[:40]!r} is not a currency like CNY")
    return code


def word(cell: str) -> str:
    """A lower-case word such as a status or a channel."""
    return narrow(cell).lower()
