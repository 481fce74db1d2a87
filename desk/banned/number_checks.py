"""The sums by which a number of a bank card or of an identity card is told from any other."""

from __future__ import annotations

from datetime import date


def identity_checks(number: str) -> bool:
    """The last place of a Chinese identity number, ISO 7064 MOD 11-2."""
    weighed = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(number[:17]))
    return "10x98765432"[weighed % 11] == number[17].lower()


def luhn_checks(number: str) -> bool:
    """The sum that tells a bank card from a parcel's number."""
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def is_a_day(written: str) -> bool:
    try:
        date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return False
    return True


def taiwanese_identity_checks(number: str) -> bool:
    first = "abcdefghjklmnpqrstuvxywzio".index(number[0]) + 10
    digits = [first // 10, first % 10, *map(int, number[1:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(d * w for d, w in zip(digits, weights, strict=True)) % 10 == 0


def iban_checks(number: str) -> bool:
    turned = number[4:] + number[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
