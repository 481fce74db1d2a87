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
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
        else:
            values[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    return values, files
