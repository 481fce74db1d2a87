"""What a noun can end besides itself: its deadlines, its open handoff, what the bot still had to say. Offers, each of
which ends with an event, stand in offers_over.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ClauseElement,
    Text,
    bindparam,
    cast,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from desk.clock import to_ms
from desk.deadlines import LADDER, Kind, Off, Paid
from desk.handover import Came, Over
from desk.order_change import Verb
from desk.outgoing import Hush
from desk.presence import NotAvailable
from desk.store.tables import conversation, deadline, handoff, inbox, offer, order_wish, outbox, post, refund
from desk.ticket.receipt import ReceiptHeld
from desk.ticket.refund import SettledByHand

Run = tuple[ClauseElement, dict[str, Any]]

DEADLINE_OFF = (
    update(deadline)
    .where(deadline.c.conversation_id == bindparam("conversation"), deadline.c.kind == bindparam("of_kind"))
    .where(deadline.c.state == "armed")
    .values(state="cancelled")
)
LADDER_OFF = (
    update(deadline)
    .where(
        deadline.c.conversation_id == bindparam("conversation"),
        or_(*(deadline.c.kind == str(kind) for kind in (*LADDER, Kind.OFFERED))),
    )
    .where(deadline.c.state == "armed")
    .values(state="cancelled")
)
HANDOFF_TAKEN = (
    update(handoff)
    .where(handoff.c.conversation_id == bindparam("conversation"))
    .where(handoff.c.taken_at.is_(None), handoff.c.ended_at.is_(None))
    .values(taken_by=bindparam("agent"), taken_at=bindparam("now"))
)
HANDOFF_OVER = (
    update(handoff)
    .where(handoff.c.conversation_id == bindparam("conversation"), handoff.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
_deadline_of = (
    update(deadline)
    .where(deadline.c.kind == "offered", deadline.c.state == "armed")
    .where(
        deadline.c.generation.in_(
            select(offer.c.id).where(offer.c.agent_id == bindparam("agent"), offer.c.state == "offered")
        )
    )
)
_with_somebody = deadline.c.conversation_id.in_(
    select(conversation.c.id).where(conversation.c.mode == "human")
)
# Where somebody has it and says nothing, its time is over at once: then the next one is asked.
OFFERS_OF_DUE = _deadline_of.where(_with_somebody).values(due_at=bindparam("now"))
OFFERS_OF_OFF = _deadline_of.where(~_with_somebody).values(state="cancelled")
GIVEN = update(post).where(post.c.agent_id == bindparam("agent")).values(last_given_at=bindparam("now"))
HUSH_INBOX = (
    update(inbox)
    .where(inbox.c.conversation_id == bindparam("conversation"), inbox.c.state == "new")
    .values(state="done")
)
HUSH_OUTBOX = (
    update(outbox)
    .where(outbox.c.conversation_id == bindparam("conversation"), outbox.c.state == "queued")
    .where(or_(outbox.c.author == "bot", outbox.c.author == "timer"))
    .values(state="cancelled")
)

# The one that is in doubt, or the last that failed: an order to pay that is under way is the back end's to answer.
REFUND_SETTLED = (
    update(refund)
    .where(
        refund.c.id
        == select(func.max(refund.c.id)).where(refund.c.ticket_id == bindparam("of_ticket")).scalar_subquery()
    )
    .where(or_(refund.c.state == "unknown", refund.c.state == "not_paid"))
    .values(
        state=bindparam("now_is"),
        reference=bindparam("words"),
        settled_at=bindparam("now"),
        version=refund.c.version + 1,
    )
)
_again = order_wish.alias("again")
# Once: whatever the buyer or another exchange of this order wished for already is enough.
HOLD_RECEIPT = insert(order_wish).from_select(
    ["verb", "order_number", "value", "state", "reason", "asked_at"],
    select(
        literal(str(Verb.EXTEND_RECEIPT)), cast(bindparam("number"), Text), cast(bindparam("until"), Text),
        literal("wanted"), literal(""), cast(bindparam("now"), BigInteger),
    ).where(
        ~exists(
            select(_again.c.id).where(
                _again.c.order_number == bindparam("number"), _again.c.verb == str(Verb.EXTEND_RECEIPT),
                _again.c.state != "refused",
            )
        )
    ),
)  # fmt: skip


def _off(off: Off) -> list[Run]:
    return [(DEADLINE_OFF, {"conversation": off.conversation_id, "of_kind": str(off.kind)})]


def _paid(paid: Paid) -> list[Run]:
    """Nobody else is asked for it any more."""
    return [(LADDER_OFF, {"conversation": paid.conversation_id})]


def _came(came: Came) -> list[Run]:
    taken = {"conversation": came.conversation_id, "agent": came.agent_id, "now": to_ms(came.at)}
    return [(HANDOFF_TAKEN, taken), (GIVEN, {"agent": came.agent_id, "now": to_ms(came.at)})]


def _over(over: Over) -> list[Run]:
    return [(HANDOFF_OVER, {"conversation": over.conversation_id, "now": to_ms(over.at)})]


def _not_available(gone: NotAvailable) -> list[Run]:
    values = {"agent": gone.agent_id, "now": to_ms(gone.at)}
    return [(OFFERS_OF_DUE, values), (OFFERS_OF_OFF, {"agent": gone.agent_id})]


def _hush(hush: Hush) -> list[Run]:
    return [
        (HUSH_INBOX, {"conversation": hush.conversation_id}),
        (HUSH_OUTBOX, {"conversation": hush.conversation_id}),
    ]


def _settled_by_hand(settled: SettledByHand) -> list[Run]:
    values = {"of_ticket": settled.ticket_id, "now_is": str(settled.state), "words": settled.words}
    return [(REFUND_SETTLED, values | {"now": to_ms(settled.at)})]


def _receipt_held(held: ReceiptHeld) -> list[Run]:
    values = {"number": held.order_number, "until": str(to_ms(held.until)), "now": to_ms(held.at)}
    return [(HOLD_RECEIPT, values)]


ENDINGS: dict[type[Any], Callable[[Any], list[Run]]] = {
    Off: _off,
    Paid: _paid,
    Came: _came,
    Over: _over,
    Hush: _hush,
    NotAvailable: _not_available,
    SettledByHand: _settled_by_hand,
    ReceiptHeld: _receipt_held,
}
