"""The demo's after-sales cases: each somewhere else on its way, with photos of which two are the very same."""

from __future__ import annotations

from pathlib import Path

from desk.shops.demo.desk import prepare
from desk.store import Book, schema, tickets
from desk.ticket.evidence import Shows
from desk.ticket.ticket import Ticket


async def test_what_waits_for_ruth_comes_with_its_photos(tmp_path: Path) -> None:
    config = (await prepare(tmp_path, 8080)).config
    store = schema.open_store(config)
    try:

        def look(book: Book) -> tuple[list[Ticket], list[list[Shows]], list[tuple[int, str]]]:
            cases = [tickets.by_id(book, id) for id in range(1, 9)]
            shown = [[shows for shows, _ in tickets.photos(book, case.id)] for case in cases]
            return cases, shown, tickets.same_pictures(book, 1)

        cases, shown, same = await store.read(look)
        files = [file.name for file in config.files_path.rglob("*") if file.is_file()]
        assert len({case.state for case in cases}) >= 6
        assert [len(photos) for photos in shown] == [3, 0, 0, 3, 3, 3, 0, 0]
        assert {number for number, _ in same} == {5} and {sha256 for _, sha256 in same} <= set(files)
        await prepare(tmp_path, 8080)
        assert await store.read(look) == (cases, shown, same), "a demo that goes on keeps what was done"
    finally:
        store.close()
