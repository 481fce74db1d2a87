"""The tables. Times are integer milliseconds UTC, money is integer minor units, JSON is text.

A column says in `info["as"]` what its value is inside the desk; `desk/store/mapping.py` reads that.
No ON DELETE CASCADE anywhere: a migration that rebuilds a table would delete the children.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression

from desk.conversation import Mode
from desk.deadlines import DeadlineState
from desk.delivery_exception import Trouble
from desk.escalation import EscalationState, Matter
from desk.handover import Reason
from desk.message import Author
from desk.order import Status
from desk.order_change import Verb, WishState
from desk.outgoing import OutState
from desk.photo import PhotoState, ViewState
from desk.promise import PromiseState
from desk.promise_words import About

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class ThisTransaction(expression.FunctionElement[int]):
    """PostgreSQL's number of the running transaction. SQLite commits in the order of the numbers: 0."""

    type = BigInteger()
    inherit_cache = True


@compiles(ThisTransaction, "postgresql")
def _on_postgresql(element: ThisTransaction, compiler: Any, **kw: Any) -> str:
    return "(pg_current_xact_id()::text::bigint)"


@compiles(ThisTransaction)
def _elsewhere(element: ThisTransaction, compiler: Any, **kw: Any) -> str:
    return "0"


Id = BigInteger().with_variant(Integer, "sqlite")
INSTANT, FLAG, JSON, DAY = "instant", "flag", "json", "day"


def number() -> Column[Any]:
    return Column("id", Id, primary_key=True)


def instant(name: str, *, maybe: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=maybe, info={"as": INSTANT})


def flag(name: str) -> Column[Any]:
    return Column(name, SmallInteger, nullable=False, server_default="0", info={"as": FLAG})


def json(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False, info={"as": JSON})


def word(name: str, words: type[StrEnum]) -> Column[Any]:
    return Column(name, Text, nullable=False, info={"as": words})


def words(name: str, default: str | None = "") -> Column[Any]:
    return Column(name, Text, nullable=False, server_default=default)


def of(name: str, target: str, *, maybe: bool = False) -> Column[Any]:
    return Column(name, Id, ForeignKey(target), nullable=maybe)


# --- the letters

inbox = Table(
    "inbox",
    metadata,
    number(),
    words("channel", None),
    words("account", None),
    words("ext_id", None),
    words("chat"),
    words("kind"),
    Column("raw", LargeBinary, nullable=False),
    instant("received_at"),
    instant("event_at", maybe=True),
    words("state", None),  # new | done | dead
    words("reason"),
    of("conversation_id", "conversation.id", maybe=True),
    Column("seq", Integer),
    Column("msg_id", Text),
    Column("group_id", Text),
    words("text_sha"),
    Column(
        "thought", Integer, nullable=False, server_default="0"
    ),  # how often an answer to it was thrown away
    UniqueConstraint("channel", "account", "ext_id"),
    Index(
        "ix_inbox_new",
        "conversation_id",
        "id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
    Index(
        "ix_inbox_dead", "id", sqlite_where=text("state = 'dead'"), postgresql_where=text("state = 'dead'")
    ),
)

once = Table(
    "once",
    metadata,
    Column("key", Text, primary_key=True),  # a pressed button, a form posted twice
    instant("at"),
)

outbox = Table(
    "outbox",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("seq", Integer, nullable=False),  # of the message this is a part of
    words("channel", None),
    words("account", None),
    words("chat", None),
    words("idem_key", None),
    word("author", Author),
    of("author_id", "agent.id", maybe=True),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    words("text"),
    json("buttons"),
    Column("photo", Text),  # photo.key
    words("text_sha"),
    word("state", OutState),
    Column("mode_version", Integer, nullable=False),
    of("cause", "inbox.id", maybe=True),
    instant("queued_at"),
    instant("not_before", maybe=True),
    instant("lease_until", maybe=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    instant("sent_at", maybe=True),
    Column("ext_msg_id", Text),
    words("error"),
    instant("settled_at", maybe=True),
    flag("perfunctory"),
    UniqueConstraint("idem_key"),
    Index("ix_outbox_conversation_id_seq", "conversation_id", "seq"),
    Index(
        "ix_outbox_owed",
        "channel",
        "account",
        "id",
        sqlite_where=text("state in ('queued', 'sending')"),
        postgresql_where=text("state in ('queued', 'sending')"),
    ),
    Index(
        "ix_outbox_undelivered",
        "id",
        sqlite_where=text("state in ('failed', 'unknown') and settled_at is null"),
        postgresql_where=text("state in ('failed', 'unknown') and settled_at is null"),
    ),
)

# --- people

buyer = Table(
    "buyer",
    metadata,
    number(),
    words("name"),
    words("language"),
    instant("created_at"),
    Column("version", Integer, nullable=False),
)

identity = Table(
    "identity",
    metadata,
    number(),
    of("buyer_id", "buyer.id"),
    words("channel", None),
    words("account", None),
    words("identity", None),
    words("name"),
    UniqueConstraint("channel", "account", "identity"),
    Index("ix_identity_buyer_id", "buyer_id"),
    Index("ix_identity_identity", "channel", "identity"),  # an order names no account
)

agent = Table(
    "agent",
    metadata,
    number(),
    words("name", None),
    words("display_name"),
    Column("password_hash", Text),
    json("roles"),
    words("language"),
    words("theme"),
    flag("active"),
    flag("enter_sends"),
    instant("created_at"),
    Column("version", Integer, nullable=False),
    UniqueConstraint("name"),
)

session = Table(
    "session",
    metadata,
    number(),
    words("token_hash", None),
    of("agent_id", "agent.id"),
    words("csrf", None),
    words("browser"),
    words("peer"),
    instant("created_at"),
    instant("seen_at"),
    instant("ended_at", maybe=True),
    UniqueConstraint("token_hash"),
    CheckConstraint("length(token_hash) = 64", name="hash"),
    Index("ix_session_agent_id", "agent_id"),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("token_hash", Text, primary_key=True),
    of("agent_id", "agent.id"),
    instant("expires_at"),
    instant("used_at", maybe=True),
    CheckConstraint("length(token_hash) = 64", name="hash"),
)

wrong_sign_in = Table(
    "wrong_sign_in",
    metadata,
    number(),
    words("key", None),  # name:… or peer:…
    instant("at"),
    Index("ix_wrong_sign_in_key_at", "key", "at"),
)

visitor = Table(
    "visitor",
    metadata,
    number(),
    words("account", None),
    words("token_hash", None),
    words("identity", None),
    instant("created_at"),
    UniqueConstraint("token_hash"),
    CheckConstraint("length(token_hash) = 64", name="hash"),
)

# --- what is said

conversation = Table(
    "conversation",
    metadata,
    number(),
    of("buyer_id", "buyer.id"),
    words("channel", None),
    words("account", None),
    words("chat", None),
    words("identity", None),
    words("buyer_name"),
    words("language"),
    word("mode", Mode),
    Column("mode_version", Integer, nullable=False),
    of("agent_id", "agent.id", maybe=True),
    instant("opened_at"),
    instant("closed_at", maybe=True),
    Column("last_seq", Integer, nullable=False),
    instant("last_at"),
    words("last_line"),
    words("last_author"),
    instant("waiting_since", maybe=True),
    instant("owed_since", maybe=True),
    Column("reason", Text, info={"as": Reason}),
    json("dialogue"),
    flag("greeted"),
    flag("in_group"),
    flag("gone"),
    Column("round", Integer, nullable=False, server_default="0"),
    Column("handoffs", Integer, nullable=False, server_default="0"),
    Column("unthought", Integer, nullable=False, server_default="0"),
    Column("early_edits", Integer, nullable=False, server_default="0"),
    Column("undelivered", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False),
    Column("debts", Integer, nullable=False, server_default="0"),
    Column("held", Integer, nullable=False, server_default="0"),
    Column("hold_tries", Integer, nullable=False, server_default="0"),
    instant("held_at", maybe=True),
    Index(
        "uq_conversation_open",
        "channel",
        "account",
        "chat",
        unique=True,
        sqlite_where=text("mode <> 'closed'"),
        postgresql_where=text("mode <> 'closed'"),
    ),
    Index("ix_conversation_chat", "channel", "account", "chat", "id"),
    Index("ix_conversation_buyer_id", "buyer_id"),
    # The desk's list: open ones by what they wait for; the index is as small as the open work.
    Index(
        "ix_conversation_desk",
        "mode",
        "owed_since",
        sqlite_where=text("mode <> 'closed'"),
        postgresql_where=text("mode <> 'closed'"),
    ),
    # The closed ones by age. Of open ones it would move two pages at every message, for a list that nobody reads so.
    Index(
        "ix_conversation_closed",
        "last_at",
        "id",
        sqlite_where=text("mode = 'closed'"),
        postgresql_where=text("mode = 'closed'"),
    ),
)

message = Table(
    "message",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("seq", Integer, nullable=False),
    word("author", Author),
    of("author_id", "agent.id", maybe=True),
    words("kind"),
    words("text"),
    instant("at"),
    instant("event_at", maybe=True),
    of("inbox_id", "inbox.id", maybe=True),
    Column("group_id", Text),
    Column("ext_msg_id", Text),
    json("buttons"),
    Column("revision", Integer, nullable=False, server_default="0"),
    UniqueConstraint("conversation_id", "seq"),
)

revision = Table(
    "revision",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("seq", Integer, nullable=False),
    Column("n", Integer, nullable=False),  # 0 = the first text
    words("text"),
    instant("at"),
    of("inbox_id", "inbox.id", maybe=True),
    UniqueConstraint("conversation_id", "seq", "n"),
)

photo = Table(
    "photo",
    metadata,
    number(),
    words("key", None),  # random, 128 bits: its address
    of("conversation_id", "conversation.id", maybe=True),
    Column("seq", Integer),
    of("inbox_id", "inbox.id", maybe=True),
    words("owner"),  # the visitor's identity while no message holds it yet
    words("channel", None),
    words("account", None),
    words("ref"),
    Column("unique_ref", Text),
    words("name"),
    flag("as_file"),
    word("state", PhotoState),
    Column("sha256", Text),
    Column("size_bytes", BigInteger),
    Column("type", Text),
    word("view_state", ViewState),
    Column("view_sha256", Text),
    Column("width", Integer),
    Column("height", Integer),
    words("error"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    instant("next_try_at", maybe=True),
    instant("created_at"),
    Column("version", Integer, nullable=False),
    UniqueConstraint("key"),
    Index("ix_photo_conversation_id_seq", "conversation_id", "seq"),
    Index("ix_photo_sha256", "sha256"),
    Index(
        "ix_photo_owed",
        "next_try_at",
        sqlite_where=text("state = 'pending' or view_state = 'pending'"),
        postgresql_where=text("state = 'pending' or view_state = 'pending'"),
    ),
)

handoff = Table(
    "handoff",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("reason", Text, nullable=False, info={"as": Reason}),
    words("detail"),
    instant("asked_at"),
    of("taken_by", "agent.id", maybe=True),
    instant("taken_at", maybe=True),
    instant("ended_at", maybe=True),
    Index("ix_handoff_conversation_id", "conversation_id"),
)

# What a buyer still waits for: open, or broken and not made good. The statements say it in these very words, by which
# the planners see that the small indexes hold it all.
OWED = "kept_at is null and (state = 'open' or state = 'broken')"

promise = Table(
    "promise",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    of("buyer_id", "buyer.id"),
    Column("seq", Integer),
    of("owner_id", "agent.id"),
    word("about", About),
    words("text", None),
    instant("due_at"),
    instant("remind_at"),
    word("state", PromiseState),
    instant("made_at"),
    of("made_by", "agent.id"),
    instant("settled_at", maybe=True),
    of("by", "agent.id", maybe=True),
    instant("kept_at", maybe=True),
    of("passed_from", "promise.id", maybe=True),
    Column("put_off", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_promise_owed", "due_at", sqlite_where=text(OWED), postgresql_where=text(OWED)),
    Index("ix_promise_owner", "owner_id", "due_at", sqlite_where=text(OWED), postgresql_where=text(OWED)),
    Index("ix_promise_conversation_id", "conversation_id"),
    Index("ix_promise_buyer_id", "buyer_id"),
    Index("ix_promise_due_at", "due_at"),
)

escalation = Table(
    "escalation",
    metadata,
    number(),
    word("kind", Matter),
    words("text", None),
    of("conversation_id", "conversation.id", maybe=True),
    of("raised_by", "agent.id"),
    instant("raised_at"),
    of("owner_id", "agent.id", maybe=True),
    instant("due_at"),
    word("state", EscalationState),
    instant("taken_at", maybe=True),
    instant("done_at", maybe=True),
    words("outcome"),
    Column("version", Integer, nullable=False),
    Index(
        "ix_escalation_open",
        "due_at",
        "id",
        sqlite_where=text("state <> 'done'"),
        postgresql_where=text("state <> 'done'"),
    ),
    Index("ix_escalation_raised_by", "raised_by", "id"),
    Index("ix_escalation_conversation_id", "conversation_id"),
)

deadline = Table(
    "deadline",
    metadata,
    number(),
    of("conversation_id", "conversation.id", maybe=True),
    words("kind", None),
    Column("generation", BigInteger, nullable=False),
    instant("due_at"),
    word("state", DeadlineState),
    instant("fired_at", maybe=True),
    UniqueConstraint("conversation_id", "kind", "generation"),
    Index(
        "ix_deadline_armed",
        "due_at",
        sqlite_where=text("state = 'armed'"),
        postgresql_where=text("state = 'armed'"),
    ),
)

event = Table(
    "event",
    metadata,
    Column("number", Id, primary_key=True),
    Column("xid", BigInteger, nullable=False, server_default=ThisTransaction()),
    instant("at"),
    words("kind", None),
    of("conversation_id", "conversation.id", maybe=True),
    of("agent_id", "agent.id", maybe=True),
    json("data"),
    Index("ix_event_conversation_id", "conversation_id", "number"),
    # The feed's order. SQLite commits in the order of the numbers and needs no more than those.
    Index("ix_event_xid", "xid", "number").ddl_if(dialect="postgresql"),
    # What somebody looked at in full: counted at every look.
    Index(
        "ix_event_revealed",
        "agent_id",
        "at",
        sqlite_where=text("kind = 'revealed'"),
        postgresql_where=text("kind = 'revealed'"),
    ),
)

# --- the house

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    words("holder", None),
    instant("until"),
)

pause = Table(
    "pause",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("chat", Text, primary_key=True),  # "" = the whole account
    instant("until"),
)

version = Table(
    "version",
    metadata,
    Column("name", Text, primary_key=True),  # catalogue, …: what a cache was built from
    Column("n", BigInteger, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    number(),
    words("key", None),
    Column("n", Integer, nullable=False),
    json("value"),
    of("by", "agent.id", maybe=True),
    instant("at"),
    UniqueConstraint("key", "n"),
)

wording = Table(
    "wording",
    metadata,
    number(),
    words("kind", None),
    words("language", None),
    words("key", None),
    json("value"),  # null: as shipped
    words("shipped", None),
    instant("at"),
    of("by", "agent.id", maybe=True),
    flag("in_force"),
    Index("ix_wording_place", "kind", "language", "key", "id"),
    Index(
        "uq_wording_in_force",
        "kind",
        "language",
        "key",
        unique=True,
        sqlite_where=text("in_force = 1"),
        postgresql_where=text("in_force = 1"),
    ),
)

lesson = Table(
    "lesson",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    of("inbox_id", "inbox.id"),
    words("why", None),  # not_understood | corrected
    instant("at"),
    instant("settled_at", maybe=True),
    of("settled_by", "agent.id", maybe=True),
    words("how"),
    UniqueConstraint("inbox_id", "why"),
    Index(
        "ix_lesson_open",
        "id",
        sqlite_where=text("settled_at is null"),
        postgresql_where=text("settled_at is null"),
    ),
)

# --- the embedded shop

OPEN_ORDERS = "status = 'awaiting_payment' or status = 'paid' or status = 'shipped' or status = 'delivered'"

variant = Table(
    "variant",
    metadata,
    Column("sku", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    words("name"),
    words("name_en"),
    json("aliases"),
    json("options"),
    Column("price", BigInteger, nullable=False),
    words("currency", None),
    Column("stock", Integer, nullable=False),
    Column("restock_on", Text, info={"as": DAY}),
    words("url"),
    Column("allotted", Integer, nullable=False, server_default="0"),  # units that waiting buyers were told of
    CheckConstraint("stock >= 0", name="stock"),
)

shop_order = Table(
    "shop_order",
    metadata,
    Column("number", Text, primary_key=True),
    words("number_key", None),  # folded, as buyers type it
    words("buyer_name"),
    words("phone"),
    words("channel"),
    words("identity"),
    word("status", Status),
    instant("placed_at"),
    instant("paid_at", maybe=True),
    instant("shipped_at", maybe=True),
    instant("delivered_at", maybe=True),
    words("carrier"),
    words("tracking"),
    words("address"),
    Column("total", BigInteger, nullable=False),
    words("currency", None),
    Column("expected_on", Text, info={"as": DAY}),
    words("last_scan"),
    instant("last_scan_at", maybe=True),
    Column("freight", BigInteger),
    Column("discount", BigInteger),
    instant("extended_until", maybe=True),  # the desk's own: no file has it
    UniqueConstraint("number_key"),
    Index("ix_shop_order_identity", "channel", "identity", "placed_at"),
    # What may still be due, by status: as small as the open work, however many orders there were. Written with `or`:
    # SQLite sees that one status is among these only where it finds the very words.
    Index(
        "ix_shop_order_open",
        "status",
        "placed_at",
        sqlite_where=text(OPEN_ORDERS),
        postgresql_where=text(OPEN_ORDERS),
    ),
)

order_line = Table(
    "order_line",
    metadata,
    number(),
    Column("order_number", Text, ForeignKey("shop_order.number"), nullable=False),
    Column("sku", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_price", BigInteger, nullable=False),
    Column("paid", BigInteger),
    UniqueConstraint("order_number", "sku"),
)

shop_change = Table(
    "shop_change",
    metadata,
    number(),
    Column("order_number", Text, ForeignKey("shop_order.number"), nullable=False),
    words("field", None),
    words("value", None),
    instant("at"),
    UniqueConstraint("order_number", "field"),
)


def staged(table: Table) -> Table:
    """The same columns for rows of an import that are not yet in force; `batch` names the import."""
    columns = [
        Column(c.name, c.type, nullable=c.nullable, info=c.info)
        for c in table.columns
        if c.name not in ("id", "allotted", "extended_until")
    ]
    name = f"staged_{table.name}"
    return Table(name, metadata, number(), words("batch", None), *columns, Index(f"ix_{name}_batch", "batch"))


staged_variant, staged_order, staged_line = staged(variant), staged(shop_order), staged(order_line)

restock_request = Table(
    "restock_request",
    metadata,
    number(),
    words("sku", None),
    instant("asked_at"),
    instant("closed_at", maybe=True),
    Index(
        "uq_restock_request_open",
        "sku",
        unique=True,
        sqlite_where=text("closed_at is null"),
        postgresql_where=text("closed_at is null"),
    ),
)

waiting = Table(
    "waiting",
    metadata,
    number(),
    words("sku", None),
    of("buyer_id", "buyer.id"),
    of("conversation_id", "conversation.id"),
    instant("since"),
    words("state", None),  # waiting | told | gave_up
    instant("told_at", maybe=True),
    Index(
        "uq_waiting_once",
        "sku",
        "buyer_id",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_waiting_buyer_id", "buyer_id"),
)

ownership = Table(
    "ownership",
    metadata,
    Column("buyer_id", Id, ForeignKey("buyer.id"), primary_key=True),
    Column("order_number", Text, primary_key=True),
    instant("shown_at"),
)

wrong_proof = Table(
    "wrong_proof",
    metadata,
    number(),
    of("buyer_id", "buyer.id"),
    words("order_number"),
    instant("at"),
    Index("ix_wrong_proof_buyer_id_at", "buyer_id", "at"),
    Index("ix_wrong_proof_order_number_at", "order_number", "at"),
)

# --- what the desk does for orders by itself, or by a buyer's wish
# Orders are named by their number, without a foreign key: another shop's orders are not in `shop_order`.

order_wish = Table(
    "order_wish",
    metadata,
    number(),
    word("verb", Verb),
    words("order_number", None),
    words("value"),  # a new address, or until when; emptied once it is done
    of("conversation_id", "conversation.id", maybe=True),
    of("letter", "inbox.id", maybe=True),
    word("state", WishState),
    words("reason"),
    instant("asked_at"),
    instant("settled_at", maybe=True),
    instant("told_at", maybe=True),
    Index(
        "uq_order_wish_wanted",
        "order_number",
        "verb",
        unique=True,
        sqlite_where=text("state = 'wanted'"),
        postgresql_where=text("state = 'wanted'"),
    ),
    Index(
        "ix_order_wish_untold",
        "id",
        sqlite_where=text("told_at is null"),
        postgresql_where=text("told_at is null"),
    ),
)

order_notice = Table(
    "order_notice",
    metadata,
    number(),
    words("order_number", None),
    words("kind", None),  # unpaid | late
    words("about"),  # of `late`: the new day that was told, if one was known
    words("outcome", None),  # told | noted | gone | nobody
    of("conversation_id", "conversation.id", maybe=True),
    instant("at"),
    UniqueConstraint("order_number", "kind", "about"),
)

order_delay = Table(
    "order_delay",
    metadata,
    Column("order_number", Text, primary_key=True),
    words("cause", None),  # in the warehouse's words
    of("by", "agent.id", maybe=True),
    instant("at"),
)

delivery_exception = Table(
    "delivery_exception",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("seq", Integer, nullable=False),
    word("kind", Trouble),
    words("order_number"),
    instant("at"),
    UniqueConstraint("conversation_id", "seq", "kind"),
)
