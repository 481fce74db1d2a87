"""A request that the Bot API turns down, in its own words."""

from __future__ import annotations


class Refusal(Exception):
    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


def bad(what: str) -> Refusal:
    return Refusal(400, f"Bad Request: {what}")
