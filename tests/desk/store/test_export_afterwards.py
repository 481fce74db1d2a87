"""The export says what buyers were asked afterwards and what they answered, and never their words."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import orjson

from desk.store import Store, export
from desk.targets import USUALLY
from tests.bot.afterwards_room import AfterwardsRoom, a_refused_case
from tests.conftest import Watch


async def test_scores_and_follow_ups_are_records_without_words(
    store: Store, watch: Watch, tmp_path: Path
) -> None:
    room = AfterwardsRoom(store, watch, tmp_path)
    await room.opens()
    await a_refused_case(room)
    await room.later(minutes=2)
    await room.presses_value(2)
    await room.mina.writes("nobody told me why")
    await room.follows_up(days=3, hours=1)
    lines = [line async for line in export.records(store, USUALLY.rules.promptness)]
    records = [orjson.loads(line) for line in lines]
    [score] = [one for one in records if one["rec"] == "score"]
    assert (score["ticket"], score["value"], score["agent_id"]) == (1, 2, None)
    assert score["words_sha"] == sha256(b"nobody told me why").hexdigest()
    first, second = [one for one in records if one["rec"] == "follow_up"]
    assert [(one["n"], one["state"]) for one in (first, second)] == [(1, "sent"), (2, "due")]
    assert [one["aside"] for one in records if one["rec"] == "in"] == [False, True, True]
    assert b"nobody told me" not in b"".join(lines)
