"""What the three tables of an import must agree on: order lines name orders and SKUs that exist, sums add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from desk.money import Money
from desk.order import number_key
from desk.record import noun
from desk.shops.files.faults import Fault, Faults
from desk.shops.files.reading import Checked
from desk.shops.files.rows import LineRow, OrderRow, ProductRow, Terms


@noun(slots=True)
class Read:
    """`files`: the name of each table that is there, for faults."""

    files: Mapping[str, str]
    products: Checked[ProductRow]
    orders: Checked[OrderRow]
    lines: Checked[LineRow]

    def currencies(self, terms: Terms) -> dict[str, str]:
        """Of every order known to file or store; the file is newer."""
        return dict(terms.currencies) | {
            key[0]: row.total.currency for key, (_, row) in self.orders.rows.items()
        }


def cross_check(
    read: Read, skus: Collection[str], orders: Mapping[str, str], faults: Faults, warnings: list[Fault]
) -> None:
    _lines_name_what_exists(read, skus, orders, faults)
    _currencies_stay(read, orders, faults)
    for line, number, reason in _sums_that_differ(read):
        warnings.append(Fault(read.files["orders"], line, "total", f"order {number}: {reason}"))


def _lines_name_what_exists(
    read: Read, skus: Collection[str], orders: Mapping[str, str], faults: Faults
) -> None:
    numbers = {number_key(number) for number in read.orders.named}
    # A table whose header is broken may well hold what is missed here; its own fault is told already.
    orders_known = read.orders.readable or "orders" not in read.files
    skus_known = read.products.readable or "products" not in read.files
    for (order, sku), (line, row) in read.lines.rows.items():
        if orders_known and order not in numbers and order not in orders:
            faults.add(read.files["order_lines"], line, "order", f"there is no order {row.order!r}")
        if skus_known and sku not in read.products.named and sku not in skus:
            faults.add(read.files["order_lines"], line, "sku", f"there is no product with SKU {row.sku!r}")


def _currencies_stay(read: Read, orders: Mapping[str, str], faults: Faults) -> None:
    """Amounts are kept as whole minor units: in another currency they would be other sums."""
    for (key,), (line, order) in read.orders.rows.items():
        if (kept := orders.get(key)) and kept != order.total.currency:
            reason = f"the order is kept in {kept}; its currency cannot change"
            faults.add(read.files["orders"], line, "currency", reason)


def _sums_that_differ(read: Read) -> Iterator[tuple[int, str, str]]:
    sums: dict[str, int] = defaultdict(int)
    for _, line_row in read.lines.rows.values():
        sums[number_key(line_row.order)] += line_row.unit_price.minor * line_row.quantity
    for (key,), (line, order) in read.orders.rows.items():
        if key not in sums:
            continue
        more = order.freight.minor if order.freight else 0
        less = order.discount.minor if order.discount else 0
        expected = Money(sums[key] + more - less, order.total.currency)
        if expected != order.total:
            yield (
                line,
                order.order,
                f"the total is {order.total}, its lines, freight and discount make {expected}",
            )
