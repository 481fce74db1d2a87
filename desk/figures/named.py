"""What a metric is called and means under a pack: the spans within which something is answered are the pack's own."""

from __future__ import annotations

from datetime import timedelta

from desk.figures.metric import Metric
from desk.figures.metrics import IN_WORDS, WITHIN
from desk.figures.pack import Pack

MINUTE = timedelta(minutes=1)
PLACES = {f"_within_{seconds}": (place, seconds) for place, seconds in WITHIN}


def name(metric: Metric, pack: Pack, language: str) -> str:
    return _with(metric, pack, language, metric.names.get(language, metric.names["en"]))


def meaning(metric: Metric, pack: Pack, language: str) -> str:
    return _with(metric, pack, language, metric.means.get(language, metric.means["en"]))


def _with(metric: Metric, pack: Pack, language: str, text: str) -> str:
    for ending, (place, seconds) in PLACES.items():
        if metric.key.endswith(ending):
            words = IN_WORDS[seconds][language == "zh-CN"]
            return text.replace(words, span_words(pack.within[place], language))
    return text


def span_words(span: timedelta, language: str) -> str:
    """`45 s`, `3 min`, `90 秒`."""
    chinese = language == "zh-CN"
    if span >= 2 * MINUTE and not span % MINUTE:
        return f"{span // MINUTE} {'分钟' if chinese else 'min'}"
    seconds = f"{span.total_seconds():g}"
    return f"{seconds} {'秒' if chinese else 's'}"
