"""Makes what strangers wrote fit to show: links that can be followed safely, forbidden words marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from console.shapes import Hit

LINK = re.compile(
    r"https?://[^\s<>\"'`，。、；！？（）【】《》「」“”\u200b-\u200f\u202a-\u202e\u2066-\u2069]{1,2000}", re.I
)
TRAILING = ".,;:!?)]}"


def web_only(url: str) -> str:
    """The address if it leads to the web, else nothing: what a shop typed may be `javascript:`."""
    return url if is_web(url) else ""


def is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            url.lower().startswith(("http://", "https://"))
            and bool(parts.hostname)
            and "@" not in parts.netloc
        )
    except ValueError:
        return False


def linked(text: str) -> Markup:
    """The text with its http(s) addresses as links; everything else escaped."""
    pieces: list[Markup] = []
    done = 0
    for found in LINK.finditer(text):
        url = found[0].rstrip(TRAILING)
        if not is_web(url):
            continue
        pieces.append(escape(text[done : found.start()]))
        pieces.append(
            Markup('<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>').format(url)
        )
        done = found.start() + len(url)
    return Markup("").join([*pieces, escape(text[done:])])


def marked(text: str, hits: Sequence[Hit]) -> Markup:
    """The text with the forbidden words in `<mark>`; overlapping hits run together."""
    pieces: list[Markup] = []
    done = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        start = max(hit.start, done)
        if hit.end > start:
            pieces += [escape(text[done:start]), Markup("<mark>{}</mark>").format(text[start : hit.end])]
            done = hit.end
    return Markup("").join([*pieces, escape(text[done:])])
