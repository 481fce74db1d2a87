"""A buyer's level: Otto says it beside the conversation or on a ticket's page, and everybody at the desk sees it."""

from __future__ import annotations

from console import due
from console.door import Visit
from desk.store.log import Happened, Place
from tests.console.counter import mina_opens
from tests.console.room import Room


async def test_otto_gives_mina_a_level_and_it_stands_beside_her_and_on_her_tickets(both: Room) -> None:
    id = await mina_opens(both)
    talk = (await both.mina().conversation()).id
    otto, faye = await both.person("Otto"), await both.person("Faye")
    assert "none given" in await faye.page(f"/tickets/{id}")
    answer = await otto.post(f"/desk/{talk}/level", {"level": " Gold <b> ", "ticket": str(id)})
    assert (answer.status, answer.headers["Location"]) == (303, f"/tickets/{id}?said=saved")
    answer = await otto.post(f"/desk/{talk}/level", {"level": "Gold <b>"})
    assert answer.headers["Location"] == f"/desk/{talk}?said=saved"
    for path in (f"/tickets/{id}", f"/desk/{talk}/side"):
        page = await faye.page(path)
        assert '<bdi class="tag">Gold &lt;b&gt;</bdi>' in page and f"/desk/{talk}/level" not in page
        assert f'action="/desk/{talk}/level"' in await otto.page(path)


async def test_who_may_not_say_it_is_refused_and_a_script_gets_the_piece(room: Room) -> None:
    id = await mina_opens(room)
    talk = (await room.mina().conversation()).id
    faye, ruth = await room.person("Faye"), await room.person("Ruth")
    assert (await faye.post(f"/desk/{talk}/level", {"level": "Gold"})).status == 403
    answer = await ruth.post(f"/desk/{talk}/level", {"level": "Gold", "ticket": str(id)}, piece=True)
    piece = await answer.text()
    assert piece.lstrip().startswith(f'<dd class="level" id="level-{talk}"') and ">Gold</bdi>" in piece
    assert f'name="ticket" value="{id}"' in piece
    assert (await ruth.post(f"/desk/{talk}/level", {"level": "x", "ticket": "../1"})).status == 404


async def test_whoever_has_the_conversation_open_reads_its_side_anew(room: Room) -> None:
    faye = await room.hires("Faye")
    told = Happened(Place(0, 1), 0, "ranked", 7, 3, {"buyer": 1, "before": "", "after": "Gold"})
    assert due.stale([told], Visit(faye, None)) == ["side-7 /desk/7/side"]  # type: ignore[arg-type]
