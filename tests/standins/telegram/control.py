"""The stand-in told what to do from another process, over HTTP: people write, things go wrong, records are read.

POST /control/buyer   {"account", "id", "name", "language"}
POST /control/do      {"account", "buyer", "act": "writes", ...}: writes text · sends what · sends_photo photo, caption
                      · sends_album photos, caption · presses message_id, button · edits message_id, text · blocks ·
                      unblocks; photos in base64. Answers {"update_id", "message_id"}, or a list of them.
POST /control/faults  {"plan": {method: [fault | null, ...]}} or {"rate", "choice": [fault, ...], "seed", "methods"};
                      {} ends all. A fault is the fields of faults.Fault.
POST /control/away    {"seconds"}: refuses connections, also to this control, and then comes back
GET  /control/ingress, /control/egress   JSON lists, from line `?after=`
GET  /control/pending {"account": updates still held, ...}
GET  /control/heard   ?account=&chat=&after=  what reached that chat, from that index
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.standins.telegram.buyers import Buyer, Heard, Said
from tests.standins.telegram.faults import Fault

if TYPE_CHECKING:
    from tests.standins.telegram.server import TelegramStandIn

Asked = Mapping[str, Any]


def control_routes(telegram: TelegramStandIn) -> list[web.RouteDef]:
    async def buyer(request: web.Request) -> web.Response:
        asked = await request.json()
        language, account = asked.get("language"), asked.get("account", "main")
        telegram.buyer(asked["id"], asked.get("name", "Mina"), language=language, account=account)
        return web.json_response({"ok": True})

    async def do(request: web.Request) -> web.Response:
        asked = await request.json()
        person = telegram.bot(asked.get("account", "main")).chats[asked["buyer"]]
        return web.json_response(_numbers(await ACTS[asked["act"]](person, asked)))

    async def faults(request: web.Request) -> web.Response:
        asked = await request.json()
        if not asked:
            telegram.faults.none()
        for method, planned in asked.get("plan", {}).items():
            telegram.faults.plan(method, *(fault and Fault(**fault) for fault in planned))
        if "rate" in asked:
            choice = [Fault(**fault) for fault in asked["choice"]]
            telegram.faults.at_random(asked["rate"], choice, asked.get("seed", 0), asked["methods"])
        return web.json_response({"ok": True})

    async def away(request: web.Request) -> web.Response:
        telegram.goes_away_for((await request.json())["seconds"])
        return web.json_response({"ok": True})

    async def lines(request: web.Request) -> web.Response:
        kept = telegram.record.ingress if request.path.endswith("ingress") else telegram.record.egress
        return web.json_response(kept[int(request.query.get("after", 0)) :])

    async def pending(request: web.Request) -> web.Response:
        return web.json_response({bot.account: len(bot.updates.held) for bot in telegram.bots()})

    async def heard(request: web.Request) -> web.Response:
        person = telegram.bot(request.query.get("account", "main")).chats[int(request.query["chat"])]
        news = person.heard[int(request.query.get("after", 0)) :]
        return web.json_response([heard.message for heard in news])

    return [
        web.post("/control/buyer", buyer),
        web.post("/control/do", do),
        web.post("/control/faults", faults),
        web.post("/control/away", away),
        web.get("/control/ingress", lines),
        web.get("/control/egress", lines),
        web.get("/control/pending", pending),
        web.get("/control/heard", heard),
    ]


def _heard(person: Buyer, asked: Asked) -> Heard:
    return next(heard for heard in person.heard if heard.message_id == asked["message_id"])


def _said(person: Buyer, asked: Asked) -> Said:
    return person.said[asked["message_id"]]


def _photo(text: str) -> bytes:
    return base64.b64decode(text)


def _numbers(done: object) -> Any:
    if isinstance(done, list):
        return [_numbers(one) for one in done]
    if isinstance(done, Said):
        return {"update_id": done.update_id, "message_id": done.message_id}
    return {"update_id": done, "message_id": None}


ACTS: dict[str, Callable[[Buyer, Asked], Awaitable[object]]] = {
    "writes": lambda person, asked: person.writes(asked["text"]),
    "sends": lambda person, asked: person.sends(asked["what"]),
    "sends_photo": lambda person, asked: person.sends_photo(_photo(asked["photo"]), asked.get("caption", "")),
    "sends_album": lambda person, asked: person.sends_album(
        [_photo(photo) for photo in asked["photos"]],
        asked.get("caption", ""),
        apart_s=asked.get("apart_s", 0.0),
    ),
    "presses": lambda person, asked: person.presses(_heard(person, asked), asked["button"]),
    "edits": lambda person, asked: person.edits(_said(person, asked), asked["text"]),
    "blocks": lambda person, asked: person.blocks(),
    "unblocks": lambda person, asked: person.unblocks(),
}
