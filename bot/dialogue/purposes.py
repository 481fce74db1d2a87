"""What is done with an order once it is known to be theirs, by what they had in mind: one row each."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.address_answers import address_of
from bot.dialogue.address_seen import SEE, address_seen
from bot.dialogue.case_begun import case_of
from bot.dialogue.claim import AFTER_SALES
from bot.dialogue.grievance import GRIEVANCE
from bot.dialogue.grievance_begun import grievance_of
from bot.dialogue.invoice_answers import INVOICE, invoice_of
from bot.dialogue.memory import ADDRESS_FOR
from bot.dialogue.order_answers import Told
from bot.dialogue.order_words import tell
from bot.dialogue.receipt_answers import EXTEND, extend_of

ONCE_THEIRS: Mapping[str, Told] = {
    "order_status": tell,
    ADDRESS_FOR: address_of,
    SEE: address_seen,
    EXTEND: extend_of,
    INVOICE: invoice_of,
    AFTER_SALES: case_of,
    GRIEVANCE: grievance_of,
}
CAN_BE_CALLED_OFF = frozenset({ADDRESS_FOR, EXTEND, INVOICE, AFTER_SALES, GRIEVANCE})
"""Wishes for which something is asked step by step."""
