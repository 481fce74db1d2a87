"""Every reply the desk can say by itself, and the values each may use; packs are checked against this list."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.case_card import BUTTONS, SAID_ALIKE
from bot.dialogue.flows import OFFERED
from desk.satisfaction import VALUES
from desk.ticket.eligibility import Why
from desk.ticket.evidence import Shows
from desk.ticket.kinds import CASES, CLAIMS, TicketKind
from desk.ticket.moves import TicketState

ITEM = "item product variant price url as_of"
ORDER = "order total placed shipped delivered ships_by expected carrier tracking last_scan scanned"
ANY = "shop opens order"
PAGE = f"{ANY} product url"
TOLD = "order item quantity reason amount freight wanted"
AMOUNT = "ticket order item quantity amount freight fee"
REPORTED = "order reason opens"
CASE = "ticket order item amount until held address note carrier tracking"
SHOWN = (Shows.FAULT, Shows.WHOLE, Shows.LABEL)
CARD = "product price variants url"

TABLE = {
    # first words and manners
    "greeting_first": "shop privacy",
    "greeting": "shop",
    "thanks": ANY,
    "goodbye": "shop",
    "ack": "",
    "group_leave": "shop",
    "bot_again": "shop",  # a person gives the conversation back
    # stock
    "stock_in": ITEM,
    "stock_few": f"{ITEM} left",
    "stock_short": f"{ITEM} left quantity",
    "stock_gone": ITEM,
    "stock_gone_until": f"{ITEM} restock",
    "stock_gone_waiting": f"{ITEM} place",
    "stock_variants": "product variants gone as_of",
    "stock_all_gone": "product",
    "stock_no_such_variant": "product wanted variants",
    "waiting_joined": ITEM,
    "waiting_left": "product",
    "instead_variants": "product variants",
    "instead_products": "product",
    "instead_nothing": "product",
    "back_in_stock": "item product variant price url",  # starts from the shop's side
    # products
    "product_which": "",
    "product_choose": "",
    "product_unknown": "",
    "product_card": CARD,
    "product_size": CARD,
    "product_material": CARD,
    "place_order": "product url",
    # orders
    "order_awaiting_payment": ORDER,
    "order_paid": ORDER,
    "order_paid_late": ORDER,
    "order_shipped": ORDER,
    "order_shipped_bare": ORDER,
    "order_shipped_scanned": ORDER,
    "order_shipped_late": ORDER,
    "order_delivered": ORDER,
    "order_completed": ORDER,
    "order_closed": ORDER,
    "order_choose": "",
    "order_number_wanted": "",
    "orders_too_many": "order",
    "order_needs_proof": "order",
    "order_noted": "order",
    "number_wanted": "",
    "which_order": "",
    "request_stopped": "",
    # another address (B6)
    "order_address_wanted": "order",
    "order_address_incomplete": "order",
    "order_address_confirm": "order address",
    "order_address_changing": "order",
    "order_address_changed": "order",  # once the shop has done it
    "order_address_shipped": "order opens",
    "order_address_is": "order address",
    "order_address_may_change": "order",
    # a longer time to receive it (B4)
    "order_receipt_extending": "order",
    "order_receipt_extended": "order until",  # once the shop has done it
    "order_receipt_extended_before": "order until",
    "order_receipt_not_shipped": "order",
    "order_receipt_completed": "order",
    "order_wish_failed": "order",
    # an after-sales case being told (C1–C3)
    "case_begun": TOLD,
    "case_resumed": TOLD,
    "case_ask_line": TOLD,
    "case_ask_count": TOLD,
    "case_ask_kind": TOLD,
    "case_ask_money": TOLD,
    "case_ask_reason": TOLD,
    "case_ask_want": TOLD,
    "case_want_gone": TOLD,
    "case_swap_gone": TOLD,
    "case_words_noted": TOLD,
    "case_not_sent_yet": TOLD,
    "case_photos": TOLD,
    **{f"case_{verb}_{one}": TOLD for verb in ("has", "lacks", "show") for one in SHOWN},
    "case_shown_all": TOLD,
    "case_photo_here": TOLD,
    "case_photos_or_person": TOLD,
    "case_reason_is": TOLD,
    **{f"case_confirm_{kind}": TOLD for kind in CLAIMS},
    "case_right": TOLD,
    "case_what_to_change": "",
    **{f"case_why_{why}": TOLD for why in Why},
    "case_sent": "order",
    "case_sent_unshipped": "order",
    "case_withdrawn": CASE,
    # and afterwards (C4–C8): what the card says, and what is answered
    **{
        f"case_is_{state}": CASE
        for state in TicketState
        if state not in SAID_ALIKE and state != TicketState.TELLING
    },
    "case_by": CASE,
    "case_yours": CASE,
    "case_held": CASE,
    "case_return_soon": CASE,
    "case_which": "",
    "case_parcel_noted": CASE,
    "case_tracking_wanted": CASE,
    "case_reason_changed": f"{CASE} reason",
    "case_photos_added": CASE,
    "case_satisfied": CASE,
    "case_still_wrong": CASE,
    "case_agreed": CASE,
    "case_disagreed": CASE,
    "case_reopened": CASE,
    "case_platform": CASE,
    **{f"case_kind_{kind}": "" for kind in TicketKind},
    **{f"case_choice_{what}": "" for what in ("send", "line", "kind", "reason", "drop", *BUTTONS)},
    # how much goes back
    **{
        f"case_amount_{what}": AMOUNT
        for what in ("up_to", "freight", "whole_order", "coupons", "open", "none", "which")
    },
    **{f"case_amount_{what}": AMOUNT for what in ("undecided", "fixed", "paid", "freight_in", "fee_in")},
    # a delivery exception or a complaint being told (B5, F3)
    **{
        f"grievance_{what}_{kind}": REPORTED
        for what in ("begun", "ask", "confirm", "sent")
        for kind in sorted(CASES)
    },
    "grievance_resumed": REPORTED,
    "grievance_of_order": REPORTED,
    "grievance_ask_story": REPORTED,
    "grievance_photos": REPORTED,
    "grievance_not_sent_yet": REPORTED,
    "grievance_there": "ticket",
    "grievance_added": "ticket",
    "back_to_grievance": REPORTED,
    **{f"grievance_choice_{what}": "" for what in ("what", "story", "other")},
    # an invoice
    "order_invoice_title": "order",
    "order_invoice_noted": "order title opens",
    # what starts from the shop's side (A6, B3)
    "order_unpaid_reminder": "order total",
    "order_closed_unpaid": "order total",
    "order_late_notice": "order expected",
    # afterwards: whether they were satisfied, and how it went (F2)
    "score_ask": "",
    "score_ask_case": "ticket",
    **{f"score_choice_{value}": "" for value in VALUES},
    "score_thanks": "score",
    "score_thanks_low": "score",
    "score_kept": "score",
    "score_changed": "score",
    "score_over": "score",
    "score_words_kept": "",
    **{f"follow_up_{what}": "ticket" for what in ("case", "case_again")},
    **{f"follow_up_{what}": "order" for what in ("delivery", "delivery_again")},
    **{f"follow_up_{what}": "" for what in ("choice_well", "choice_no_more", "well", "no_more")},
    "proof_wrong": "order",
    "proof_too_many": "order opens",
    # fixed words
    "price_change": PAGE,
    "promotion": PAGE,
    "payment": PAGE,
    "shipping_info": PAGE,
    "shipping_time": "ships_within soonest latest",
    "account": ANY,
    "store_info": ANY,
    # topics that end with a person
    "topic_change_order": "order opens",
    "topic_cancel_order": "order opens",
    "topic_change_address": "order opens",
    "topic_invoice": "order opens",
    "topic_return_refund": "order opens",
    "topic_refund_status": "order opens",
    "topic_exchange": "order opens",
    "topic_quality": "order opens",
    "topic_quality_shown": "order opens",
    "topic_lost": "order opens",
    "topic_delayed": "order opens",
    "upset_sorry": "order opens",
    # a person
    "person_called": "opens order",
    "person_on_the_way": "opens",
    "not_understood_person": "opens",
    "shop_down": "order opens",
    "cannot_read": "opens",
    "cannot_read_sticker": "opens",
    "colleague_will_answer": "",  # instead of words that the guard stopped
    "hold": "",  # a person needs longer
    "queue": "place opens order",
    "queue_time": "place minutes opens order",  # with an honest time
    "queue_longer": "place minutes",  # it takes longer than was told; once
    "contact_wanted": "",
    "contact_noted": "opens",
    "message_unreadable": "",
    # photos
    "photos_received": "",
    "photos_thanks": "opens",
    "photos_what_about": "",
    "photo_refused_big": "limit",
    "photo_refused_type": "",
    "photo_refused_broken": "",
    # not sure, and questions that come back
    "ask_meaning": "",
    "ask_again": "",
    "button_unknown": "",
    "back_to_digits": "",
    "back_to_number": "",
    "back_to_product": "",
    "back_to_wait": "",
    "back_to_order": "",
    "back_to_address": "",
    "back_to_confirm": "",
    "back_to_title": "",
    "back_to_case": TOLD,
    "case_postage_shop": "",
    "case_postage_buyer": "",
    # labels of buttons
    "choice_person": "",
    "choice_contact": "",
    "choice_wait": "",
    "choice_give_up": "",
    "choice_leave_list": "",
    "choice_yes": "",
    "choice_no": "",
    **{f"meaning_{intent}": "" for intent in OFFERED},
    # while a person is owed
    "hold_on": "",
    # moods, and the same again
    "abuse_notice": "",
    "abuse_supervisor": "opens",
    "suggestion_thanks": "shop",
    "chat_close": "shop",
    "again_person": "",
    "cannot_prove": "",
}

REPLIES: Mapping[str, frozenset[str]] = {key: frozenset(slots.split()) for key, slots in TABLE.items()}
"""Key → the slots that may be known when it is said."""

NAMES_THE_ORDER = frozenset(
    key
    for key in REPLIES
    if (key.startswith("order_") and "order" in REPLIES[key])
    or key in ("orders_too_many", "proof_wrong", "proof_too_many")
)
"""Replies whose every wording must contain {order}: the buyer sees which order is meant."""
NAMES_IT_WHERE_KNOWN = frozenset(
    key for key in REPLIES if key.startswith("topic_") or key in ("upset_sorry", "shop_down")
)
"""Replies that need a wording `when = "order"` with {order}."""
