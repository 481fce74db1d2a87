"""A morning at the desk, told in figures: three buyers ask for a person; Otto is quick, Ines is late, one waits on."""

from __future__ import annotations

from tests.console.room import Person, Room
from tests.console.test_wall import answers

MONDAY = "from=2026-11-23&to=2026-11-23"


async def waits_for(room: Room, name: str, chat: str) -> int:
    return await room.asked_for(room.mina(name=name, chat=chat))


async def takes(person: Person, id: int) -> None:
    assert (await person.post(f"/desk/{id}/taking", piece=True)).status == 200


async def a_morning(room: Room) -> tuple[int, int, int]:
    """Mina is answered after 20 s by Otto, Nils after 90 s by Ines, Lena by nobody within 80 s: the numbers of their
    conversations."""
    otto, ines = await room.person("Otto"), await room.person("Ines")
    mina = await waits_for(room, "Mina", "7")
    room.clock.move(seconds=10)  # type: ignore[attr-defined]
    nils = await waits_for(room, "Nils", "8")
    await takes(otto, mina)
    room.clock.move(seconds=10)  # type: ignore[attr-defined]
    await answers(room, mina, otto)
    lena = await waits_for(room, "Lena", "9")
    await takes(ines, nils)
    room.clock.move(seconds=80)  # type: ignore[attr-defined]
    await answers(room, nils, ines)
    return mina, nils, lena
