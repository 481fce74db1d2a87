"""The tables, by what they are about. How a column says what its value is inside the desk: columns.py."""

from __future__ import annotations

from desk.store.tables.columns import DAY, FLAG, INSTANT, JSON, ThisTransaction, metadata
from desk.store.tables.house import alert, deadline, event, lease, setting, version
from desk.store.tables.letters import inbox, once, outbox, pause
from desk.store.tables.owed import HELD_OUT, OWED, escalation, open_matter, promise, shift_handover
from desk.store.tables.people import agent, buyer, identity, session, sign_in_link, visitor, wrong_sign_in
from desk.store.tables.phrases import allowance, banned_hit, lesson, wording
from desk.store.tables.routing import handoff, offer, post, queue
from desk.store.tables.shop import (
    OPEN_ORDERS,
    order_line,
    shop_change,
    shop_order,
    staged_line,
    staged_order,
    staged_variant,
    variant,
)
from desk.store.tables.talk import contact, conversation, draft, message, photo, revision
from desk.store.tables.wishes import (
    delivery_exception,
    order_delay,
    order_notice,
    order_wish,
    ownership,
    restock_request,
    waiting,
    wrong_proof,
)

__all__ = [
    "DAY",
    "FLAG",
    "HELD_OUT",
    "INSTANT",
    "JSON",
    "OPEN_ORDERS",
    "OWED",
    "ThisTransaction",
    "agent",
    "alert",
    "allowance",
    "banned_hit",
    "buyer",
    "contact",
    "conversation",
    "deadline",
    "delivery_exception",
    "draft",
    "escalation",
    "event",
    "handoff",
    "identity",
    "inbox",
    "lease",
    "lesson",
    "message",
    "metadata",
    "offer",
    "once",
    "open_matter",
    "order_delay",
    "order_line",
    "order_notice",
    "order_wish",
    "outbox",
    "ownership",
    "pause",
    "photo",
    "post",
    "promise",
    "queue",
    "restock_request",
    "revision",
    "session",
    "setting",
    "shift_handover",
    "shop_change",
    "shop_order",
    "sign_in_link",
    "staged_line",
    "staged_order",
    "staged_variant",
    "variant",
    "version",
    "visitor",
    "waiting",
    "wording",
    "wrong_proof",
    "wrong_sign_in",
]
