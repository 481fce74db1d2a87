"""The rules of after-sales as a form: days as whole numbers, money in major units, empty where there is no cap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from console.form import Form
from desk.money import Money
from desk.record import record
from desk.setting import DAYS, LONGEST_ADDRESS, policy_written
from desk.ticket.policy import Policy

PolicyWrong = Literal["days", "money", "remind"]
SPANS = (
    "window_days", "return_days", "remind_days", "reship_days", "settled_days", "disputed_days",
)  # fmt: skip
SUMS = ("automatic", "agent_cap", "finance_cap", "buyer_cap")
MOST_DAYS = 365
assert set(SPANS) == set(DAYS.values())


@record(frozen=True, slots=True)
class PolicyForm:
    days: Mapping[str, str]
    sums: Mapping[str, str]
    return_address: str
    second_person: bool
    was: int
    wrong: Mapping[str, PolicyWrong]
    """By field."""


def form_of(policy: Policy, currency: str, was: int) -> PolicyForm:
    kept = policy_written(policy)
    sums = {name: "" if kept[name] is None else Money(kept[name], currency).major() for name in SUMS}
    return PolicyForm(
        {name: str(kept[name]) for name in SPANS}, sums, policy.return_address, policy.second_person, was, {}
    )


def read(sent: Form, currency: str, was: int) -> tuple[dict[str, Any], PolicyForm]:
    """What shall be kept, and the form as it was sent with what is wrong in it; kept only where nothing is."""
    days = {name: sent.text(name).strip() for name in SPANS}
    sums = {name: sent.text(name).strip() for name in SUMS}
    second, wrong = sent.text("second_person") == "1", dict[str, PolicyWrong]()
    address = sent.text("return_address").replace("\r\n", "\n").strip()[:LONGEST_ADDRESS]
    kept: dict[str, Any] = {"form": 1, "second_person": second, "return_address": address}
    for name, written in days.items():
        if written.isascii() and written.isdecimal() and len(written) <= 6 and 1 <= int(written) <= MOST_DAYS:
            kept[name] = int(written)
        else:
            wrong[name] = "days"
    for name, written in sums.items():
        minor = _minor(written, currency)
        if minor is None and (written or name == "automatic"):
            wrong[name] = "money"
        kept[name] = minor
    if not wrong and kept["remind_days"] >= kept["return_days"]:
        wrong["remind_days"] = "remind"
    return kept, PolicyForm(days, sums, address, second, was, wrong)


def _minor(written: str, currency: str) -> int | None:
    try:
        minor = Money.parse(written, currency).minor
    except ValueError:
        return None
    return minor if 0 <= minor <= 10**12 else None
