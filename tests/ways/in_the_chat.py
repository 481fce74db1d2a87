"""Whole cases as Mina goes through them: told in the chat, seen to at the console, heard of in the chat again."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from tests.ways import grievances, refunds, replacements, returns
from tests.ways.case import Case


@dataclass(frozen=True, slots=True)
class Told:
    goes: Callable[[Case], Coroutine[Any, Any, None]]
    status: str = "delivered"
    """Of her order."""
    price: str = "189.00"


IN_THE_CHAT = (
    Told(refunds.a_refund_before_shipment_that_fails_comes_back_and_is_unsure_is_paid_once, "paid"),
    Told(refunds.a_small_refund_is_paid_by_the_shop_s_own_rule, "paid", "9.00"),
    Told(refunds.a_refund_that_she_withdraws_while_finance_has_it, "paid"),
    Told(refunds.a_refund_after_delivery_is_refused_and_the_platform_shall_step_in),
    Told(returns.a_return_whose_inspection_fails_and_an_exception_by_ruth),
    Told(returns.a_return_that_is_late_and_opened_again_by_her_parcel),
    Told(returns.a_return_that_rests_is_opened_again_by_its_button_and_then_withdrawn),
    Told(returns.a_return_that_is_begun_and_called_off),
    Told(refunds.a_refund_that_is_begun_and_forgotten),
    Told(replacements.an_exchange_that_is_read_back_and_dropped),
    Told(replacements.a_repair_that_is_begun_and_not_needed),
    Told(replacements.an_exchange_that_is_still_wrong_becomes_a_return_refused_and_looked_at_again),
    Told(replacements.a_repair_from_the_fault_to_her_contentment),
    Told(grievances.a_parcel_that_never_came_is_looked_into_twice_and_paid_for),
    Told(grievances.a_dented_parcel_whose_outcome_she_accepts),
    Told(grievances.a_lost_parcel_of_which_she_tells_and_which_is_found),
    Told(grievances.a_lost_parcel_that_comes_while_she_tells),
    Told(grievances.a_complaint_that_she_thinks_better_of),
    Told(grievances.a_complaint_until_its_measure_was_checked),
)
