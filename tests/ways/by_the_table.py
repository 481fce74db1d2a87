"""The ways of the table, kind by kind, as people of the shop go them at the console: opened by Otto, who was telephoned.

What Mina says and hears is in in_the_chat.py; here are the forks that nobody needs to hear of. A move is written as in
docs/tickets.md; `Ruth:approve` is made by Ruth, `desk:let_lapse` by the desk, when the time is over; `paid`, `not_paid` and
`unclear` are what the back end says."""

from __future__ import annotations

from collections.abc import Mapping

from desk.ticket.kinds import GOODS_BACK, TicketKind

K = TicketKind
TO_FINANCE = {
    K.REFUND: "submit approve",
    K.RETURN: "submit approve send receive pass_inspection",
    K.DELIVERY: "submit take_up compensate",
}
BY_RULE = "send_back_by_rule"
"""Between finance and the back end less turns out to have been paid."""
MONEY = (
    "send_back amend pay not_paid Ruth:send_back Ruth:amend pay unclear paid",
    "pay not_paid pay_again unclear was_not_paid Ruth:was_paid",
    "pay unclear was_paid",
    "Ruth:pay unclear not_paid Ruth:pay_again unclear Ruth:was_not_paid pay_again paid",
    f"pay {BY_RULE} amend pay paid",
)
"""What can become of it once finance looks."""
BACK = (
    "Ruth:submit Ruth:withdraw",
    "submit refuse reconsider Ruth:approve withdraw",
    "submit approve desk:let_lapse reopen desk:let_lapse withdraw",
    "submit approve send Ruth:send let_lapse Ruth:reopen receive refuse_inspection return_goods",
    "submit approve desk:let_lapse receive refuse_inspection accept_anyway",
)
"""Of whatever comes back."""
OWN: Mapping[TicketKind, tuple[str, ...]] = {
    K.REFUND: (
        "submit_unshipped pay paid",
        "Ruth:submit_unshipped withdraw",
        "submit refuse reconsider approve send_back refuse reconsider withdraw",
        "submit approve withdraw",
        "submit approve send_back withdraw",
    ),
    K.RETURN: (),
    K.EXCHANGE: (
        "submit approve send receive pass_inspection reship satisfied",
        "submit approve receive pass_inspection reship desk:satisfied",
        "submit approve receive pass_inspection reship still_wrong refuse",
        "submit approve receive pass_inspection refund_instead pay paid",
    ),
    K.REPAIR: (
        "submit approve send receive pass_inspection refund_instead pay paid",
        "submit approve receive pass_inspection repaired Ruth:refund_instead pay paid",
        "submit approve receive pass_inspection repaired reship Ruth:satisfied",
        "submit approve receive pass_inspection repaired reship Ruth:still_wrong refuse",
    ),
    K.DELIVERY: (
        "submit withdraw",
        "submit take_up withdraw",
        "submit take_up tell_outcome disagree tell_outcome withdraw",
        "submit take_up tell_outcome desk:agree",
        "submit take_up tell_outcome Ruth:agree",
        "submit take_up tell_outcome Ruth:compensate withdraw",
        "submit take_up compensate send_back withdraw",
    ),
    K.COMPLAINT: (
        "submit withdraw",
        "submit take_up withdraw",
        "submit Ruth:take_up Ruth:tell_outcome Ruth:disagree tell_outcome withdraw",
        "submit take_up tell_outcome agree plan_measure Ruth:plan_measure check_effect",
        "submit take_up tell_outcome desk:agree plan_measure check_effect",
    ),
}
WAYS: tuple[tuple[TicketKind, str], ...] = (
    *((kind, f"{start} {way}") for kind, start in TO_FINANCE.items() for way in MONEY),
    *((kind, way) for kind in TicketKind if kind in GOODS_BACK for way in BACK),
    *((kind, way) for kind, ways in OWN.items() for way in ways),
)
