"""The parameters of a request, however they came: in the address, as a form, in parts, or as JSON."""

from __future__ import annotations

from typing import Any

from aiohttp import web


async def read_body(request: web.Request) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Values by name, and uploaded files by the name of their part."""
    values: dict[str, Any] = dict(request.query)
    files: dict[str, bytes] = {}
    if request.content_type == "application/json":
        return values | await request.json(), files
    # Telegram reads the form of a GET too, and pyTelegramBotAPI relies on it; aiohttp would not.
    for name, value in (await request.clone(method="POST").post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                files[name] = file.read()
        else:
            values[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    return values, files
