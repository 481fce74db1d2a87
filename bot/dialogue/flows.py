"""What is done for each intent: one row each. A new topic is a row here, words in the packs, and maybe a function."""

from __future__ import annotations

from bot.dialogue import topic_answers as topic
from bot.dialogue.address_answers import change_address
from bot.dialogue.case_after import refund_status
from bot.dialogue.case_begun import cancel, wish_for
from bot.dialogue.exception_answers import quality_issue
from bot.dialogue.invoice_answers import invoice
from bot.dialogue.order_answers import order_status
from bot.dialogue.stock_answers import stock
from bot.dialogue.topic_answers import Answer, fixed, person_for
from desk.record import record


@record(frozen=True, slots=True)
class Flow:
    answer: Answer
    products: bool = False
    """Needs the products named or talked about, with live stock."""
    page: bool = False
    """Names the page of the product that is talked about, where there is one; asks nothing of its stock."""
    cases: bool = False
    """Needs the buyer's after-sales cases, and what their orders contain."""
    own_orders: bool = False
    """Needs the buyer's own orders where no number was given."""
    offered: bool = True
    """May be offered as a meaning when we are not sure (`meaning_<intent>` is its label)."""


FLOWS: dict[str, Flow] = {
    # before the sale
    "stock": Flow(stock, products=True),
    "product_info": Flow(topic.product_info, products=True),
    "price_change": Flow(fixed("price_change", with_person=True), page=True),
    "promotion": Flow(fixed("promotion", with_person=True), page=True),
    # ordering
    "place_order": Flow(topic.place_order, products=True),
    "change_order": Flow(person_for("topic_change_order")),
    "cancel_order": Flow(cancel, own_orders=True, cases=True),
    "change_address": Flow(change_address, own_orders=True),
    "payment": Flow(fixed("payment", with_person=True), page=True),
    "invoice": Flow(invoice, own_orders=True),
    # on its way
    "order_status": Flow(order_status, own_orders=True),
    "shipping_time": Flow(topic.shipping_time, own_orders=True),
    "shipping_info": Flow(fixed("shipping_info", with_person=True), page=True),
    # after the sale
    "return_refund": Flow(wish_for(), own_orders=True, cases=True),
    "refund_status": Flow(refund_status, own_orders=True, cases=True),
    "exchange": Flow(wish_for("exchange"), own_orders=True, cases=True),
    "quality_issue": Flow(quality_issue, own_orders=True, cases=True),
    # the service itself
    "complaint": Flow(topic.upset, offered=False),
    "human_agent": Flow(topic.human, offered=False),
    "account": Flow(fixed("account", with_person=True)),
    "store_info": Flow(fixed("store_info", with_person=True)),
    # manners
    "greeting": Flow(topic.greeting, offered=False),
    "thanks": Flow(fixed("thanks"), offered=False),
    "goodbye": Flow(topic.goodbye, offered=False),
    "ack": Flow(topic.ack, offered=False),
}

CHAT = frozenset({"greeting", "thanks", "goodbye", "ack"})
OFFERED = frozenset(intent for intent, flow in FLOWS.items() if flow.offered)
TO_A_PERSON = frozenset(
    {
        "change_order",
        "cancel_order",
        "return_refund",
        "refund_status",
        "exchange",
        "quality_issue",
    }
)
"""Topics that may end with a person: an order number given later is noted for that person, not looked up."""
