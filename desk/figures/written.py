"""A figure as a person reads it, the same in every language: 1:05, 12.4 s, 97.36 %, 1,204."""

from __future__ import annotations

from desk.figures.metric import Figure, Unit
from desk.money import Money

NONE = "–"


def written(unit: Unit, figure: Figure) -> str:
    value = figure.value
    if value is None:
        return NONE
    match unit:
        case Unit.TIME:
            return time(value)
        case Unit.SHARE:
            return f"{value // 100}.{value % 100:02} %"
        case Unit.RATIO:
            return f"{value // 100}.{value % 100:02}"
        case Unit.POINTS:
            hundredths = (value + 5) // 10
            return f"{hundredths // 100}.{hundredths % 100:02}"
        case Unit.MONEY:
            return str(Money(value, figure.currency)) if figure.currency else "0"
    return f"{value:,}"


def time(ms: int) -> str:
    """Below a minute in tenths of a second. Rounded up, as shares are rounded down: nothing looks better than it was, and
    30.0 s is never what missed 30 s by little."""
    tenths = -(-ms // 100)
    if tenths < 600:
        return f"{tenths // 10}.{tenths % 10} s"
    seconds = -(-ms // 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
