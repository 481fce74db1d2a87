"""What belongs to no person: files, health, figures, and the way from `/` to where somebody works."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import ip_address
from pathlib import Path

from aiohttp import web

from console.answers import see_other
from console.door import door, visit
from desk.agent import Right
from desk.errors import NotFound
from desk.peer import networks, peer

STATIC = Path(__file__).parent.parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOR_EVER = "public, max-age=31536000, immutable"
# Read once: a name that is not in this table is no file, whatever it looks like.
FILES = {
    str(file.relative_to(STATIC)): (file.read_bytes(), TYPES[file.suffix])
    for file in sorted(STATIC.rglob("*"))
    if file.suffix in TYPES
}
DIGESTS = {name: hashlib.sha256(content).hexdigest()[:12] for name, (content, _) in FILES.items()}


async def static(request: web.Request) -> web.Response:
    name = request.match_info["path"]
    if name not in FILES:
        raise NotFound()
    content, kind = FILES[name]
    fresh = request.query.get("v") == DIGESTS[name]
    headers = {"Cache-Control": FOR_EVER if fresh else "no-cache", "Content-Type": f"{kind}; charset=utf-8"}
    return web.Response(body=content, headers=headers)


async def home(request: web.Request) -> web.Response:
    someone = visit(request)
    places = ((Right.SEE_DESK, "/desk"), (Right.SEE_LOSSES, "/unsure-letters"), (Right.WALL, "/wall"))
    return see_other(next((path for right, path in places if someone.may(right)), "/account"))


async def healthy(request: web.Request) -> web.Response:
    """Whether the desk can serve; which part is in trouble is told to the machine itself only."""
    health = door(request).health
    said = {"healthy": health.can_serve} | (
        {"faults": sorted(health.faults())} if _from_here(request) else {}
    )
    return web.json_response(said, status=200 if health.can_serve else 503)


async def metrics(request: web.Request) -> web.Response:
    here = door(request)
    shown = request.headers.get("Authorization", "").encode("utf-8", "replace")
    wanted = f"Bearer {here.metrics_token}".encode()
    if not _from_here(request) and not (here.metrics_token and hmac.compare_digest(shown, wanted)):
        raise NotFound()
    return web.Response(
        body=await here.metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
    )


def _from_here(request: web.Request) -> bool:
    """Whether the caller is on this machine: itself, not through a proxy that is."""
    trusted = networks(door(request).settings.trusted_proxies)
    forwarded = request.headers.getall("X-Forwarded-For", [])
    caller = peer(request.remote, forwarded, trusted)
    return not (forwarded and not trusted) and caller != "" and ip_address(caller).is_loopback
