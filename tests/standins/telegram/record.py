"""What went through the stand-in, as JSONL that a checker can read: every attempt in, every request out."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from desk.clock import Clock, system_clock, to_ms

Line = dict[str, Any]


@dataclass(slots=True)
class Record:
    """`out` is a folder; lines are appended to `ingress.jsonl` and `egress.jsonl` there as they happen.

    ingress: try, t, channel, account, ext_id, chat, kind, msg_id, group, text_sha, file_sha, nonce, status.
    By polling an update is tried with status null each time it is handed over, and once more with status 200 when
    a higher offset confirms it.
    egress: n, t (the request's arrival), method, account, chat, text, file_sha, verdict, retry_after, message_id.
    """

    out: Path | None = None
    clock: Clock = system_clock
    ingress: list[Line] = field(default_factory=list)
    egress: list[Line] = field(default_factory=list)
    _requests: int = 0

    def now_ms(self) -> int:
        return to_ms(self.clock())

    def came_in(self, line: Line) -> None:
        self._keep("ingress", self.ingress, line)

    def next_request(self) -> int:
        self._requests += 1
        return self._requests

    def went_out(self, line: Line) -> None:
        self._keep("egress", self.egress, line)

    def _keep(self, name: str, lines: list[Line], line: Line) -> None:
        lines.append(line)
        if self.out is not None:
            with (self.out / f"{name}.jsonl").open("ab") as file:
                file.write(orjson.dumps(line) + b"\n")


def sha(value: str | bytes | None) -> str | None:
    if value is None:
        return None
    return sha256(value.encode() if isinstance(value, str) else value).hexdigest()
