"""Answers that are refusals, or break: what a client gets to see of a fault."""

from __future__ import annotations

import socket
import struct

from aiohttp import web

from tests.standins.telegram.faults import Fault
from tests.standins.telegram.refusal import Refusal


def told(refusal: Refusal) -> web.Response:
    return web.json_response(refusal.body(), status=refusal.code)


def instead(fault: Fault, request: web.Request) -> web.StreamResponse:
    if fault.what == "reset":
        reset(request)
        return web.Response()
    if fault.what == "page":
        page = f"<html><head><title>{fault.code}</title></head><body>nginx</body></html>"
        return web.Response(status=fault.code, text=page, content_type="text/html")
    return told(Refusal(fault.code, fault.description, **fault.parameters))


def reset(request: web.Request) -> None:
    transport = request.transport
    if transport is None:
        return
    # Without lingering, closing sends RST instead of FIN: what a broken line looks like.
    wire = transport.get_extra_info("socket")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def half(answer: web.StreamResponse, request: web.Request) -> web.StreamResponse:
    assert isinstance(answer, web.Response) and isinstance(answer.body, bytes)
    return web.Response(body=answer.body[: len(answer.body) // 2], content_type="application/json")


async def cut(request: web.Request, data: bytes, share: float) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": str(len(data))})
    await answer.prepare(request)
    await answer.write(data[: int(len(data) * share)])
    reset(request)
    return answer
