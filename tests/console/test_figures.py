"""The figures over HTTP: what a manager sees, from each number to the list behind it and to the messages."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from urllib.parse import quote

import orjson
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from console import figures_behind, figures_list
from console.figures_cells import lines
from console.views.figures import explain
from desk.figures.metric import Figure
from desk.figures.metrics import BY_KEY, METRICS
from desk.figures.pack import own
from desk.figures.parts import PARTS
from desk.response_time import Promptness
from desk.shop import Hours
from desk.store import Book, agents
from desk.store.tables import event
from tests.console.figures_day import MONDAY, a_morning
from tests.console.room import ZONE, Person, Room
from tests.console.test_wall import words

HOSTILE = '=HYPERLINK("http://x","y")'


async def line(person: Person, key: str, query: str = MONDAY) -> str:
    """What the page says of one metric: value, before, change and n."""
    page = await person.page(f"/figures?{query}")
    rows = re.findall(r"<tr><th scope=\"row\" title.*?</tr>", page, re.S)
    return words(next(row for row in rows if f"/figures/{key}?" in row or f">{key}<" in row))


async def test_the_first_page_says_what_decides(both: Room) -> None:
    await a_morning(both)
    ruth = await both.person("Ruth")
    page = await ruth.page(f"/figures?{MONDAY}")
    said = words(page)
    assert "First response within 30 s 33.33 %" in said  # Mina of three
    assert "First response, median 20.0 s" in said and "First response, longest 1:30" in said
    assert "Mean Median 9 of 10 within Longest n First response 55.0 s 20.0 s 1:30 1:30 2" in said
    assert "Waiting now 1" in said  # Lena
    assert "fewer than 10" in said
    assert "Sunday" not in said and "compared with Sun 22 Nov 2026" in said
    assert f"/figures/first_response_within_30?{MONDAY}" in page.replace("&amp;", "&")


async def test_it_is_compared_with_the_span_before(room: Room) -> None:
    await a_morning(room)
    room.clock.move(days=1)  # type: ignore[attr-defined]
    ruth = await room.person("Ruth")
    page = await ruth.page("/figures?from=2026-11-24&to=2026-11-24")
    assert "Sessions" in words(page)
    rows = re.findall(r"<tr><th scope=\"row\" title.*?</tr>", page, re.S)
    sessions = words(next(row for row in rows if ">Sessions<" in row))
    assert sessions.split() == ["Sessions", "0", "3", "▼", "−3", "0"]


@pytest.mark.parametrize(
    ("query", "says", "keeps"),
    [
        ("from=2026-11-25&to=2026-11-20", "last day comes before the first", "2026-11-25"),
        ("from=2027-01-01&to=2027-01-31", "lie in the future", "2027-01-31"),
        ("from=2001-01-01&to=2026-11-23", "more than ten years", "2001-01-01"),
        ("from=2026-02-30&to=2026-11-23", "That is no day", "2026-02-30"),
        ("from=yesterday&to=", "That is no day", "yesterday"),
        ("from=%00%ed%a0%80&to=9999-99-99", "That is no day", "9999-99-99"),
    ],
)
@pytest.mark.parametrize("path", ["/figures", "/figures/parts", "/figures/rounds", "/figures/what-if"])
async def test_a_span_that_is_none_is_told_and_given_back(
    room: Room, path: str, query: str, says: str, keeps: str
) -> None:
    ruth = await room.person("Ruth")
    page = await ruth.page(f"{path}?{query}&rules=jd")
    assert says in words(page) and f'value="{keeps}"' in page
    assert '<option value="jd" selected>' in page


@pytest.mark.parametrize(
    "query",
    [
        "span=last_month", "from=2026-10-01&to=2026-10-31", "span=never", "from=2026/11/23&to=2026年11月23日",
        "to=2026-11-20", "from=2026-11-20", "from=2026-11-01&to=2027-12-31",
    ],
)  # fmt: skip
async def test_days_on_which_nothing_happened_are_a_page(room: Room, query: str) -> None:
    ruth = await room.person("Ruth")
    for path in (
        "/figures",
        "/figures/parts",
        "/figures/parts?by=week",
        "/figures/sessions",
        "/figures/what-if",
    ):
        page = await ruth.page(f"{path}{'&' if '?' in path else '?'}{quote(query, safe='=&/')}")
        assert 'class="fault"' not in page
        assert path == "/figures/what-if" or "Nothing happened on these days" in words(page)


async def test_every_number_opens_the_list_behind_it(both: Room) -> None:
    mina, nils, lena = await a_morning(both)
    ruth = await both.person("Ruth")
    page = await ruth.page(f"/figures/first_response_within_30?{MONDAY}")
    said = words(page)
    assert "33.33 %" in said and "1 of 3" in said
    assert said.index("Nils") < said.index("Lena") < said.index("Mina")  # the worst first
    assert "answered too late" in said and "nobody has answered yet; the deadline has passed" in said
    assert "answered too late 10.0 s in the queue, 1:20 with a person" in said  # Nils
    links = re.findall(r'class="figures__open" href="(/desk/[^"]+)"', page)
    assert [int(link.split("/")[2]) for link in links] == [nils, lena, mina]
    answer = await ruth.get(links[0])
    assert answer.status == 303 and answer.headers["Location"].startswith(f"/desk/{nils}")
    there = answer.headers["Location"].split("#")
    assert f'id="{there[1]}"' in await ruth.page(there[0])
    late = await ruth.page(f"/figures/first_response_within_30?{MONDAY}&why=late")
    assert "Nils" in late and "Lena" not in late and "1–1 of 1" in words(late)


async def test_whose_part_of_a_number_is_a_list_too(room: Room) -> None:
    await a_morning(room)
    ruth = await room.person("Ruth")
    page = await ruth.page(f"/figures/parts?by=agent&{MONDAY}")
    assert "Otto" in page and "Ines" in page and "nobody" in page
    ines = room.people["Ines"].id
    page = await ruth.page(f"/figures/response_median?by=agent&key={ines}&{MONDAY}")
    assert "Response, median · Ines" in words(page) and "1:30" in page and "Mina" not in page
    nobody = words(await ruth.page(f"/figures/rounds?by=agent&key=&{MONDAY}"))
    assert "Lena" in nobody and "Nils" not in nobody


async def test_a_long_list_comes_in_pieces(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (figures_list, figures_behind, explain):
        monkeypatch.setattr(module, "PAGE", 2)
    await a_morning(room)
    ruth = await room.person("Ruth")
    first = await ruth.page(f"/figures/rounds?{MONDAY}")
    assert "1–2 of 3" in words(first) and "n=2" in first
    second = await ruth.page(f"/figures/rounds?{MONDAY}&n=2")
    assert "3–3 of 3" in words(second)
    for strange in ("-1", "99999999999", "x", "7"):
        assert "1–2 of 3" in words(await ruth.page(f"/figures/rounds?{MONDAY}&n={strange}"))


async def test_an_administrator_sees_numbers_and_no_conversation(room: Room) -> None:
    await a_morning(room)
    bea = await room.person("Bea")
    assert "33.33 %" in await bea.page(f"/figures?{MONDAY}")
    page = await bea.page(f"/figures/first_response_within_30?{MONDAY}")
    assert "answered too late" in page
    assert not {"Mina", "Nils", "Lena"} & set(words(page).split()) and 'href="/desk/' not in page
    assert "Waiting now" not in await bea.page("/figures")


async def test_it_is_taken_apart_in_every_way_and_every_piece_has_its_list(room: Room) -> None:
    await a_morning(room)
    ruth = await room.person("Ruth")
    for part in PARTS:
        page = await ruth.page(f"/figures/parts?by={part.name}&{MONDAY}")
        links = re.findall(r'href="(/figures/[a-z_0-9]+\?[^"]+by=[^"]+)"', page)
        assert links or part.name.startswith(("case_", "guard")), part.name
        for link in {one.split("?")[0]: one.replace("&amp;", "&") for one in links}.values():
            assert "Breakdown" in await ruth.page(link)


async def test_every_metric_can_be_explained(room: Room) -> None:
    await a_morning(room)
    ruth = await room.person("Ruth")
    for metric in METRICS:
        page = await ruth.page(f"/figures/{metric.key}?{MONDAY}")
        assert metric.names["en"] in words(page)


@pytest.mark.parametrize("query", ["by=moon", "by=agent&key=x", "by=week&key=1", "by=hour&key=1-2", "by="])
async def test_what_cannot_be_taken_apart_so_is_not_found(room: Room, query: str) -> None:
    ruth = await room.person("Ruth")
    assert (await ruth.get(f"/figures/rounds?{query}")).status == 404
    assert (await ruth.get("/figures/bot_solved?by=agent&key=1")).status == 404


# --- by other rules


async def test_what_if_changes_the_share_and_nothing_else(room: Room) -> None:
    await a_morning(room)
    ruth = await room.person("Ruth")
    page = await ruth.page(f"/figures/what-if?{MONDAY}&if_within=100")
    said = words(page)
    assert "First response within 30 s → First response within 100 s 33.33 % n 3 100.00 % n 2" in said
    then = re.findall(r'href="(/figures/first_response_within_30[^"]+if_within=100[^"]*)"', page)
    behind = words(await ruth.page(then[0].replace("&amp;", "&")))
    assert "First response within 100 s 100.00 % 2 of 2" in behind
    assert "ended or runs before its deadline" in behind  # Lena
    assert "33.33 %" in await ruth.page(f"/figures?{MONDAY}")
    assert "rules that are only tried" in await ruth.page(f"/figures?{MONDAY}&if_within=100")


async def test_hours_in_which_nothing_counts_are_tried_as_well(room: Room) -> None:
    await a_morning(room)
    ruth = await room.person("Ruth")
    page = words(await ruth.page(f"/figures/what-if?{MONDAY}&if_hours=13:00-18:00&if_only_open=yes"))
    assert "First response within 30 s 33.33 % n 3 – n 0" in page


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("if_within", "0", "A whole number"),
        ("if_within", "half", "A whole number"),
        ("if_limit", "5", "must not come before the target"),
        ("if_target", "500", "must not come before the target"),
        ("if_hours", "9 to noonish", "Write hours as"),
        ("if_hours", "09:00-12:00, 11:00-13:00", "Write hours as"),
        ("if_review", "-3", "A whole number"),
    ],
)
async def test_what_cannot_be_tried_is_told_and_given_back(
    room: Room, field: str, typed: str, says: str
) -> None:
    ruth = await room.person("Ruth")
    page = await ruth.page(f"/figures/what-if?{field}={quote(typed)}")
    assert says in words(page) and f'value="{typed}"' in page and "Side by side" not in page


async def test_another_pack_leaves_out_what_began_outside_its_hours(room: Room) -> None:
    await a_morning(room)
    ruth = await room.person("Ruth")
    assert "33.33 %" in await ruth.page(f"/figures?{MONDAY}&rules=jd")
    room.clock.move(hours=14, minutes=30)  # type: ignore[attr-defined]
    ruth = await room.person("Ruth")
    await room.asked_for(room.mina(name="Nora", chat="11"))
    page = words(await ruth.page(f"/figures/sessions?{MONDAY}&rules=jd"))
    assert "not counted: began outside the hours of this pack 1" in page
    assert "3" in await line(ruth, "sessions", f"{MONDAY}&rules=jd")


# --- copies


async def test_a_table_as_a_file_has_numbers_and_no_formula(room: Room) -> None:
    await a_morning(room)

    def rename(book: Book) -> None:
        found = agents.by_id(book, room.people["Otto"].id)
        assert found is not None
        found.display_name = HOSTILE

    await room.store.write(rename)
    ruth = await room.person("Ruth")
    sent = {"from": "2026-11-23", "to": "2026-11-23", "by": "agent"}
    answer = await ruth.post("/figures/file", {**sent, "as": "csv"})
    text = (await answer.read()).decode("utf-8-sig")
    assert (
        answer.headers["Content-Disposition"]
        == 'attachment; filename="figures-agent-2026-11-23-2026-11-23.csv"'
    )
    assert f'''"'{HOSTILE.replace('"', '""')}"''' in text and '"20.000"' in text
    answer = await ruth.post("/figures/file", {**sent, "as": "xlsx"})
    sheet = load_workbook(io.BytesIO(await answer.read())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    otto = next(row for row in rows if str(row[0]).endswith(HOSTILE))
    assert 20 in otto and not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


async def test_the_whole_sheet_and_every_list_are_files_too(room: Room) -> None:
    await a_morning(room)
    ruth, day = await room.person("Ruth"), {"from": "2026-11-23", "to": "2026-11-23"}
    whole = await (await ruth.post("/figures/file", {**day, "as": "csv"})).text("utf-8-sig")
    assert '"Answers","First response within 30 s","33.33","","%","3","0"' in whole
    answer = await ruth.post("/figures/first_response_within_30/file", {**day, "as": "csv", "why": "late"})
    listed = (await answer.text("utf-8-sig")).splitlines()
    assert len(listed) == 2 and '"answered too late","0","90.000"' in listed[1] and "Nils" not in listed[1]
    for part in PARTS:
        assert (await ruth.post("/figures/file", {**day, "as": "xlsx", "by": part.name})).status == 200
    assert (await ruth.post("/figures/file", {**day, "as": "exe"})).status == 404
    assert (await ruth.post("/figures/file", {"from": "x", "as": "csv"})).status == 303


async def test_copies_are_recorded(room: Room) -> None:
    ruth = await room.person("Ruth")
    assert (await ruth.post("/figures/file", {"span": "today", "as": "csv"})).status == 200
    found = await room.store.read(lambda book: [one for one in _looks(book) if one["what"] == "figures"])
    assert [one["which"] for one in found] == ["figures?span=today"] and found[0]["count"] > 40


# --- one's own day


async def test_an_agent_sees_their_own_day_kindly_put(room: Room) -> None:
    otto = await room.person("Otto")
    assert "A fresh day" in await otto.page("/figures/mine")


async def test_who_answered_in_time_is_told_so(room: Room) -> None:
    await a_morning(room)
    otto, ines = await room.person("Otto"), await room.person("Ines")
    assert "1 answered half of them within 20.0 s every one in time" in words(
        await otto.page("/figures/mine")
    )
    late = words(await ines.page("/figures/mine"))
    assert "0 of 1 in time" in late and "Otto" not in late


def test_money_stands_beside_money_of_its_own_currency() -> None:
    """Also where another currency came in since, or went."""
    refunded, pack = BY_KEY["refunded"], own(Promptness(Hours(ZONE)))
    yuan, dollars = Figure(500, 1, currency="CNY"), Figure(300, 1, currency="USD")
    one, both = {"refunded": yuan}, {"refunded_CNY": yuan, "refunded_USD": dollars}

    def said(now: Mapping[str, Figure], before: Mapping[str, Figure]) -> list[tuple[str, str, str]]:
        found = lines(refunded, now, before, pack, "en", lambda _: "/")
        return [(line.name, line.now.text, line.before.text) for line in found]

    assert said(one, one) == [("Refunded", "¥5.00", "¥5.00")]
    assert said(both, one) == [("Refunded, CNY", "¥5.00", "¥5.00"), ("Refunded, USD", "$3.00", "$0.00")]
    assert said(one, both) == [("Refunded, CNY", "¥5.00", "¥5.00"), ("Refunded, USD", "$0.00", "$3.00")]


def test_no_metric_is_called_like_a_page() -> None:
    assert not {metric.key for metric in METRICS} & {"parts", "what-if", "mine", "file"}


def _looks(book: Book) -> list[dict[str, object]]:
    rows = book.rows(select(event.c.data).where(event.c.kind == "revealed"))
    return [orjson.loads(row[0]) for row in rows]
