"""Lantern & Loom in the desk's own store: imported, asked, imported again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text, update

from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.shops import ShopDown
from desk.shops.compare import Report
from desk.shops.demo import demo
from desk.shops.embedded import EmbeddedShop
from desk.shops.files import Import, ImportFaults
from desk.shops.importing import apply_import, import_files
from desk.shops.in_force import what_is_known
from desk.stock import Listing, Variant
from desk.store import Store, shop, staging
from desk.store.shop_rows import listing_row
from desk.store.tables import event, restock_request, staged_variant, variant

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
YUAN = Money(100, "CNY")
LAMP = Listing("亚麻台灯", "Linen lamp", ("小白灯",), Variant("LAMP-W", {"颜色": "白"}, YUAN, 5, None, ""))
GREY = replace(LAMP, variant=replace(LAMP.variant, sku="LAMP-G", options={"颜色": "灰"}, stock=0))
RUG = Listing(
    "地毯", "Rug", (), Variant("RUG", {}, YUAN * 9, 1, date(2026, 12, 1), "https://shop.example/rug")
)
MINAS = Order("A-1007", "Mina", "12000000147", "telegram", "7", Status.PAID, NOON, YUAN * 2)
LINE = ("A-1007", OrderLine("LAMP-W", 2, YUAN, YUAN * 2))


def lists(
    *listings: Listing, orders: Sequence[Order] = (), lines: Sequence[tuple[str, OrderLine]] = ()
) -> Import:
    return Import(listings, tuple(orders), tuple(lines))


ALL = lists(LAMP, GREY, RUG, orders=[MINAS], lines=[LINE])


async def bring(store: Store, files: Import, *, dry_run: bool = False) -> Report:
    return await apply_import(store, files, NOON, dry_run=dry_run)


def asked(store: Store) -> EmbeddedShop:
    return EmbeddedShop(store, lambda: NOON)


async def restocked_events(store: Store) -> list[str]:
    found = select(event.c.data).where(event.c.kind == "restocked")
    return [row[0] for row in await store.read(lambda book: book.rows(found))]


async def test_what_was_imported_is_told(store: Store) -> None:
    report = await bring(store, ALL)
    assert str(report.products) == "3 new, 0 changed, 0 as before"
    catalogue = await asked(store).catalogue()
    assert list(catalogue.products) == ["LAMP-W", "RUG"]
    lamp = catalogue.products["LAMP-W"]
    assert [variant.sku for variant in lamp.variants] == ["LAMP-W", "LAMP-G"]
    assert lamp.variants[0] == LAMP.variant
    assert (lamp.name_en, lamp.aliases) == ("Linen lamp", ("小白灯",))


async def test_names_of_any_row_are_names_of_the_product(store: Store) -> None:
    await bring(store, lists(replace(LAMP, name_en=""), replace(GREY, aliases=("小灰灯", "小白灯"))))
    lamp = (await asked(store).catalogue()).products["LAMP-W"]
    assert (lamp.title("en"), lamp.aliases) == ("Linen lamp", ("小白灯", "小灰灯"))


async def test_stock_is_live_and_unknown_skus_are_absent(store: Store) -> None:
    await bring(store, ALL)
    found = await asked(store).stock(["RUG", "LAMP-G", "NEVER"])
    assert {sku: one.stock for sku, one in found.items()} == {"RUG": 1, "LAMP-G": 0}
    assert (found["RUG"].restock_on, found["RUG"].as_of) == (date(2026, 12, 1), NOON)


@pytest.mark.parametrize(
    "written", ["A-1007", "a-1007", "Ａ－１００７", " a-1007 ", "#A-1007", "＃A-1007", "# a-1007"]
)
async def test_an_order_is_found_however_its_number_is_typed(store: Store, written: str) -> None:
    await bring(store, ALL)
    assert await asked(store).order(written) == replace(MINAS, lines=(LINE[1],))


@pytest.mark.parametrize("numbered", ["#7312", "7312"])
@pytest.mark.parametrize("written", ["#7312", "＃7312", "7312", "７３１２"])
async def test_an_order_is_found_with_and_without_the_sign_before_its_number(
    store: Store, numbered: str, written: str
) -> None:
    await bring(store, lists(orders=[replace(MINAS, number=numbered)]))
    found = await asked(store).order(written)
    assert found is not None and found.number == numbered


async def test_an_order_called_by_the_sign_alone_is_found_by_nothing_else(store: Store) -> None:
    await bring(store, lists(orders=[replace(MINAS, number="#")]))
    assert await asked(store).order("") is None
    assert await asked(store).order("#") == replace(MINAS, number="#")


async def test_an_unknown_order_is_none(store: Store) -> None:
    assert await asked(store).order("1") is None


async def test_the_orders_of_a_buyers_account_come_newest_first(store: Store) -> None:
    older = replace(MINAS, number="A-1", placed_at=datetime(2026, 1, 1, tzinfo=UTC))
    others = replace(MINAS, number="A-2", identity="8")
    nobodys = replace(MINAS, number="A-3", channel="", identity="")
    await bring(store, lists(orders=[older, others, nobodys, MINAS]))
    found = asked(store)
    assert [order.number for order in await found.orders_of("telegram", "7")] == ["A-1007", "A-1"]
    assert [order.number for order in await found.orders_of("telegram", "7", limit=1)] == ["A-1007"]
    assert await found.orders_of("", "") == []
    assert await found.orders_of("web", "7") == []


async def test_the_same_files_again_change_nothing(store: Store) -> None:
    await bring(store, ALL)
    shop_before = asked(store)
    before = await shop_before.catalogue()
    report = await bring(store, ALL)
    assert str(report.products) == "0 new, 0 changed, 3 as before"
    assert str(report.orders) == str(report.order_lines) == "0 new, 0 changed, 1 as before"
    assert await shop_before.catalogue() is before


async def test_a_new_file_changes_what_it_names_and_leaves_the_rest(store: Store) -> None:
    await bring(store, ALL)
    same = asked(store)
    before = await same.catalogue()
    dearer = replace(LAMP, variant=replace(LAMP.variant, price=YUAN * 3))
    report = await bring(store, lists(dearer))
    assert str(report.products) == "0 new, 1 changed, 0 as before"
    after = await same.catalogue()
    assert after.version > before.version
    assert after.products["LAMP-W"].variants[0].price == YUAN * 3
    assert after.products["RUG"] == before.products["RUG"]
    assert await same.order("A-1007") == replace(MINAS, lines=(LINE[1],))


async def test_a_number_written_another_way_is_the_same_order(store: Store) -> None:
    await bring(store, ALL)
    report = await bring(store, lists(orders=[replace(MINAS, number="a-1007")], lines=[("Ａ-1007", LINE[1])]))
    assert str(report.orders) == str(report.order_lines) == "0 new, 0 changed, 1 as before"
    found = await asked(store).order("a-1007")
    assert found
    assert found.number == "A-1007"


async def test_a_product_keeps_its_id_whatever_the_order_of_a_later_file(store: Store) -> None:
    await bring(store, ALL)
    await bring(store, lists(replace(GREY, name_en="Flax lamp"), replace(LAMP, name_en="Flax lamp")))
    assert list((await asked(store).catalogue()).products) == ["LAMP-W", "RUG"]


async def test_trying_an_import_tells_the_same_and_writes_nothing(store: Store) -> None:
    tried = await bring(store, ALL, dry_run=True)
    assert (await asked(store).catalogue()).products == {}
    assert tried.lines()[-1] == "nothing was written (--dry-run)"
    assert await store.read(lambda book: book.rows(select(staged_variant.c.sku))) == []
    done = await bring(store, ALL)
    assert done.lines() == tried.lines()[:-1]


async def test_what_is_back_in_stock_is_told_and_written_down(store: Store) -> None:
    await bring(store, ALL)
    await store.write(lambda book: book.insert(restock_request, {"sku": "LAMP-G", "asked_at": 0}))
    more = replace(GREY, variant=replace(GREY.variant, stock=4))
    fuller = replace(LAMP, variant=replace(LAMP.variant, stock=9))
    report = await bring(store, lists(more, fuller))
    assert report.restocked == ["LAMP-G"]
    assert "back in stock: LAMP-G" in report.lines()
    assert await restocked_events(store) == ['{"sku":"LAMP-G"}']
    closed = select(restock_request.c.closed_at)
    assert await store.read(lambda book: book.value(closed)) is not None


async def test_units_told_to_waiting_buyers_count_until_the_shelf_is_empty(store: Store) -> None:
    def stocked(units: int) -> Import:
        return lists(replace(LAMP, variant=replace(LAMP.variant, stock=units)))

    allotted = select(variant.c.allotted).where(variant.c.sku == "LAMP-W")
    await bring(store, stocked(3))
    await store.write(lambda book: book.run(update(variant).values(allotted=3)))
    await bring(store, stocked(2))
    assert await store.read(lambda book: book.value(allotted)) == 3
    await bring(store, stocked(0))
    await bring(store, stocked(7))
    assert await store.read(lambda book: book.value(allotted)) == 0


async def test_what_the_desk_decided_is_kept_against_an_older_file(store: Store) -> None:
    await bring(store, ALL)
    await store.write(lambda book: shop.set_status(book, "a-1007", Status.CLOSED, NOON))
    report = await bring(store, lists(orders=[replace(MINAS, carrier="EMS")]))
    assert [str(conflict) for conflict in report.conflicts] == [
        "order A-1007, status: the desk decided closed, the file says paid; kept"
    ]
    found = await asked(store).order("A-1007")
    assert found
    assert (found.status, found.carrier) == (Status.CLOSED, "EMS")


async def test_a_file_that_agrees_with_the_desk_settles_the_matter(store: Store) -> None:
    await bring(store, ALL)
    await store.write(lambda book: shop.set_status(book, "A-1007", Status.CLOSED, NOON))
    assert (await bring(store, lists(orders=[replace(MINAS, status=Status.CLOSED)]))).conflicts == []
    assert (await bring(store, lists(orders=[MINAS]))).conflicts == []
    found = await asked(store).order("A-1007")
    assert found
    assert found.status is Status.PAID


async def test_a_price_that_the_desk_changed_on_a_line_is_kept(store: Store) -> None:
    await bring(store, ALL)
    await store.write(lambda book: shop.desk_changed(book, "A-1007", "unit_price LAMP-W", "100", NOON))
    cheaper = replace(LINE[1], unit_price=Money(50, "CNY"), quantity=3)
    report = await bring(store, lists(lines=[("a-1007", cheaper)]))
    assert [(one.field, one.desk, one.file) for one in report.conflicts] == [
        ("unit_price LAMP-W", "1.00", "0.50")
    ]
    found = await asked(store).order("A-1007")
    assert found
    assert [(line.quantity, line.unit_price) for line in found.lines] == [(3, YUAN)]


async def test_optional_columns_that_a_file_lacks_are_left_as_they_are(store: Store) -> None:
    expected = replace(MINAS, expected_on=date(2026, 12, 1), freight=YUAN)
    await bring(store, lists(orders=[expected]))
    await bring(store, replace(lists(orders=[MINAS]), silent={"orders": frozenset({"expected_on"})}))
    found = await asked(store).order("A-1007")
    assert found
    assert (found.expected_on, found.freight) == (date(2026, 12, 1), None)


async def test_an_import_that_was_interrupted_leaves_nothing_behind(store: Store) -> None:
    half = {"batch": "dead", "sku": "X", "position": 1, "currency": "CNY", "price": 1, "stock": 1}
    half |= {"name": "", "name_en": "", "aliases": "[]", "options": "{}", "restock_on": None, "url": ""}
    await store.write(lambda book: book.insert(staged_variant, half))
    await bring(store, ALL)
    assert "X" not in (await what_is_known(store)).skus
    assert await store.read(lambda book: book.rows(select(staged_variant.c.sku))) == []


async def test_only_the_rows_of_ones_own_batch_are_taken_over(store: Store) -> None:
    mine, theirs = ({**listing_row(one), "position": 1} for one in (LAMP, RUG))
    await store.write(lambda book: staging.stage(book, "products", "mine", [mine]))
    await store.write(lambda book: staging.stage(book, "products", "theirs", [theirs]))
    counts = dict.fromkeys(staging.STAGED, 0) | {"products": 1}
    await store.write(lambda book: staging.take_over(book, "mine", 0, counts, [], [], NOON))
    assert (await what_is_known(store)).skus == {"LAMP-W"}


async def test_a_batch_that_somebody_cleared_meanwhile_is_not_taken_over(store: Store) -> None:
    counts = dict.fromkeys(staging.STAGED, 0) | {"products": 1}
    with pytest.raises(staging.Overtaken):
        await store.write(lambda book: staging.take_over(book, "gone", 0, counts, [], [], NOON))


async def test_two_imports_at_once_end_as_one_after_the_other(store: Store) -> None:
    await asyncio.gather(bring(store, ALL), bring(store, lists(LAMP, RUG)), return_exceptions=True)
    await bring(store, ALL)
    assert list((await asked(store).catalogue()).products) == ["LAMP-W", "RUG"]


async def test_an_import_compared_with_an_older_state_is_not_taken_over(store: Store) -> None:
    await bring(store, ALL)
    seen = await store.read(lambda book: shop.version_of(book, shop.SHOP))
    await store.write(lambda book: shop.desk_changed(book, "A-1007", "status", "closed", NOON))
    nothing = dict.fromkeys(staging.STAGED, 0)
    with pytest.raises(staging.Overtaken):
        await store.write(lambda book: staging.take_over(book, "b", seen, nothing, [], [], NOON))


def renamed(store: Store, before: str, after: str) -> None:
    engine = store.engine()
    with engine.begin() as connection:
        connection.execute(text(f"alter table {before} rename to {after}"))
    engine.dispose()


async def test_a_shop_whose_store_is_gone_is_down(store: Store) -> None:
    renamed(store, "variant", "out_of_reach")
    try:
        with pytest.raises(ShopDown):
            await asked(store).catalogue()
    finally:
        renamed(store, "out_of_reach", "variant")
    assert (await asked(store).catalogue()).products == {}


async def test_files_are_imported_all_or_nothing(store: Store, tmp_path: Path) -> None:
    header = "sku,name,name_en,aliases,options,price,stock,restock_on,url\n"
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "products.csv").write_text(header + "LAMP-W,灯,,,,1,1,,\nRUG,毯,,,,x,1,,\n")
    with pytest.raises(ImportFaults):
        await import_files(store, folder, "CNY", SHANGHAI, NOON)
    assert (await what_is_known(store)).skus == frozenset()
    (folder / "products.csv").write_text(header + "LAMP-W,灯,,,,1,1,,\nRUG,毯,,,,2,1,,\n")
    report = await import_files(store, folder, "CNY", SHANGHAI, NOON)
    assert report.products.added == 2
    (folder / "products.csv").unlink()
    (folder / "order_lines.csv").write_text("order,sku,quantity,unit_price\nA-9,RUG,1,2\n")
    with pytest.raises(ImportFaults) as refused:
        await import_files(store, folder, "CNY", SHANGHAI, NOON)
    assert [fault.column for fault in refused.value.faults] == ["order"]
    assert str(refused.value).splitlines()[1] == "order_lines.csv, line 2, order: there is no order 'A-9'"


async def test_the_demo_shop_moves_in_and_is_alive(store: Store) -> None:
    report = await bring(store, demo(NOON, SHANGHAI))
    assert (report.orders.added, report.products.added) == (200, 286)
    found = asked(store)
    assert len((await found.catalogue()).products) == 69
    [newest, *_] = await found.orders_of("telegram", "7")
    assert newest.buyer_name == "Mina"
    mina = await found.order("１００７")
    assert mina
    assert mina.lines
    assert mina.bound_to("telegram", "7")


async def test_all_who_ask_at_once_share_one_look(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a start everybody who wrote while we were away asks in the same moment."""
    await bring(store, ALL)
    lantern_and_loom, looks, read = asked(store), [], store.read

    async def counted(unit: Any) -> Any:
        looks.append(unit)
        return await read(unit)

    monkeypatch.setattr(store, "read", counted)
    found = await asyncio.gather(*(lantern_and_loom.catalogue() for _ in range(40)))
    assert len(looks) == 1
    assert {id(one) for one in found} == {id(found[0])}
