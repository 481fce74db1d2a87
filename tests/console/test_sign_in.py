"""Coming in and going out: passwords, one-time codes, sessions that end."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy import select

from console.door import Door
from desk.passwords import Passwords, faults_of
from desk.store import Book, agents, sessions
from desk.store.tables import event, session, sign_in_link
from tests.conftest import Watch
from tests.console.room import CSRF, Person, Room

GOOD = "seven lanterns over the loom"


async def code_of(room: Room, name: str, hours: float = 24) -> str:
    agent = await room.hires(name)
    return await room.store.write(
        lambda book: agents.one_time_code(book, agent.id, room.clock(), timedelta(hours=hours))
    )


async def set_password(room: Room, name: str, password: str = GOOD) -> None:
    hashed, agent = await Passwords().hash(password), await room.hires(name)

    def unit(book: Book) -> None:
        found = agents.by_id(book, agent.id)
        assert found is not None
        found.password_hash = hashed

    await room.store.write(unit)


async def sign_in(person: Person, name: str, password: str, **more: str) -> int:
    return (await person.post("/sign-in", {"name": name, "password": password, **more})).status


def cookie(person: Person) -> str:
    return next(found.value for found in person.http.cookie_jar if found.key == "__Host-desk")


async def test_a_fresh_desk_lets_nobody_in(room: Room) -> None:
    for name, password in [("admin", "admin"), ("", ""), ("otto", ""), ("root", "password1234")]:
        assert await sign_in(room.stranger(), name, password) == 403
    await room.hires("Otto")
    for password in ("", "None", "null", "0"):
        assert await sign_in(room.stranger(), "otto", password) == 403


async def test_otto_comes_in_by_a_code_once_and_sets_his_password(room: Room) -> None:
    code = await code_of(room, "Otto")
    otto = room.stranger()
    answer = await otto.post("/welcome", {"code": code})
    assert answer.status == 303 and answer.headers["Location"] == "/first-password"
    otto.csrf = CSRF.search(await otto.page("/first-password"))[1]  # type: ignore[index]
    for password, again, said in [
        ("short", "short", "Too short"),
        (GOOD, GOOD + "!", "not the same"),
        ("password1234", "password1234", "too common"),
        ("x" * 129, "x" * 129, "Too long"),
        ("otto otto otto", "otto otto otto", "too common"),
    ]:
        refused = await otto.post("/first-password", {"password": password, "again": again})
        assert refused.status == 422 and said in await refused.text()
    assert (await otto.post("/first-password", {"password": GOOD, "again": GOOD})).status == 303
    assert (await otto.post("/first-password", {"password": GOOD, "again": GOOD})).status == 403
    assert (await room.stranger().post("/welcome", {"code": code})).status == 403
    assert await sign_in(room.stranger(), " OTTO ", GOOD) == 303


async def test_a_code_that_is_wrong_used_or_old_opens_nothing(room: Room, watch: Watch) -> None:
    code = await code_of(room, "Otto", hours=1)
    for wrong in ("", "0", "null", "[]", "None", code[:-1], code + "x", "x" * 5000):
        assert (await room.stranger().post("/welcome", {"code": wrong})).status == 403
        watch.move(minutes=4)
    watch.move(hours=1)
    assert (await room.stranger().post("/welcome", {"code": code})).status == 403


async def test_a_code_used_by_many_at_once_opens_once(both: Room) -> None:
    code = await code_of(both, "Otto")
    answers = await asyncio.gather(*(both.stranger().post("/welcome", {"code": code}) for _ in range(10)))
    assert sorted(answer.status for answer in answers) == [303] + [403] * 9


async def test_no_secret_is_in_an_address_or_in_the_store(room: Room) -> None:
    code = await code_of(room, "Otto")
    otto = room.stranger()
    answer = await otto.post("/welcome", {"code": code})
    assert code not in answer.headers["Location"]

    def unit(book: Book) -> str:
        return (
            str(book.rows(select(session)))
            + str(book.rows(select(sign_in_link)))
            + str(book.rows(select(event)))
        )

    kept = await room.store.read(unit)
    assert code not in kept and cookie(otto) not in kept


async def test_the_cookie_is_of_the_kind_that_stays_here(room: Room) -> None:
    answer = await room.stranger().post("/welcome", {"code": await code_of(room, "Otto")})
    written = answer.headers["Set-Cookie"]
    assert written.startswith("__Host-desk=") and "Domain" not in written
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in written


async def test_a_cookie_from_before_counts_for_nothing_after(room: Room) -> None:
    somebody = room.stranger()
    somebody.http.cookie_jar.update_cookies({"__Host-desk": "known-to-the-attacker-0123456789"})
    answer = await somebody.post("/welcome", {"code": await code_of(room, "Otto")})
    assert "known-to-the-attacker" not in answer.headers["Set-Cookie"]


async def test_the_pauses_grow_and_end(room: Room, watch: Watch) -> None:
    await set_password(room, "Otto")
    otto = room.stranger()
    assert [await sign_in(otto, "otto", "wrong") for _ in range(7)] == [403] * 5 + [429] * 2
    assert await sign_in(otto, "otto", GOOD) == 429
    watch.move(seconds=2)
    assert await sign_in(otto, "otto", "wrong") == 403
    watch.move(seconds=1)
    assert await sign_in(otto, "otto", GOOD) == 429
    watch.move(seconds=1.1)
    assert await sign_in(otto, "otto", GOOD) == 303


async def test_a_thousand_guesses_are_a_few(room: Room) -> None:
    await set_password(room, "Otto")
    statuses = [
        await asyncio.gather(*(sign_in(room.stranger(), "otto", f"guess {n}") for n in range(20)))
        for _ in range(3)
    ]
    assert sum(status == 403 for batch in statuses for status in batch) <= 5
    addresses = [
        await room.stranger().post(
            "/sign-in", {"name": f"name {n}", "password": "x"}, headers={"X-Forwarded-For": f"203.0.113.{n}"}
        )
        for n in range(40)
    ]
    assert sum(answer.status == 403 for answer in addresses) <= 20


async def test_somebody_unknown_is_told_what_somebody_known_is_told(room: Room) -> None:
    await set_password(room, "Otto")
    known = await room.stranger().post("/sign-in", {"name": "nobo", "password": "wrong"})
    unknown = await room.stranger().post("/sign-in", {"name": "otto", "password": "wrong"})
    assert known.status == unknown.status == 403
    assert (await known.text()).replace("nobo", "otto") == await unknown.text()


async def test_signing_out_ends_it_and_the_cookie_is_worth_nothing(room: Room) -> None:
    otto = await room.person("Otto")
    kept = cookie(otto)
    assert (await otto.post("/sign-out")).status == 303
    thief = room.stranger()
    thief.http.cookie_jar.update_cookies({"__Host-desk": kept})
    assert (await thief.get("/desk")).status == 401


async def test_a_new_password_ends_the_other_browsers(room: Room) -> None:
    await set_password(room, "Otto")
    here, there = await room.person("Otto"), await room.person("Otto")
    wrong = await here.post(
        "/account/password",
        {
            "current": "not it",
            "password": "another lamp, another loom",
            "again": "another lamp, another loom",
        },
    )
    assert wrong.status == 422
    right = await here.post(
        "/account/password",
        {"current": GOOD, "password": "another lamp, another loom", "again": "another lamp, another loom"},
    )
    assert right.status == 303
    assert (await here.get("/desk")).status == 200 and (await there.get("/desk")).status == 401


async def test_otto_sees_his_browsers_and_ends_one_or_all(room: Room) -> None:
    here, there, third = await room.person("Otto"), await room.person("Otto"), await room.person("Otto")
    ines = await room.person("Ines")
    page = await here.page("/account")
    assert page.count("/account/browsers/") == 2
    numbers = [
        row.id
        for row in await room.store.read(
            lambda book: sessions.of_agent(book, room.people["Ines"].id, room.clock() - timedelta(hours=1))
        )
    ]
    assert (await here.post(f"/account/browsers/{numbers[0]}/sign-out")).status == 404
    assert (await ines.get("/desk")).status == 200
    number = page.split("/account/browsers/")[1].split("/")[0]
    assert (await here.post(f"/account/browsers/{number}/sign-out")).status == 303
    assert sorted([(await there.get("/desk")).status, (await third.get("/desk")).status]) == [200, 401]
    assert (await here.post("/account/sign-out-everywhere")).status == 303
    assert {(await who.get("/desk")).status for who in (here, there, third)} == {401}


@pytest.mark.parametrize(("name", "minutes"), [("Otto", 12 * 60), ("Ruth", 30), ("Faye", 30), ("Bea", 30)])
async def test_who_is_idle_is_signed_out(room: Room, watch: Watch, name: str, minutes: int) -> None:
    person = await room.person(name)
    watch.move(minutes=minutes - 1)
    assert (await person.get("/account")).status == 200
    watch.move(minutes=minutes)
    assert (await person.get("/account")).status == 401


async def test_after_twelve_hours_everybody_signs_in_again(room: Room, watch: Watch) -> None:
    ruth = await room.person("Ruth")
    for _ in range(12 * 60 // 20 - 1):
        watch.move(minutes=20)
        assert (await ruth.get("/account")).status == 200
    watch.move(minutes=20)
    assert (await ruth.get("/account")).status == 401


async def test_what_the_page_asks_by_itself_keeps_nobody_signed_in(room: Room, watch: Watch) -> None:
    id = await room.asked_for(room.mina())
    ruth = await room.person("Ruth")
    watch.move(minutes=20)
    assert (await ruth.get(f"/desk/{id}/head")).status == 200
    watch.move(minutes=11)
    assert (await ruth.get("/desk")).status == 401


async def test_language_and_looks_are_kept_and_nothing_else_is(room: Room) -> None:
    otto = await room.person("Otto")
    await otto.post(
        "/account/preferences",
        {
            "language": "zh-CN",
            "theme": "dark",
            "role": "admin",
            "roles": "admin",
            "active": "0",
            "name": "ruth",
        },
    )
    page = await otto.page("/account")
    assert 'lang="zh-CN"' in page and 'data-theme="dark"' in page and "管理员" not in page
    await otto.post("/account/preferences", {"language": "../x", "theme": "url(x)"})
    assert 'data-theme="dark"' in await otto.page("/account")


async def test_a_shops_passwords_cost_whoever_stole_the_store_as_much_as_owasp_says() -> None:
    """The rooms of our tests have cheap ones: the door's own are these."""
    (passwords,) = (field for field in fields(Door) if field.name == "passwords")
    assert passwords.default_factory is Passwords
    assert (await Passwords().hash(GOOD)).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "123456789012",
        "password1234",
        "P@ssw0rd2026!",
        "qwertyuiop12",
        "iloveyou12345",
        "Otto2026Otto",
        "abcdefghijkl",
    ],
)
def test_common_passwords_are_refused(password: str) -> None:
    assert faults_of(password, "otto") == ("common",)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "correct horse battery",
        "k7#Vq9!mZx2p",
        "我喜欢白色的亚麻台灯和茶杯哦",
        "x1" + "yzabc qwert lamps" * 7,
    ],
)
def test_sentences_are_taken(password: str) -> None:
    assert faults_of(password, "otto") == ()
