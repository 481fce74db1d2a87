"""After-sales tickets, their history, photos and reasons; what the back end was asked to pay."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint, text

from desk.store.tables.columns import flag, instant, json, metadata, number, of, word, words
from desk.ticket.evidence import Shows
from desk.ticket.goods import GoodsState
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.refund import RefundState

RUNNING = "closed_at is null"
OVER, OVER_OF_KIND = "closed_at > 0", "closed_at is not null"
"""Both mean the same, and the second does not imply the first: a list of one kind that says the second can be found by no
other index than its own. As costs the two are a tie, which SQLite breaks by which of them was made first."""
UNTOLD = "untold = 1 or undrawn = 1"
WANTED = "state = 'wanted'"
UNSETTLED = "state = 'wanted' or state = 'asking' or state = 'unknown'"


def _minor(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _count(name: str, default: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=default)


ticket_reason = Table(
    "ticket_reason",
    metadata,
    number(),
    json("words"),
    json("kinds"),
    Column("position", Integer, nullable=False),
    flag("photos"),
    flag("shop_pays"),
    flag("shown"),
    flag("deleted"),
    Column("version", Integer, nullable=False),
)

ticket = Table(
    "ticket",
    metadata,
    number(),
    word("kind", TicketKind),
    word("state", TicketState),
    of("buyer_id", "buyer.id"),
    of("conversation_id", "conversation.id"),
    of("opened_by", "agent.id", maybe=True),
    instant("opened_at"),
    instant("changed_at"),
    words("currency", None),
    words("order_number"),
    words("sku"),
    words("item"),
    _count("quantity", "1"),
    words("wanted_sku"),
    of("reason_id", "ticket_reason.id", maybe=True),
    words("words"),
    flag("unshipped"),
    _minor("paid"),
    _minor("freight_paid"),
    _minor("goods"),
    _minor("freight"),
    _minor("fee"),
    flag("coupons"),
    of("assignee_id", "agent.id", maybe=True),
    instant("submitted_at", maybe=True),
    instant("due_at", maybe=True),
    instant("closed_at", maybe=True),
    json("approved_by", "[]"),
    flag("alone"),
    instant("raised_at", maybe=True),
    instant("platform_at", maybe=True),
    words("address"),
    words("carrier_back"),
    words("tracking_back"),
    words("carrier_out"),
    words("tracking_out"),
    _count("booked_in", "0"),
    words("responsible"),
    words("finding"),
    words("measure"),
    _count("dues", "0"),
    Column("card_seq", Integer),
    flag("untold"),
    Column("version", Integer, nullable=False),
    of("card_in", "conversation.id", maybe=True),
    flag("undrawn"),
    instant("ordered_at", maybe=True),
    instant("reviewed_at", maybe=True),
    Index("ix_ticket_due", "due_at", "id", sqlite_where=text(RUNNING), postgresql_where=text(RUNNING)),
    Index("ix_ticket_running", "state", sqlite_where=text(RUNNING), postgresql_where=text(RUNNING)),
    Index("ix_ticket_untold", "id", sqlite_where=text(UNTOLD), postgresql_where=text(UNTOLD)),
    Index("ix_ticket_state", "state", "id"),
    Index("ix_ticket_kind", "kind", "state", "id"),
    Index("ix_ticket_assignee_id", "assignee_id", "id"),
    Index("ix_ticket_buyer_id", "buyer_id", "id"),
    Index("ix_ticket_conversation_id", "conversation_id"),
    Index("ix_ticket_order_number", "order_number", "sku"),
    Index("ix_ticket_tracking_back", "tracking_back"),
    Index("ix_ticket_reason_id", "reason_id"),
    Index("ix_ticket_of_kind", "kind", "id"),
    Index("ix_ticket_tracking_out", "tracking_out"),
    Index("ix_ticket_submitted", "submitted_at", "id"),
    Index("ix_ticket_kind_submitted", "kind", "submitted_at", "id"),
    # Of what is over: a move on the way touches neither.
    Index("ix_ticket_over", "state", "submitted_at", "id", sqlite_where=text(OVER), postgresql_where=text(OVER)),
    Index(
        "ix_ticket_over_kind", "kind", "state", "submitted_at", "id", sqlite_where=text(OVER_OF_KIND), postgresql_where=text(OVER_OF_KIND)
    ),
)  # fmt: skip

ticket_step = Table(
    "ticket_step",
    metadata,
    number(),
    of("ticket_id", "ticket.id"),
    instant("at"),
    words("verb", None),
    words("before"),
    words("after", None),
    word("actor", Actor),
    of("agent_id", "agent.id", maybe=True),
    words("note"),
    json("changes", "[]"),
    Index("ix_ticket_step_ticket_id", "ticket_id", "id"),
)

ticket_photo = Table(
    "ticket_photo",
    metadata,
    number(),
    of("ticket_id", "ticket.id"),
    of("photo_id", "photo.id"),
    word("shows", Shows),
    instant("at"),
    of("agent_id", "agent.id", maybe=True),  # of the warehouse's own
    UniqueConstraint("ticket_id", "photo_id"),
    Index("ix_ticket_photo_photo_id", "photo_id"),
)

refund = Table(
    "refund",
    metadata,
    number(),
    of("ticket_id", "ticket.id"),
    Column("key", Text, nullable=False),
    words("order_number", None),
    words("sku", None),
    Column("quantity", Integer, nullable=False),
    Column("minor", BigInteger, nullable=False),
    words("currency", None),
    word("state", RefundState),
    instant("wanted_at"),
    instant("asked_at", maybe=True),
    instant("settled_at", maybe=True),
    words("reference"),
    words("reason"),
    Column("version", Integer, nullable=False),
    UniqueConstraint("key"),
    Index("ix_refund_ticket_id", "ticket_id", "id"),
    Index("ix_refund_settled_at", "settled_at"),
    Index("ix_refund_unsettled", "id", sqlite_where=text(UNSETTLED), postgresql_where=text(UNSETTLED)),
)

goods_move = Table(
    "goods_move",
    metadata,
    number(),
    of("ticket_id", "ticket.id"),
    Column("key", Text, nullable=False),
    words("sku", None),
    Column("units", Integer, nullable=False),  # above zero: onto the shelf
    word("state", GoodsState),
    instant("wanted_at"),
    instant("settled_at", maybe=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("key"),
    Index("ix_goods_move_ticket_id", "ticket_id"),
    Index("ix_goods_move_wanted", "id", sqlite_where=text(WANTED), postgresql_where=text(WANTED)),
)

shop_refund = Table(
    "shop_refund",
    metadata,
    number(),
    Column("key", Text, nullable=False),
    words("order_number", None),
    words("sku", None),
    Column("minor", BigInteger, nullable=False),
    words("currency", None),
    instant("at"),
    UniqueConstraint("key"),
    Index("ix_shop_refund_order_number", "order_number", "sku"),
)
"""The embedded shop's own book of what it paid back."""

shop_movement = Table(
    "shop_movement",
    metadata,
    number(),
    Column("key", Text, nullable=False),
    words("sku", None),
    Column("units", Integer, nullable=False),
    instant("at"),
    UniqueConstraint("key"),
)
"""The embedded shop's own book of goods that came back and went out for a case."""
