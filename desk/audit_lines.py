"""The loss audit as the command says it: lines to read, or one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

import orjson

from desk.audit import LOSSES, Check, Line, Report, Verdict
from desk.clock import to_ms

SAID: Mapping[Check, str] = {
    Check.STORED: "letters in that do not stand in a conversation",
    Check.HEARD: "messages of buyers without a letter of their own",
    Check.NUMBERED: "messages beside a gap in the conversation's numbers",
    Check.GAPS: "numbers of the channel that never came",
    Check.SERIES: "times that the channel's numbers went on elsewhere: nobody can tell what was between",
    Check.DEAD: "letters that could not be read",
    Check.PHOTOS: "photos that could not be fetched",
    Check.FATE: "letters out without an end",
    Check.LETTERED: "messages of ours without a letter",
    Check.PARTS: "letters without their message or their other parts",
    Check.DELIVERED: "letters sent, and not noted as delivered",
    Check.ACCEPTED: "notes of delivery without a letter that was sent",
    Check.FAILED: "letters failed or unsure that nobody has looked at",
    Check.THOUGHTS: "letters that wait for the bot for more than a minute",
    Check.LEAVING: "letters on their way for more than a minute",
    Check.PICTURES: "photos still to be fetched or drawn after ten minutes",
    Check.TIMERS: "deadlines that are overdue",
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.WHOLE: "Nothing is lost, and nothing waits: all of it adds up.",
    Verdict.WAITS: "Nothing is lost. Some of it waits for somebody.",
    Verdict.LOST: "Some of it does not add up: see the lines with !!",
    Verdict.NOTHING: "No letters on these days.",
}


def told(report: Report) -> Iterator[str]:
    span = report.span
    yield f"{span.first} to {span.last}, {span.days} {'day' if span.days == 1 else 'days'}"
    for of, lines in groupby(report.lines, key=lambda line: line.of):
        yield ""
        yield " ".join(of).strip() or "the desk"
        yield from (
            _told(line, report.at) for line in lines if not (line.blind and line.check == Check.SERIES)
        )
    yield ""
    yield VERDICTS[report.verdict]


def _told(line: Line, at: datetime) -> str:
    mark = "!!" if line.lost else " ." if line.found else "  "
    if line.blind:
        return f"{mark}          -             {SAID[line.check]}: this channel's numbers cannot tell"
    more = [f"{count:,} {state}" for state, count in sorted(line.states.items())]
    if line.oldest is not None:
        more.append(f"the longest for {int((at - line.oldest).total_seconds()):,} s")
    if line.found and line.unread:
        more.append(f"{line.unread:,} letters had no number that could be read, and may be among them")
    if line.begun:
        more.append(f"begun anew after a week of silence: {line.begun}")
    said = f"{mark} {line.found:>10,} of {line.looked:>10,} {SAID[line.check]}"
    return f"{said} ({', '.join(more)})" if more else said


def as_json(report: Report) -> bytes:
    """Times in ms UTC. `lost`: whether what the line finds is lost, or only waits for somebody."""
    return orjson.dumps(
        {
            "v": 1,
            "from": report.span.first.isoformat(),
            "to": report.span.last.isoformat(),
            "at": to_ms(report.at),
            "verdict": report.verdict,
            "lost": report.lost,
            "waiting": report.waiting,
            "lines": [_plain(line) for line in report.lines],
        },
        option=orjson.OPT_INDENT_2,
    )


def _plain(line: Line) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "check": line.check, "channel": line.of[0], "account": line.of[1], "looked": line.looked,
        "found": None if line.blind else line.found, "lost": line.check in LOSSES,
    }  # fmt: skip
    if line.states:
        plain["states"] = line.states
    if line.oldest is not None:
        plain["oldest"] = to_ms(line.oldest)
    if line.unread:
        plain["unread"] = line.unread
    if line.check == Check.SERIES:
        plain["begun"] = line.begun
    return plain
