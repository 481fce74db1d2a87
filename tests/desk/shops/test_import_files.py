"""Ruth brings the shop's lists: what is read from them, and what she is told about a bad row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.money import Money
from desk.order import Status
from desk.shops.files import Import, ImportFaults, Known, read_import

SHANGHAI = ZoneInfo("Asia/Shanghai")
EMPTY = Known()
PRODUCTS = "sku,name,name_en,aliases,options,price,stock,restock_on,url\n"
ORDERS = (
    "order,buyer_name,phone,channel,identity,status,placed_at,paid_at,shipped_at,delivered_at,"
    "carrier,tracking,address,total"
)
LINES = "order,sku,quantity,unit_price\n"
LAMP = "LAMP-W,亚麻台灯,Linen lamp,小白灯|床头灯,颜色=白;size=M,129.00,5,,https://shop.example/lamp\n"


def order_row(number: str = "1007", **cells: str) -> str:
    row = dict.fromkeys(ORDERS.split(","), "")
    row |= {"order": number, "status": "paid", "placed_at": "2026-11-20 10:00", "total": "129.00"}
    return ",".join((row | cells).values()) + "\n"


def read(folder: Path, known: Known = EMPTY, **files: str | bytes) -> Import:
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.csv").write_bytes(raw)
    return read_import(folder, "CNY", SHANGHAI, known)


def told(folder: Path, known: Known = EMPTY, **files: str | bytes) -> list[str]:
    with pytest.raises(ImportFaults) as refused:
        read(folder, known, **files)
    return [str(fault) for fault in refused.value.faults]


def test_a_product_row_becomes_a_listing(tmp_path: Path) -> None:
    [lamp] = read(tmp_path, products=PRODUCTS + LAMP).listings
    assert (lamp.name, lamp.name_en, lamp.aliases) == ("亚麻台灯", "Linen lamp", ("小白灯", "床头灯"))
    assert lamp.variant.options == {"颜色": "白", "size": "M"}
    assert (lamp.variant.price, lamp.variant.stock) == (Money(12900, "CNY"), 5)
    assert lamp.variant.url == "https://shop.example/lamp"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_usual_encodings_read_alike(tmp_path: Path, encoding: str) -> None:
    [lamp] = read(tmp_path, products=(PRODUCTS + LAMP).encode(encoding)).listings
    assert (lamp.variant.sku, lamp.name) == ("LAMP-W", "亚麻台灯")


def test_traditional_characters_in_gb18030_are_still_chinese(tmp_path: Path) -> None:
    row = "L,亞麻檯燈,,這款還有貨嗎|請問什麼時候到貨,颜色=白,1,1,,\n"
    [lamp] = read(tmp_path, products=(PRODUCTS + row).encode("gb18030")).listings
    assert lamp.name == "亞麻檯燈"


@pytest.mark.parametrize(
    "raw",
    [
        (PRODUCTS + "L,crème brûlée déjà vu été,,,,1,1,,\n").encode("cp1252"),
        (PRODUCTS + "L,亞麻檯燈 這款還有貨嗎 請問什麼時候到貨,,,,1,1,,\n").encode("big5"),
        (PRODUCTS + "L,亜麻のランプ 在庫はありますか,,,,1,1,,\n").encode("shift_jis"),
        PRODUCTS.encode() + b"L,\xff\xfe\xff,,,,1,1,,\n",
    ],
)
def test_another_encoding_is_named_with_its_first_line(tmp_path: Path, raw: bytes) -> None:
    assert told(tmp_path, products=raw) == [
        "products.csv: line 2 is neither UTF-8 nor GB18030; save the file as “CSV UTF-8”"
    ]


def test_utf16_is_named(tmp_path: Path) -> None:
    assert "saved as UTF-16" in told(tmp_path, products=(PRODUCTS + LAMP).encode("utf-16"))[0]


def test_full_width_writing_is_made_plain_in_numbers_days_and_states(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        products=PRODUCTS + "ＬＡＭＰ－Ｗ,灯,,,颜色＝白；尺码＝大,１２９．５,１０,２０２６－１２－０１,\n",
        orders=ORDERS + "\n" + order_row("１００７", status="ＰＡＩＤ", phone="１３８００１３８０００"),
        order_lines=LINES + "1007,LAMP-W,２,１２９.５\n",
    )
    lamp = result.listings[0].variant
    assert (lamp.sku, lamp.price.minor, lamp.stock) == ("LAMP-W", 12950, 10)
    assert (lamp.restock_on, lamp.options) == (date(2026, 12, 1), {"颜色": "白", "尺码": "大"})
    assert (result.orders[0].number, result.orders[0].phone) == ("1007", "13800138000")
    assert result.orders[0].status is Status.PAID
    assert (result.lines[0][0], result.lines[0][1].quantity) == ("1007", 2)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-20 10:00", datetime(2026, 11, 20, 2, 0, tzinfo=UTC)),
        ("2026-11-20T10:00:30+02:00", datetime(2026, 11, 20, 8, 0, 30, tzinfo=UTC)),
        ("2026-11-20T10:00:00Z", datetime(2026, 11, 20, 10, 0, tzinfo=UTC)),
        ("2026/1/5 9:05", datetime(2026, 1, 5, 1, 5, tzinfo=UTC)),
        ("2026年11月20日 10:00", datetime(2026, 11, 20, 2, 0, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 19, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_time_without_offset_is_the_shops(tmp_path: Path, written: str, meant: datetime) -> None:
    result = read(tmp_path, orders=ORDERS + "\n" + order_row(placed_at=written))
    assert result.orders[0].placed_at == meant


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("sku", "", "is empty"),
        ("sku", "S" * 65, "is longer than 64 characters"),
        ("name", "", "is empty"),
        ("name", "a\x00b", "contains the control character U+0000"),
        ("name", "a\x1b[31mb", "contains the control character U+001B"),
        ("options", "colour", "'colour' is not written like colour=white"),
        ("options", "size=M;size=L", "'size' is there twice"),
        ("price", "12.999", "'12.999' has more than 2 decimals"),
        ("price", "-1", "must not be negative"),
        ("price", "1e999999999", "'1e999999999' is not an amount like 129.00"),
        ("price", "9" * 300, f"{'9' * 40!r} is not an amount like 129.00"),
        ("price", "NaN", "'NaN' is not an amount like 129.00"),
        ("price", "=1+1", "'=1+1' is not an amount like 129.00"),
        ("stock", "-1", "must not be negative"),
        ("stock", "2.5", "'2.5' is not a whole number"),
        ("stock", "9" * 300, f"{'9' * 40!r} is not a whole number"),
        ("restock_on", "2026-02-30", "'2026-02-30' is not a day that exists"),
        ("restock_on", "soon", "'soon' is not a day like 2026-12-31"),
        ("restock_on", "1900-01-01", "'1900-01-01' is outside the years 2000 to 2100"),
        ("url", "javascript:alert(1)", "is not an address that begins with https:// or http://"),
        ("url", "https://[", "is not an address that begins with https:// or http://"),
    ],
)
def test_a_bad_product_cell_is_named(tmp_path: Path, column: str, cell: str, reason: str) -> None:
    row = dict.fromkeys(PRODUCTS.strip().split(","), "")
    row |= {"sku": "L", "name": "灯", "price": "1", "stock": "1", column: cell}
    bad = ",".join(row.values()) + "\n"
    assert told(tmp_path, products=PRODUCTS + LAMP + bad) == [f"products.csv, line 3, {column}: {reason}"]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("placed_at", "yesterday", "'yesterday' is not a time like"),
        ("paid_at", "2026-11-20 25:00", "'2026-11-20 25:00' is not a time of day that exists"),
        ("status", "lost", "must be one of 'awaiting_payment', 'paid', 'shipped'"),
        ("channel", "telegram", "channel and identity belong together: give both or neither"),
    ],
)
def test_a_bad_order_cell_is_named(tmp_path: Path, column: str, cell: str, reason: str) -> None:
    [fault] = told(tmp_path, orders=ORDERS + "\n" + order_row(**{column: cell}))
    assert fault.startswith(f"orders.csv, line 2, {column}: {reason}")


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    faults = told(
        tmp_path,
        products=PRODUCTS + "A,灯,,,,x,1,,\nB,灯,,,,1,y,,\n",
        orders=ORDERS + "\n" + order_row(total="z"),
    )
    assert [fault.split(":")[0] for fault in faults] == [
        "products.csv, line 2, price",
        "products.csv, line 3, stock",
        "orders.csv, line 2, total",
    ]


def test_a_line_is_the_physical_one_even_after_cells_of_several_lines(tmp_path: Path) -> None:
    good = 'A,"灯\n二\r\n三",,,,1,1,,\n\n'
    assert told(tmp_path, products=PRODUCTS + good + "B,灯,,,,x,1,,\n")[0].startswith(
        "products.csv, line 6, price"
    )


def test_a_forgotten_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    faults = told(tmp_path, products=PRODUCTS + 'A,"灯,,,,1,1,,\nB,灯,,,,x,1,,\n' + LAMP)
    assert faults[0] == "products.csv, line 2: a quotation mark is opened here and never closed"
    assert [fault.split(":")[0] for fault in faults[1:]] == ["products.csv, line 3, price"]


def test_columns_are_named_when_missing_unknown_or_doubled(tmp_path: Path) -> None:
    header = PRODUCTS.replace("restock_on", "colour").replace("url", "stock")
    assert [fault.split(";")[0] for fault in told(tmp_path, products=header + LAMP)] == [
        "products.csv, line 1, stock: the column is there twice",
        "products.csv, line 1, colour: no such column",
        "products.csv, line 1, restock_on: the column is missing",
        "products.csv, line 1, url: the column is missing",
    ]


def test_a_row_of_another_width_is_named(tmp_path: Path) -> None:
    assert told(tmp_path, products=PRODUCTS + "A,灯\n" + "B,灯,,,,1,1,,,left over\n") == [
        "products.csv, line 2: has only 2 cells where the header has 9",
        "products.csv, line 3: has 10 cells where the header has 9",
    ]


def test_the_same_key_twice_is_named_with_its_first_line(tmp_path: Path) -> None:
    assert told(tmp_path, products=PRODUCTS + LAMP + LAMP) == [
        "products.csv, line 3, sku: 'LAMP-W' is already on line 2"
    ]
    assert (
        "'1007' is already on line 2"
        in told(
            tmp_path,
            products=PRODUCTS + LAMP,
            orders=ORDERS + "\n" + order_row("1007") + order_row("１００７"),
        )[0]
    )


def test_an_order_line_names_an_order_and_a_sku_of_the_files_or_of_the_store(tmp_path: Path) -> None:
    lines = LINES + "1007,LAMP-W,1,129\n1008,RUG,1,129\n"
    files = {"products": PRODUCTS + LAMP, "orders": ORDERS + "\n" + order_row(), "order_lines": lines}
    assert told(tmp_path, **files) == [
        "order_lines.csv, line 3, order: there is no order '1008'",
        "order_lines.csv, line 3, sku: there is no product with SKU 'RUG'",
    ]
    assert len(read(tmp_path, Known({"RUG"}, {"1008": "USD"}), **files).lines) == 2


def test_one_bad_order_is_not_told_again_of_its_lines(tmp_path: Path) -> None:
    faults = told(
        tmp_path,
        products=PRODUCTS + LAMP,
        orders=ORDERS + "\n" + order_row(total="x"),
        order_lines=LINES + "1007,LAMP-W,1,129\n",
    )
    assert [fault.split(":")[0] for fault in faults] == ["orders.csv, line 2, total"]


def test_a_total_that_differs_from_its_lines_is_a_warning_only(tmp_path: Path) -> None:
    header = ORDERS + ",freight,discount\n"
    files = {"products": PRODUCTS + LAMP, "order_lines": LINES + "1007,LAMP-W,2,129\n"}
    agreeing = order_row(total="260").strip() + ",12,10\n"
    assert read(tmp_path, **files, orders=header + agreeing).warnings == ()
    [warning] = read(tmp_path, **files, orders=header + order_row(total="260").strip() + ",,\n").warnings
    assert str(warning) == (
        "orders.csv, line 2, total: order 1007: the total is ¥260.00, its lines, freight and discount make ¥258.00"
    )


def test_amounts_are_in_the_orders_own_currency(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        Known({"LAMP-W"}, {"77": "KWD"}),
        orders=ORDERS + ",currency\n" + order_row(total="5000").strip() + ",jpy\n",
        order_lines=LINES + "1007,LAMP-W,1,5000\n77,LAMP-W,1,1.125\n",
    )
    assert result.orders[0].total == Money(5000, "JPY")
    assert [line.unit_price for _, line in result.lines] == [Money(5000, "JPY"), Money(1125, "KWD")]
    assert result.silent["orders"] == {"expected_on", "last_scan", "last_scan_at", "freight", "discount"}


def test_an_order_stays_in_the_currency_it_is_kept_in(tmp_path: Path) -> None:
    known = Known({"LAMP-W"}, {"a-7": "JPY"})
    kept = read(
        tmp_path,
        known,
        orders=ORDERS + "\n" + order_row("A-7", total="5000"),
        order_lines=LINES + "Ａ-7,LAMP-W,1,5000\n",
    )
    assert kept.orders[0].total == kept.lines[0][1].unit_price == Money(5000, "JPY")
    changed = ORDERS + ",currency\n" + order_row("A-7", total="5000").strip() + ",CNY\n"
    assert told(tmp_path, known, orders=changed, order_lines=LINES) == [
        "orders.csv, line 2, currency: the order is kept in JPY; its currency cannot change"
    ]


def test_a_cell_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    formula = '=HYPERLINK("https://x.example")'
    row = 'L,"' + formula.replace('"', '""') + '",@SUM(1),-1+1|+1,,1,1,,\n'
    [lamp] = read(tmp_path, products=PRODUCTS + row).listings
    assert (lamp.name, lamp.name_en, lamp.aliases) == (formula, "@SUM(1)", ("-1+1", "+1"))


def test_invisible_direction_marks_are_left_out(tmp_path: Path) -> None:
    result = read(tmp_path, orders=ORDERS + "\n" + order_row(phone="\u202d13800138000\u202c"))
    assert result.orders[0].phone == "13800138000"


def test_a_folder_without_lists_and_a_place_that_is_not_there(tmp_path: Path) -> None:
    assert "holds no products.csv" in told(tmp_path)[0]
    with pytest.raises(ImportFaults):
        read_import(tmp_path / "nowhere", "CNY", SHANGHAI, Known())


def test_an_empty_file_and_a_misnamed_one(tmp_path: Path) -> None:
    assert told(tmp_path, products=b"") == ["products.csv: has no header and no rows"]
    (tmp_path / "Order.csv").write_text("x")
    warnings = read(tmp_path, products=PRODUCTS).warnings
    assert [str(warning) for warning in warnings] == [
        "Order.csv: is not read; the names are products, orders, order_lines with .csv"
    ]


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "products.csv").open("wb") as file:
        file.truncate(200_000_001)
    assert told(tmp_path) == ["products.csv: is larger than 200 MB"]


def test_reading_stops_when_there_is_nothing_but_faults(tmp_path: Path) -> None:
    faults = told(tmp_path, products=PRODUCTS + 'A,"x\n' * 10_100)
    assert len(faults) == 10_001
    assert faults[-1] == "products.csv: reading stopped after 10000 faults"
