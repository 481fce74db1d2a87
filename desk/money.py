"""An amount of money: whole minor units of one currency, never a float."""

from __future__ import annotations

import re
from decimal import Decimal

from desk.record import record

# Minor digits per ISO 4217 where they are not two.
NO_MINOR = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
MINOR_DIGITS = dict.fromkeys(NO_MINOR.split(), 0) | dict.fromkeys(THOUSANDTHS.split(), 3)
SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "TWD": "NT$", "HKD": "HK$", "JPY": "¥"}
# Fifteen digits keep every amount within 64 bits, and a hostile `1e999999999` from filling the memory.
WRITTEN = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")


@record(frozen=True, slots=True, order=True)
class Money:
    minor: int
    currency: str

    @classmethod
    def parse(cls, written: str, currency: str) -> Money:
        """`129.00` in the currency's major unit. Raises ValueError on anything that is not exact."""
        written = written.strip()
        if not WRITTEN.fullmatch(written):
            raise ValueError(f"{written[:40]!r} is not an amount like 129.00")
        digits = MINOR_DIGITS.get(currency, 2)
        minor = Decimal(written).scaleb(digits)
        if minor != minor.to_integral_value():
            raise ValueError(f"{written!r} has more than {digits} decimals")
        return cls(int(minor), currency)

    def __add__(self, other: Money) -> Money:
        self._must_match(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._must_match(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * times, self.currency)

    def _must_match(self, other: Money) -> None:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def major(self) -> str:
        """`1299.00`: as an import file or a spreadsheet writes it."""
        digits = MINOR_DIGITS.get(self.currency, 2)
        return f"{Decimal(self.minor).scaleb(-digits):.{digits}f}"

    def __str__(self) -> str:
        digits = MINOR_DIGITS.get(self.currency, 2)
        whole, part = divmod(abs(self.minor), 10**digits)
        amount = f"{'-' if self.minor < 0 else ''}{whole:,}" + (f".{part:0{digits}}" if digits else "")
        sign = SIGNS.get(self.currency)
        return f"{sign}{amount}" if sign else f"{amount} {self.currency}"
