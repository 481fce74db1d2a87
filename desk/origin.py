"""The origin of a page, written as browsers write it in their Origin header."""

from __future__ import annotations

from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}


def origin(address: str) -> str:
    """`https://Shop.example:443/` is `https://shop.example`; names of other scripts in their ASCII form."""
    parts = urlsplit(address)
    host = (
        (parts.hostname or "").encode("idna").decode()
        if ":" not in (parts.hostname or "")
        else f"[{parts.hostname}]"
    )
    port = "" if parts.port in (None, PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
