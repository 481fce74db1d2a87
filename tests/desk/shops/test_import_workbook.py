"""The same lists as one workbook, and workbooks made to do harm."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from desk.shops.files import Import, ImportFaults, Known, read_import

SHANGHAI = ZoneInfo("Asia/Shanghai")
PRODUCTS = ["sku", "name", "name_en", "aliases", "options", "price", "stock", "restock_on", "url"]
ORDERS = [
    "order",
    "buyer_name",
    "phone",
    "channel",
    "identity",
    "status",
    "placed_at",
    "paid_at",
    "shipped_at",
    "delivered_at",
    "carrier",
    "tracking",
    "address",
    "total",
]
LAMP = ["LAMP-W", "亚麻台灯", "Linen lamp", "小白灯", "颜色=白", 129.5, 5, datetime(2026, 12, 1)]


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read(path: Path) -> Import:
    return read_import(path, "CNY", SHANGHAI, Known())


def told(path: Path) -> list[str]:
    with pytest.raises(ImportFaults) as refused:
        read(path)
    return [str(fault) for fault in refused.value.faults]


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one of its parts replaced or added."""
    parts = {}
    with zipfile.ZipFile(path) as before:
        parts = {info.filename: before.read(info) for info in before.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for part, kept in (parts | {name: content}).items():
            after.writestr(part, kept)
    return path


def test_three_sheets_read_like_three_files(tmp_path: Path) -> None:
    order = ["1007", "Mina", 13800138000, "telegram", 7, "paid", datetime(2026, 11, 20, 10, 0)]
    workbook(
        tmp_path / "shop.xlsx",
        products=[PRODUCTS, LAMP],
        orders=[ORDERS, [*order, *[None] * 6, 129.5]],
        order_lines=[["order", "sku", "quantity", "unit_price"], [1007, "LAMP-W", 1, 129.5]],
        notes=[["whatever"]],
    )
    result = read(tmp_path)
    lamp = result.listings[0].variant
    assert (lamp.price.minor, lamp.restock_on, lamp.url) == (12950, date(2026, 12, 1), "")
    mina = result.orders[0]
    assert (mina.phone, mina.identity) == ("13800138000", "7")
    assert mina.placed_at == datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    assert result.lines[0][0] == "1007"
    assert result == read(tmp_path / "shop.xlsx")


def test_a_bad_row_of_a_sheet_is_named(tmp_path: Path) -> None:
    bad = ["A", "灯", "", "", "", "x", 1]
    path = workbook(tmp_path / "shop.xlsx", products=[PRODUCTS, LAMP, [], bad])
    assert told(path) == ["shop.xlsx/products, line 4, price: 'x' is not an amount like 129.00"]


def test_a_number_too_long_for_a_spreadsheet_is_named(tmp_path: Path) -> None:
    order = [2**60, "Mina", "", "", "", "paid", datetime(2026, 11, 20), *[None] * 6, 1]
    path = workbook(tmp_path / "shop.xlsx", orders=[ORDERS, order])
    [fault] = told(path)
    assert fault.startswith("shop.xlsx/orders, line 2: the number 1152921504606846976 was rounded")


def test_a_formula_counts_as_what_it_showed_and_text_that_looks_like_one_as_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "shop.xlsx", products=[PRODUCTS, ["L", "灯", "@x", "", "", "=1+1", 1]])
    assert told(path) == ["shop.xlsx/products, line 2, price: is empty"]


def test_a_folder_with_two_sorts_of_lists_is_asked_about(tmp_path: Path) -> None:
    workbook(tmp_path / "shop.xlsx", products=[PRODUCTS, LAMP])
    (tmp_path / "~$shop.xlsx").write_bytes(b"lock")
    (tmp_path / "products.csv").write_text(",".join(PRODUCTS))
    assert told(tmp_path)[0].endswith("which one counts? There are products.csv, shop.xlsx")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 100, b"not a zip"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "shop.xlsx").write_bytes(content)
    assert told(tmp_path) == ["shop.xlsx: is not an .xlsx workbook, or is damaged or protected by a password"]


@pytest.mark.parametrize(
    "prolog",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        b'<!-- before --><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/odd.bin"])
def test_a_workbook_with_entities_is_refused(tmp_path: Path, prolog: bytes, part: str) -> None:
    path = workbook(tmp_path / "shop.xlsx", products=[PRODUCTS, LAMP])
    with_part(path, part, prolog + b"<x>&e;</x>")
    assert told(path) == ["shop.xlsx: declares XML entities, which no spreadsheet program writes"]


def test_a_workbook_that_unpacks_to_more_than_it_may_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "shop.xlsx", products=[PRODUCTS, LAMP])
    with_part(path, "xl/worksheets/sheet1.xml", b" " * 201_000_000)
    assert path.stat().st_size < 1_000_000
    assert told(path)[0].startswith("shop.xlsx: unpacks to more than 200 MB")


def test_a_workbook_with_an_oversized_style_sheet_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "shop.xlsx", products=[PRODUCTS, LAMP])
    with_part(path, "xl/styles.xml", b" " * 17_000_000)
    assert told(path) == ["shop.xlsx: has an oversized part 'xl/styles.xml'"]


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<dimension ref="A1:XFD1048576"/><sheetData>%s</sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>', "more than 1,000,000 rows"),
        (b'<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>', "damaged"),
        (b'<row r="x"/>', "damaged"),
        (b'<row r="1"><c r="A1" t="s"><v>999</v></c></row>', "damaged"),
        (b'<row r="1"><c r="A1" t="d"><v>x</v></c></row>', "damaged"),
        (b'<row r="1"><c r="A1"><v>%s</v></c></row>' % (b"9" * 5000), "damaged"),
        (b'<row r="1"><c r="A1"', "damaged"),
        (b"", "has no header and no rows"),
    ],
)
def test_a_sheet_that_lies_about_itself_is_refused(tmp_path: Path, rows: bytes, fault: str) -> None:
    path = workbook(tmp_path / "shop.xlsx", products=[PRODUCTS, LAMP])
    with_part(path, "xl/worksheets/sheet1.xml", SHEET % rows)
    assert fault in told(path)[-1]


def test_any_part_left_out_or_cut_short_is_a_fault_or_no_matter(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", products=[PRODUCTS, LAMP]).read_bytes()
    names = zipfile.ZipFile(BytesIO(whole)).namelist()
    broken = tmp_path / "shop.xlsx"
    for name in names:
        for content in (b"", b"<x/>", b"\x00" * 50, b"<a>" * 5000):
            broken.write_bytes(whole)
            with_part(broken, name, content)
            try:
                read(broken)
            except ImportFaults as refused:
                assert refused.faults
