"""Whatever the files hold, reading them ends in an import or in faults; what was written is read back."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.shops.files import Import, ImportFaults, Known, read_import

SHANGHAI = ZoneInfo("Asia/Shanghai")
PRODUCTS = ["sku", "name", "name_en", "aliases", "options", "price", "stock", "restock_on", "url"]
HEADER = ",".join(PRODUCTS).encode() + b"\n"


def read(files: dict[str, bytes]) -> Import | ImportFaults:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        try:
            return read_import(Path(folder), "CNY", SHANGHAI, Known())
        except ImportFaults as faults:
            assert faults.faults
            return faults


nasty = st.one_of(
    st.binary(max_size=300),
    st.lists(
        st.sampled_from([b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"A", b"9" * 40, "灯".encode(), b"=1"])
    ).map(b"".join),
)


@given(nasty)
@settings(max_examples=300)
def test_any_bytes_are_an_import_or_faults(content: bytes) -> None:
    read({"products.csv": content})
    read({"products.csv": HEADER + content})
    read({"shop.xlsx": content})


visible = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=20,
)
word = visible.filter(lambda text: not set(text) & set("|｜;；=＝"))
listing = st.fixed_dictionaries(
    {
        "sku": st.text("ABCDEF0123456789-", min_size=1, max_size=12),
        "name": visible,
        "name_en": visible,
        "aliases": st.lists(word, unique=True, max_size=3).map("|".join),
        "options": st.dictionaries(word, word, max_size=3).map(
            lambda found: ";".join(f"{key}={value}" for key, value in found.items())
        ),
        "price": st.integers(0, 10**9).map(lambda minor: f"{minor // 100}.{minor % 100:02}"),
        "stock": st.integers(0, 10**6).map(str),
        "restock_on": st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31)).map(str),
        "url": st.just("https://shop.example/x"),
    }
)


@given(st.lists(listing, unique_by=lambda row: row["sku"], max_size=5))
@settings(max_examples=150)
def test_what_a_shop_writes_is_read_back(rows: list[dict[str, str]]) -> None:
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, PRODUCTS, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    result = read({"products.csv": sheet.getvalue().encode()})
    assert isinstance(result, Import), result.faults
    assert [
        {
            "sku": found.variant.sku,
            "name": found.name,
            "name_en": found.name_en,
            "aliases": "|".join(found.aliases),
            "options": ";".join(f"{key}={value}" for key, value in found.variant.options.items()),
            "price": found.variant.price.major(),
            "stock": str(found.variant.stock),
            "restock_on": str(found.variant.restock_on),
            "url": found.variant.url,
        }
        for found in result.listings
    ] == rows
