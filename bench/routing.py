"""How long it takes to decide who is asked for whom: 500 who wait, 50 who are there, 20 queues."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from desk.asked_again import LetGo
from desk.clock import ticks
from desk.handover import Reason
from desk.routing import Colleague, Queue, Waiting, next_for

WAITING, PEOPLE, QUEUES, TIMES = 500, 50, 20, 30
START = datetime(2026, 11, 23, 1, tzinfo=UTC)
NOW = START + timedelta(hours=1)
LANGUAGES = ("en", "zh-CN", "zh-TW", "")
TARGET_MS = 100.0


async def measure() -> dict[str, Any]:
    """Times of one whole decision; the floor is sorting those who wait by their time."""
    chance = random.Random(7)
    waiting, there, queues = _waiting(chance), _people(chance), _queues()
    took = sorted(_ms(lambda: next_for(waiting, there, queues, NOW)) for _ in range(TIMES))
    floor = min(_ms(lambda: sorted(waiting, key=lambda one: one.since)) for _ in range(TIMES))
    given = next_for(waiting, there, queues, NOW)
    return {
        "waiting": WAITING,
        "people": PEOPLE,
        "queues": QUEUES,
        "given": len(given),
        "best_ms": round(took[0], 2),
        "median_ms": round(took[TIMES // 2], 2),
        "worst_ms": round(took[-1], 2),
        "floor_ms": round(floor, 3),
        "target_ms": TARGET_MS,
    }


def _ms(what: Any) -> float:
    begun = ticks()
    what()
    return (ticks() - begun) * 1000


def _waiting(chance: random.Random) -> list[Waiting]:
    return [
        Waiting(
            number,
            START + timedelta(seconds=chance.randrange(900)),
            "telegram",
            chance.choice(LANGUAGES),
            str(chance.choice(list(Reason))),
            f"topic{chance.randrange(QUEUES + 5)}",
            last_agent=chance.choice([None, chance.randrange(1, PEOPLE + 1)]),
            let_go={id: LetGo(NOW, NOW) for id in chance.sample(range(1, PEOPLE + 1), chance.randrange(3))},
        )
        for number in range(1, WAITING + 1)
    ]


def _people(chance: random.Random) -> list[Colleague]:
    """Room for all who wait: nothing ends early."""
    return [
        Colleague(
            number,
            12,
            chance.randrange(2),
            START - timedelta(seconds=chance.randrange(3600)),
            frozenset(f"skill{n}" for n in chance.sample(range(QUEUES), 8)),
            frozenset(chance.sample(LANGUAGES[:3], chance.randrange(3))),
        )
        for number in range(1, PEOPLE + 1)
    ]


def _queues() -> list[Queue]:
    return [
        Queue(
            n + 1, f"Queue {n}", n, topics=[f"topic{n}"], skill=f"skill{n}" if n % 2 else "", priority=n % 3
        )
        for n in range(QUEUES)
    ]
