"""Who may do what: every route of the router, for every role, with ids that name nothing."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from aiohttp import web

from console.routes import ROUTES, Who
from desk.agent import Role
from desk.store import Book, agents
from tests.console.room import ROLES, Person, Room

A, S, F, W, B, G = "Otto", "Ruth", "Faye", "Walt", "Bea", "Glass"
EVERYBODY, NOBODY = frozenset(ROLES) - {"Ines"}, frozenset[str]()
DESK = frozenset({A, S, F, W})
TALK = frozenset({A, S})

# Who gets past the gate; written out, not worked out from the rights, so that a change of rights is seen here.
MATRIX: dict[tuple[str, str], frozenset[str]] = {
    ("GET", "/"): EVERYBODY,
    ("POST", "/sign-out"): EVERYBODY,
    ("GET", "/first-password"): EVERYBODY,
    ("POST", "/first-password"): EVERYBODY,
    ("GET", "/account"): EVERYBODY,
    ("POST", "/account/preferences"): EVERYBODY,
    ("POST", "/account/password"): EVERYBODY,
    ("POST", "/account/browsers/{id}/sign-out"): EVERYBODY,
    ("POST", "/account/sign-out-everywhere"): EVERYBODY,
    ("GET", "/live"): DESK,
    ("GET", "/desk"): DESK,
    ("GET", "/desk/{id}"): DESK,
    ("GET", "/desk/{id}/messages"): DESK,
    ("GET", "/desk/{id}/messages/{message}"): DESK,
    ("GET", "/desk/{id}/head"): DESK,
    ("GET", "/desk/{id}/composer"): DESK,
    ("GET", "/desk/{id}/side"): DESK,
    ("POST", "/desk/{id}/taking"): TALK,
    ("POST", "/desk/{id}/taking-over"): frozenset({S}),
    ("POST", "/desk/{id}/releasing"): TALK,
    ("POST", "/desk/{id}/giving-back"): TALK,
    ("POST", "/desk/{id}/closing"): TALK,
    ("POST", "/desk/{id}/messages"): TALK,
    ("POST", "/desk/{id}/messages/{message}/resending"): TALK,
    ("POST", "/desk/{id}/messages/{message}/withdrawing"): TALK,
    ("POST", "/desk/{id}/messages/{message}/letting-be"): TALK,
    ("POST", "/desk/{id}/typing"): TALK,
    ("POST", "/desk/{id}/level"): TALK,
    ("POST", "/desk/{id}/reveals"): TALK,
    ("GET", "/presence"): TALK,
    ("POST", "/presence"): TALK,
    ("GET", "/offers"): TALK,
    ("POST", "/desk/{id}/declining"): TALK,
    ("GET", "/desk/{id}/passing-on"): TALK,
    ("POST", "/desk/{id}/passing-on"): TALK,
    ("POST", "/desk/{id}/whispers"): frozenset({S}),
    ("POST", "/desk/{id}/draft"): TALK,
    ("GET", "/people"): frozenset({S}),
    ("POST", "/people/{id}"): frozenset({S}),
    ("GET", "/wall"): frozenset({S, G}),
    ("GET", "/wall/live"): frozenset({S, G}),
    ("GET", "/figures"): frozenset({S, B}),
    ("GET", "/figures/parts"): frozenset({S, B}),
    ("GET", "/figures/what-if"): frozenset({S, B}),
    ("POST", "/figures/file"): frozenset({S}),
    ("POST", "/figures/{metric}/file"): frozenset({S}),
    ("GET", "/figures/mine"): TALK,
    ("GET", "/figures/{metric}"): frozenset({S, B}),
    ("GET", "/desk/{id}/at/{at}"): DESK,
    ("GET", "/queues"): frozenset({S}),
    ("POST", "/queues"): frozenset({S}),
    ("POST", "/queues/{id}"): frozenset({S}),
    ("POST", "/desk/{id}/checking"): TALK,
    ("POST", "/desk/{id}/asking"): TALK,
    ("GET", "/desk/{id}/asking"): TALK,
    ("POST", "/asking/{id}/putting-away"): TALK,
    ("GET", "/allowances"): frozenset({S}),
    ("GET", "/allowances/open"): frozenset({S}),
    ("GET", "/allowances/count"): frozenset({S}),
    ("POST", "/allowances/{id}/granting"): frozenset({S}),
    ("POST", "/allowances/{id}/refusing"): frozenset({S}),
    ("GET", "/phrases/banned"): frozenset({S}),
    ("POST", "/phrases/banned/trying"): frozenset({S}),
    ("GET", "/phrases/rule"): frozenset({S}),
    ("POST", "/phrases/rule"): frozenset({S}),
    ("POST", "/phrases/rule/trying"): frozenset({S}),
    ("GET", "/phrases/hits"): frozenset({S}),
    ("GET", "/phrases/hits/each"): frozenset({S}),
    ("GET", "/desk/{id}/promises"): DESK,
    ("POST", "/desk/{id}/promises"): TALK,
    ("POST", "/desk/{id}/noticing"): TALK,
    ("GET", "/promises"): TALK,
    ("GET", "/promises/count"): TALK,
    ("GET", "/promises/{id}/call"): TALK,
    ("POST", "/promises/{id}/keeping"): TALK,
    ("POST", "/promises/{id}/putting-off"): TALK,
    ("POST", "/promises/{id}/taking"): {S},
    ("POST", "/promises/{id}/withdrawing"): TALK,
    ("GET", "/scores"): frozenset({A, S, B}),
    ("POST", "/scores/{id}/seeing"): frozenset({S, B}),
    ("GET", "/follow-ups"): frozenset({S, B}),
    ("GET", "/escalations"): DESK,
    ("GET", "/escalations/new"): DESK,
    ("GET", "/escalations/count"): DESK,
    ("POST", "/escalations"): DESK,
    ("POST", "/escalations/{id}/taking"): frozenset({S}),
    ("POST", "/escalations/{id}/finishing"): frozenset({S}),
    ("GET", "/tickets"): DESK,
    ("GET", "/tickets/count"): DESK,
    ("POST", "/tickets/file"): frozenset({S, F}),
    ("POST", "/tickets/columns"): DESK,
    ("POST", "/tickets/views"): DESK,
    ("POST", "/tickets/views/forgetting"): DESK,
    ("POST", "/tickets/assigning"): DESK,
    ("GET", "/tickets/receive"): DESK,
    ("GET", "/ticket-reasons"): frozenset({S}),
    ("POST", "/ticket-reasons"): frozenset({S}),
    ("POST", "/ticket-reasons/{id}"): frozenset({S}),
    ("POST", "/ticket-reasons/{id}/moving"): frozenset({S}),
    ("POST", "/ticket-reasons/{id}/deleting"): frozenset({S}),
    ("GET", "/tickets/{id}"): DESK,
    ("GET", "/tickets/{id}/case"): DESK,
    ("GET", "/tickets/{id}/acts"): DESK,
    ("GET", "/tickets/{id}/slip"): DESK,
    ("POST", "/tickets/slips"): DESK,
    ("POST", "/tickets/{id}/moves/{verb}"): DESK,
    ("POST", "/tickets/{id}/assigning"): DESK,
    ("POST", "/tickets/{id}/raising"): DESK,
    ("POST", "/tickets/{id}/reason"): TALK,
    ("GET", "/desk/{id}/tickets"): DESK,
    ("GET", "/desk/{id}/tickets/new"): TALK,
    ("POST", "/desk/{id}/tickets"): TALK,
    ("GET", "/shift-handover"): TALK,
    ("GET", "/shift-handover/link"): TALK,
    ("GET", "/shift-handover/call"): TALK,
    ("POST", "/shift-handover"): TALK,
    ("POST", "/shift-handover/staying"): TALK,
    ("POST", "/shift-handover/confirming"): TALK,
    ("POST", "/shift-handover/matters/{id}"): TALK,
    ("POST", "/shift-handover/matters/{id}/accepting"): TALK,
    ("POST", "/shift-handover/matters/{id}/declining"): TALK,
    ("GET", "/shift-handovers"): TALK,
    ("GET", "/shift-handovers/{id}"): TALK,
    ("POST", "/shift-handovers/{id}/accepting"): TALK,
    ("POST", "/people/{id}/releasing"): frozenset({S}),
    ("POST", "/people/{id}/hours"): frozenset({S}),
    ("GET", "/photos/{key}"): DESK,
    ("POST", "/photos/{key}/original"): frozenset({S, B}),
    ("POST", "/photos/{key}/retrying"): TALK,
    ("GET", "/unsure-letters"): frozenset({S, B}),
    ("GET", "/dead-letters"): frozenset({S, B}),
    ("POST", "/dead-letters/{id}/raw"): frozenset({S, B}),
    ("GET", "/audit"): frozenset({S, B}),
    ("GET", "/audit/{key}"): frozenset({S, B}),
    ("GET", "/restock-requests"): frozenset({A, S, W}),
    ("GET", "/phrases"): frozenset({S}),
    ("GET", "/phrases/lab"): frozenset({S}),
    ("GET", "/phrases/effect"): frozenset({S}),
    ("POST", "/phrases/sayings"): frozenset({S}),
    ("GET", "/phrases/lessons"): frozenset({S}),
    ("POST", "/phrases/lessons/leaving"): frozenset({S}),
    ("GET", "/phrases/reply"): frozenset({S}),
    ("GET", "/phrases/saying"): frozenset({S}),
    ("GET", "/phrases/quick"): frozenset({S}),
    ("GET", "/phrases/nickname"): frozenset({S}),
    ("GET", "/phrases/edit"): frozenset({S}),
    ("POST", "/phrases/edit"): frozenset({S}),
    ("POST", "/phrases/trying"): frozenset({S}),
    ("POST", "/phrases/putting-back"): frozenset({S}),
    ("GET", "/phrases/pictures/{key}"): frozenset({S}),
    ("GET", "/phrases/moving"): frozenset({S}),
    ("GET", "/phrases/file"): frozenset({S}),
    ("POST", "/phrases/file"): frozenset({S}),
    ("POST", "/phrases/bringing-in"): frozenset({S}),
    ("GET", "/hours"): frozenset({S, B}),
    ("POST", "/hours"): frozenset({S, B}),
    ("POST", "/hours/trying"): frozenset({S, B}),
    ("POST", "/hours/days"): frozenset({S, B}),
    ("POST", "/hours/days/removing"): frozenset({S, B}),
    ("POST", "/hours/putting-back"): frozenset({S, B}),
    ("GET", "/response-times"): frozenset({S, B}),
    ("POST", "/response-times"): frozenset({S, B}),
    ("POST", "/response-times/removing"): frozenset({S, B}),
    ("POST", "/response-times/putting-back"): frozenset({S, B}),
    ("GET", "/afterwards"): frozenset({S, B}),
    ("POST", "/afterwards"): frozenset({S, B}),
    ("POST", "/afterwards/putting-back"): frozenset({S, B}),
    ("GET", "/rule-packs"): frozenset({S, B}),
    ("POST", "/rule-packs"): frozenset({S, B}),
    ("POST", "/rule-packs/removing"): frozenset({S, B}),
    ("POST", "/rule-packs/putting-back"): frozenset({S, B}),
    ("GET", "/after-sales"): frozenset({S, B}),
    ("POST", "/after-sales"): frozenset({S, B}),
    ("POST", "/after-sales/putting-back"): frozenset({S, B}),
    ("GET", "/report-times"): frozenset({S, B}),
    ("POST", "/report-times"): frozenset({S, B}),
    ("POST", "/report-times/putting-back"): frozenset({S, B}),
    ("GET", "/reports"): frozenset({S, B}),
    ("POST", "/reports"): frozenset({S, B}),
    ("GET", "/reports/{id}"): frozenset({S, B}),
    ("GET", "/reports/{id}/xlsx"): frozenset({S, B}),
    ("POST", "/reports/{id}/sending"): frozenset({S, B}),
}
OPEN = {
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/welcome"),
    ("POST", "/welcome"),
    ("GET", "/static/{path}"),
    ("GET", "/healthy"),
    ("GET", "/metrics"),
}
STRANGE = [
    "0", "-1", "1e0", "01", "1,2", "[1,2]", "1%00", "9223372036854775808", "99999999999999999999", "999999",
    "%2e%2e", "null", "１", "1%0d%0aX:y", "6f1d2c9e-0000-4000-8000-000000000000", "%ff", "' OR 1=1--", "1;DROP",
]  # fmt: skip
ENDS_THE_SESSION = {"/sign-out", "/account/sign-out-everywhere"}


def addresses(app: web.Application) -> set[tuple[str, str]]:
    return {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None
    }


def test_every_address_of_the_router_has_its_row(room: Room) -> None:
    found = {(method, path) for method, path in addresses(room.app)}
    assert found == {*MATRIX, *OPEN}
    assert len(ROUTES) == len(found)
    assert {
        (r.method, r.path.replace(":.+", ""))
        for r in ROUTES
        if isinstance(r.needs, Who) and r.needs != Who.SIGNED_IN
    } == OPEN


async def ask(person: Person, method: str, path: str) -> int:
    if method == "POST":
        answer = await person.post(path, piece=True)
    else:
        answer = await person.get(path, headers={"HX-Request": "true"})
    if path not in ("/live", "/wall/live"):
        body = await answer.text()
        assert "Traceback" not in body and "object at 0x" not in body
    answer.close()
    return answer.status


@pytest.mark.parametrize("name", sorted(EVERYBODY))
async def test_each_role_gets_what_its_row_says(room: Room, name: str) -> None:
    person = await room.person(name)
    for (method, path), allowed in MATRIX.items():
        if path in ENDS_THE_SESSION:
            continue
        status = await ask(
            person,
            method,
            path.format(id=999999, message=999999, key="0" * 32, verb="approve", at=1, metric="rounds"),
        )
        if path == "/first-password":
            continue
        assert (status == 403) == (name not in allowed), (name, method, path, status)
        assert status < 500


async def test_nobody_is_let_in_without_a_session(room: Room) -> None:
    nobody = room.stranger()
    for method, path in MATRIX:
        assert (
            await ask(
                nobody,
                method,
                path.format(id=1, message=1, key="0" * 32, verb="approve", at=1, metric="rounds"),
            )
            == 401
        ), (
            method,
            path,
        )


async def test_who_was_let_go_is_out_at_once(room: Room) -> None:
    otto = await room.person("Otto")
    assert await ask(otto, "GET", "/desk") == 200

    def unit(book: Book) -> None:
        found = agents.by_id(book, room.people["Otto"].id)
        assert found is not None
        found.active = False

    await room.store.write(unit)
    for method, path in MATRIX:
        assert (
            await ask(
                otto,
                method,
                path.format(id=1, message=1, key="0" * 32, verb="approve", at=1, metric="rounds"),
            )
            == 401
        )
    code = await room.store.write(
        lambda book: agents.one_time_code(book, room.people["Otto"].id, room.clock())
    )
    assert (await room.stranger().post("/welcome", {"code": code})).status == 403


async def test_a_role_taken_away_counts_at_the_next_request(room: Room) -> None:
    ruth = await room.person("Ruth")
    assert await ask(ruth, "GET", "/dead-letters") == 200

    def unit(book: Book) -> None:
        found = agents.by_id(book, room.people["Ruth"].id)
        assert found is not None
        found.roles = [str(Role.WAREHOUSE)]

    await room.store.write(unit)
    assert await ask(ruth, "GET", "/dead-letters") == 403


@pytest.mark.parametrize("written", STRANGE)
async def test_a_strange_id_names_nothing(both: Room, written: str) -> None:
    await both.asked_for(both.mina())
    ruth, quoted = await both.person("Ruth"), quote(written, safe="%")
    for method, path in MATRIX:
        if "{" not in path:
            continue
        status = await ask(
            ruth,
            method,
            path.format(id=quoted, message=quoted, key=quoted, verb=quoted, at=quoted, metric=quoted),
        )
        assert status == 404, (method, path, written, status)


async def test_a_message_of_another_conversation_is_not_found(room: Room) -> None:
    mina, nils = await room.asked_for(room.mina()), await room.asked_for(room.mina(chat="8", name="Nils"))
    otto = await room.person("Otto")
    assert await ask(otto, "GET", f"/desk/{mina}/messages/1") == 200
    assert await ask(otto, "GET", f"/desk/{nils}/messages/1") == 404
    answer = await otto.post(f"/desk/{nils}/reveals", {"field": "text", "of": "1"}, piece=True)
    assert answer.status == 404


@pytest.mark.parametrize(
    "query",
    [
        "from=-1",
        "from=1.2.3",
        "from=9223372036854775808.1",
        "from=1e9.1",
        "show=x",
        "show=closed&from=5.5",
        "q=%00",
        "q=%ed%a0%80",
        "q=" + "x" * 5000,
    ],
)
async def test_a_strange_wish_for_the_list_is_a_list(room: Room, query: str) -> None:
    otto = await room.person("Otto")
    assert (await otto.get(f"/desk?{query}")).status == 200
