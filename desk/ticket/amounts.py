"""How much money a case is about (C2): whole minor units, never more than was paid. Pure."""

from __future__ import annotations

from desk.errors import DeskError
from desk.money import Money
from desk.order import Order, OrderLine
from desk.record import record


class TooMuch(DeskError):
    """More than was paid for this line cannot be refunded."""


@record(frozen=True, slots=True)
class Amounts:
    """In minor units of one currency: what goes back for the goods and for the freight, and what is kept as a fee."""

    goods: int
    freight: int = 0
    fee: int = 0

    @property
    def total(self) -> int:
        return self.goods + self.freight - self.fee


def paid_for(order: Order, sku: str) -> int:
    """For all units of a line. Where the shop does not say it, the line's price less its part of the discount: the parts
    of all lines add up to the discount exactly (the largest remainders get the odd units, earlier lines first). Raises
    KeyError for a line that the order has not."""
    paid = {line.sku: line.paid for line in order.lines}[sku]
    return _parts(order)[sku] if paid is None else paid.minor


def _parts(order: Order) -> dict[str, int]:
    prices = {line.sku: _price(line) for line in order.lines}
    whole, discount = sum(prices.values()), order.discount.minor if order.discount else 0
    if discount <= 0 or not whole:
        return prices
    discount = min(discount, whole)
    cuts = {sku: price * discount // whole for sku, price in prices.items()}
    odd = discount - sum(cuts.values())
    by_remainder = sorted(prices, key=lambda sku: -(prices[sku] * discount % whole))
    for sku in by_remainder[:odd]:
        cuts[sku] += 1
    return {sku: price - cuts[sku] for sku, price in prices.items()}


def _price(line: OrderLine) -> int:
    return (line.unit_price * line.quantity).minor


def asked(order: Order, line: OrderLine, quantity: int, before: int = 0) -> int:
    """Of what was paid for the line, the part of `quantity` units after the first `before`, that have gone back already;
    the odd units of money stay with the last one."""
    paid, bought = paid_for(order, line.sku), max(line.quantity, 1)
    last = min(before + max(quantity, 0), bought)
    return max(0, paid * last // bought - paid * before // bought)


def at_most(order: Order, line: OrderLine, quantity: int) -> int:
    """The part of any `quantity` units, whether an odd unit of money is among it or not."""
    bought = max(line.quantity, 1)
    return -(-paid_for(order, line.sku) * min(max(quantity, 0), bought) // bought)


def freight_back(order: Order, quantities: dict[str, int]) -> int:
    """The freight, where the whole order is refunded before shipment; otherwise nothing. `quantities`: of every line
    that is refunded, this case's among them."""
    whole = all(quantities.get(line.sku, 0) >= line.quantity for line in order.lines)
    return order.freight.minor if whole and order.freight else 0


def reviewed(
    paid: int, *, goods: int, fee: int = 0, freight: int = 0, freight_paid: int = 0, currency: str
) -> Amounts:
    """What a reviewer decided: less for the goods, a handling fee, freight where they allow it. Raises TooMuch, and
    ValueError for what is below zero."""
    if min(goods, fee, freight) < 0 or fee > goods + freight:
        raise ValueError("an amount is below zero")
    if goods > paid or freight > freight_paid:
        limit = Money(paid if goods > paid else freight_paid, currency)
        raise TooMuch(f"at most {limit} was paid for this and can be refunded")
    return Amounts(goods, freight, fee)
