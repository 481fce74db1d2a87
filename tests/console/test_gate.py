"""What the gate turns away: other origins, forms without the session's mark, other hosts, bodies without end."""

from __future__ import annotations

import asyncio

import pytest

from console.views.sign_in import place_after
from tests.console.room import Room

HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
    "Cache-Control",
)


def origins(url: str) -> list[str | None]:
    port = url.rpartition(":")[2]
    return [
        None, "null", "", f"https://127.0.0.1:{port}", "http://127.0.0.1", f"http://127.0.0.1:{port}.evil.example",
        f"http://evil.example/{url}", "http://127.0.0.1:1", f"{url}/", url.upper() + "X", f"http://evil@127.0.0.1:{port}", "*",
        f"http://localhost:{port}",
    ]  # fmt: skip


async def test_a_form_of_another_origin_changes_nothing(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    for origin in origins(room.url):
        headers = {} if origin is None else {"Origin": origin}
        answer = await otto.http.post(
            f"/desk/{id}/taking", data={"csrf": otto.csrf}, headers=headers, allow_redirects=False
        )
        assert answer.status == 403, origin
    assert (await room.held(id)).agent_id is None
    assert (await otto.post(f"/desk/{id}/taking")).status == 303


@pytest.mark.parametrize("csrf", ["", "0", "null", "[]", "x" * 43, "ü" * 43])
async def test_a_form_without_the_mark_of_the_session_changes_nothing(room: Room, csrf: str) -> None:
    id = await room.asked_for(room.mina())
    otto, ines = await room.person("Otto"), await room.person("Ines")
    for mark in (csrf, ines.csrf):
        assert (await otto.post(f"/desk/{id}/taking", {"csrf": mark})).status == 403
    assert (await room.held(id)).agent_id is None


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/plain",
        "text/plain; application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
    ],
)
async def test_only_forms_are_read(room: Room, kind: str) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    headers = {"Origin": room.url, "Content-Type": kind, "X-CSRF": otto.csrf}
    answer = await otto.http.post(
        f"/desk/{id}/taking", data=b'{"csrf": 1}', headers=headers, allow_redirects=False
    )
    assert answer.status == 415
    answer = await otto.http.post(
        f"/desk/{id}/messages", data=b'{"csrf": 1}', headers=headers, allow_redirects=False
    )
    assert answer.status in (400, 415)


async def test_signing_in_is_refused_from_another_origin(room: Room) -> None:
    somebody = room.stranger()
    for origin in ("https://evil.example", "null"):
        answer = await somebody.post(
            "/sign-in", {"name": "otto", "password": "x"}, headers={"Origin": origin}
        )
        assert answer.status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost.evil:{port}", "{port}", "", "127.0.0.1:{port}, evil"]
)
async def test_another_host_is_not_ours(room: Room, host: str) -> None:
    named = host.format(port=room.port)
    for path in ("/sign-in", "/desk", "/static/icon.svg"):
        answer = await room.stranger().get(path, headers={"Host": named})
        assert answer.status in (400, 421), (named, answer.status)


async def test_what_a_proxy_says_of_the_host_is_not_believed(room: Room) -> None:
    answer = await room.stranger().get(
        "/desk",
        headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "Accept": "text/html"},
    )
    assert answer.headers["Location"] == "/sign-in?next=/desk"
    answer = await room.stranger().get("/desk", headers={"X-Forwarded-User": "ruth", "Remote-User": "ruth"})
    assert answer.status == 401


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil",
        "/\\evil",
        "https:evil",
        "https://evil",
        "\t//evil",
        "/\t/evil",
        "javascript:alert(1)",
        "/%0d%0aX:y\r\n",
        "",
        "/sign-out",
        "/welcome",
    ],
)
def test_after_signing_in_one_stays_here(wanted: str) -> None:
    assert place_after(wanted) == "/"


def test_after_signing_in_one_is_where_one_wanted_to_be() -> None:
    assert place_after("/desk/12?show=all&q=a%20b") == "/desk/12?show=all&q=a%20b"


async def test_every_answer_carries_the_headers(room: Room) -> None:
    id = await room.asked_for(room.mina())
    ruth = await room.person("Ruth")
    for path in (
        "/sign-in",
        "/desk",
        f"/desk/{id}",
        "/desk/999",
        "/nowhere",
        "/static/icon.svg",
        "/static/nothing.js",
        "/account",
        "/healthy",
        "/photos/" + "0" * 32,
    ):
        answer = await ruth.get(path)
        assert all(name in answer.headers for name in HEADERS), path
        assert (
            "unsafe" not in answer.headers["Content-Security-Policy"]
            and answer.headers["Server"] == "Shopdesk"
        )


@pytest.mark.parametrize(
    "path",
    [
        "../app.py",
        "%2e%2e/app.py",
        "css/../../app.py",
        "/etc/passwd",
        "css",
        "css/",
        "css/reset.css%00",
        "js\\keys.js",
    ],
)
async def test_no_file_but_ours_is_served(room: Room, path: str) -> None:
    assert (await room.stranger().get(f"/static/{path}")).status == 404


async def test_files_are_kept_for_ever_only_by_their_content(room: Room) -> None:
    page = await room.stranger().page("/sign-in")
    address = page.split('href="/static/css/tokens.css')[1].split('"')[0]
    fresh = await room.stranger().get("/static/css/tokens.css" + address)
    assert "immutable" in fresh.headers["Cache-Control"]
    assert (await room.stranger().get("/static/css/tokens.css?v=old")).headers["Cache-Control"] == "no-cache"


async def test_other_methods_are_not_ours(room: Room) -> None:
    otto = await room.person("Otto")
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        answer = await otto.http.request(method, "/desk", headers={"Origin": room.url})
        assert answer.status in (404, 405), method
    assert (await otto.get("/sign-out")).status == 404


async def test_a_body_too_large_is_not_read(room: Room) -> None:
    otto = await room.person("Otto")
    answer = await otto.post("/account/preferences", {"theme": "x" * (300 << 10)})
    assert answer.status == 413


async def test_figures_are_for_this_machine_or_who_has_the_token(room: Room) -> None:
    here = room.stranger()
    assert "shopdesk_open_conversations" in await here.page("/metrics", headers={"Host": "monitoring:9"})
    away = {"X-Forwarded-For": "203.0.113.9"}
    assert (await here.get("/metrics", headers=away)).status == 404
    assert (await here.get("/metrics", headers={**away, "Authorization": "Bearer None"})).status == 404


async def test_the_desk_says_whether_it_is_well(room: Room) -> None:
    otto = await room.person("Otto")
    assert (await room.stranger().get("/healthy")).status == 200
    room.health.trouble("telegram", "no route <to> 10.0.0.7")
    assert (await room.stranger().get("/healthy")).status == 200, (
        "starting us again would not bring Telegram back"
    )
    room.health.trouble("store", "the disk is full")
    assert (await room.stranger().get("/healthy")).status == 503
    page = await otto.page("/desk")
    assert "telegram" in page and "10.0.0.7" not in page


async def test_a_fault_of_ours_says_a_number_and_nothing_else(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    otto = await room.person("Otto")

    def broken(*_: object) -> None:
        raise RuntimeError("secret of the shop")

    monkeypatch.setattr("console.reading.read_list", broken)
    body = await otto.page("/desk", 500)
    assert "secret of the shop" not in body and "RuntimeError" not in body and "Number" in body


async def test_a_form_that_never_ends_is_given_up(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.form.FIELDS_SECONDS", 0.1)
    otto = await room.person("Otto")
    reader, writer = await asyncio.open_connection("127.0.0.1", room.port)
    cookie = next(c for c in otto.http.cookie_jar if c.key == "__Host-desk")
    writer.write(
        f"POST /account/preferences HTTP/1.1\r\nHost: 127.0.0.1:{room.port}\r\nOrigin: {room.url}\r\nCookie: __Host-desk={cookie.value}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ntheme=".encode()
    )
    assert b"408" in await asyncio.wait_for(reader.readline(), 5)
    writer.close()
