"""One of everything the console can show, with every text in it chosen by the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import console
from console import ticket_columns
from console.audit_shapes import (
    AuditAccount,
    AuditGap,
    AuditLine,
    AuditPage,
    AuditRow,
    AuditRows,
    Period,
)
from console.ban_shapes import BanEditing, BanRow, Figure, Figures, HitRow, Judged, Trial
from console.figures_shapes import Mine as FiguresOfMine
from console.phrase_shapes import Around, Version
from console.promise_shapes import (
    AfterSending,
    Escalated,
    Escalations,
    Noticed,
    Promised,
    PromisedHere,
    Promises,
    Raising,
    Rate,
)
from console.render import Renderer, make_renderer
from console.report_shapes import (
    Address,
    PlanForm,
    Planned,
    ReportList,
    ReportPage,
    ReportRow,
    Sending,
    Worst,
)
from console.report_shapes import Group as ReportGroup
from console.report_shapes import Line as ReportLine
from console.report_shapes import Time as ReportTime
from console.routing_shapes import (
    Card,
    InHand,
    Line,
    Mine,
    Offer,
    PassOn,
    Person,
    Queue,
    QueueName,
)
from console.routing_shapes import Colleague as Answering
from console.rule_shapes import Version as RuleVersion
from console.score_shapes import Contact, Contacts, Scored, Scores
from console.shapes import (
    AskedState,
    Asking,
    Browser,
    Checked,
    Collected,
    Composer,
    Conversation,
    Counts,
    DeadLetter,
    Delivery,
    Draft,
    Frame,
    Hit,
    Inbox,
    Level,
    Me,
    Message,
    Notice,
    OrderCard,
    OrderItem,
    Past,
    Photo,
    Phrase,
    ProductCard,
    Refused,
    RestockRequest,
    Revision,
    Row,
    Secret,
    Side,
    StoppedText,
    UnsureLetter,
)
from console.shift_shapes import (
    Board,
    Call,
    Colleague,
    Form,
    Forms,
    Handing,
    Incoming,
    Matter,
    MatterState,
)
from console.ticket_days import Days
from console.ticket_desk_shapes import Parcel, Reason, Reasons, Receiving, Slip, Slips
from console.ticket_opening_shapes import KindOffered, Opening, OrderOffered, Picture, TicketHere, TicketsHere
from console.ticket_opening_shapes import Line as Article
from console.ticket_page_shapes import (
    Act,
    Acts,
    Case,
    Change,
    Evidence,
    OnTheShelf,
    Payment,
    Step,
    TicketPage,
)
from console.ticket_page_shapes import Past as PastCases
from console.ticket_page_shapes import Refused as NotDone
from console.ticket_shapes import Layout, TicketList, TicketRow
from console.wall_shapes import Alarm, AtWork, Clock, QueueLine, ShareLine, Waiting, Wall
from desk.banned.ban_check import OwnWords
from desk.follow_up import Why
from desk.money import Money
from desk.ticket.approval import Barred
from desk.ticket.eligibility import Why as NotOpen
from desk.ticket.evidence import Shows
from desk.ticket.goods import GoodsState
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.refund import RefundState
from desk.wording_check import Wrong
from tests.console.sample_figures import figures_pages

ROOM = Path(console.__file__).parent
AT = datetime(2026, 11, 22, 6, 3, 9, tzinfo=UTC)
PRICE = Money(19800, "CNY")


def renderer() -> Renderer:
    return make_renderer(ROOM / "words", ROOM / "templates", ROOM / "static", ZoneInfo("Asia/Shanghai"))


def frame(text: str = "Lantern & Loom", *, signed_in: bool = True) -> Frame:
    return Frame(
        shop=text,
        csrf="token",
        now=AT,
        me=Me(3, text, ("agent", "supervisor")) if signed_in else None,
        live_after="12",
        counts=Counts(3, 2, 1, 4, 5, 6, handover=2, tickets=7),
        presence=Mine("busy", "phone", AT),
        insecure_http=True,
        notices=(Notice("saved"),),
    )


def row(text: str = "Mina") -> Row:
    return Row(
        812, text, "telegram", text, text, "buyer", AT, "human", 1, 3, text,
        person_since=AT, somebody_since=AT + timedelta(seconds=9), reason="asked", queue=text, queue_id=2, unread=2, undelivered=True,
    )  # fmt: skip


def message(text: str = "Hello") -> Message:
    return Message(
        99, 812, 7, "agent", text, AT, text, True,
        photos=(Photo("a1", "ok", text), Photo("a2", "pending", text), Photo("a3", "failed", text, "too_big")),
        buttons=(text,),
        delivery=Delivery("unsure", text, may_resend=True, may_withdraw=True),
        revisions=(Revision(text, AT),),
    )  # fmt: skip


def refused(text: str = "Not my job") -> Refused:
    return Refused(
        812,
        "banned",
        text,
        (Hit(0, 2, text),),
        proposal=text,
        may_ask=True,
        lines=(Line("buyer", text),),
        seen=18,
    )


def secret(text: str = "138******78", value: str | None = None) -> Secret:
    return Secret(812, "phone", text, "1007", value)


def side(text: str = "Mina") -> Side:
    order = OrderCard(
        text, "shipped", AT, PRICE, (OrderItem(text, text, 2, PRICE),), text, text, date(2026, 11, 24), text, AT,
        secret(text), secret(text), talked_about=True,
    )  # fmt: skip
    product = ProductCard(text, text, text, PRICE, 0, AT, date(2026, 12, 3), 4, text)
    return Side(
        812, text, "telegram", text, AT, text, secret(text), (Collected("colour", text),), (order,), (product,),
        (Past(700, AT, text),), shop_down=True,
        card=Card("asked", "exchange", AT, text, text, text, (Line("buyer", text),), ("a1",), (text,)),
        promised=promised_here(text), may_escalate=True, tickets=tickets_here(text), level=Level(812, text, True),
    )  # fmt: skip


def promised(text: str = "by 6 pm", *, late: bool = False) -> Promised:
    return Promised(
        31, 812, text, text, "answer", text, AT, "broken" if late else "open", AT, late, may_act=True
    )


def promised_here(text: str = "by 6 pm") -> PromisedHere:
    kept = Promised(30, 812, text, text, "call", text, AT, "kept", AT, False, AT, AT, text)
    return PromisedHere(812, AT, (promised(text, late=True), promised(text)), (kept,), may_note=True)


def promises(text: str = "by 6 pm") -> Promises:
    rows = (promised(text),)
    left = (replace(promised(text), id=32, left=True),)
    lists = (
        ("left", left, False),
        ("late", (promised(text, late=True),), True),
        ("today", rows, False),
        ("later", (), False),
    )
    rates = (Rate(text, 2, 9, 1, 0.9), Rate(text, 0, 0, 0, None))
    return Promises("/promises?days=7", AT, lists, rates, "7", 3, ((3, text),))


def escalations(text: str = "It smokes") -> Escalations:
    first = Escalated(
        1, "danger", text, "taken", text, AT, AT, True, text, 812, may_take=True, may_finish=True
    )
    done = Escalated(2, "market", text, "done", text, AT, AT, False, text, None, AT, text)
    return Escalations("/escalations?show=open", AT, "open", (first, done), "danger", True, "9")


def scores(text: str = "So slow") -> Scores:
    low = Scored(1, 1, text, True, text, 812, text, AT, True, 81, 812, "", True)
    good = Scored(2, 5, "", False, "", 813, "", AT, False, None, None, text)
    return Scores("/scores?show=all", AT, "all", True, (low, good), 3, ((3, text),), "9")


def contacts(text: str = "It smokes") -> Contacts:
    answered = Contact(1, "case", 1, "answered", text, 812, AT, AT, AT, text, 81, Why.NO_MORE, text, 812)
    due = Contact(2, "delivery", 2, "due", "", None, AT, None, None)
    return Contacts("/follow-ups?show=due", AT, "due", (answered, due), "9")


def ticket_list(text: str = "Linen lamp") -> TicketList:
    rows = (
        TicketRow(
            81, text, text, text, TicketKind.RETURN, text, 2, PRICE, AT, AT, "late", TicketState.SUBMITTED, text, True, AT, AT
        ),
        TicketRow(82, "", "web", "", TicketKind.COMPLAINT, "", 1, None, None, None, "over", TicketState.DONE),
    )  # fmt: skip
    columns = ticket_columns.EVERY
    layout = Layout(columns, 2, (*((name, 1) for name in columns[:-1]), (columns[-1], None)))
    return TicketList(
        "/tickets?show=running", AT, "running", rows, layout, {"running": 2, TicketState.SUBMITTED: 1},
        TicketKind.RETURN, query=text, days=Days(text, text, "until", "no_day"), more="1.82", people=((3, text), (4, text)), me=3,
    )  # fmt: skip


def case(text: str = "Linen lamp") -> Case:
    step = Step(
        5, AT, "approve", Actor.AGENT, text, TicketState.SUBMITTED, TicketState.AWAITING_RETURN, text,
        (Change("address", text, text), Change("other", "", text)),
    )  # fmt: skip
    photos = (
        Evidence(Photo("a1", "ok", text, may_download=True), Shows.FAULT, (7,), (8,)),
        Evidence(Photo("a2", "pending"), Shows.WHOLE),
    )
    shelf = (OnTheShelf(text, 1, GoodsState.WANTED, AT), OnTheShelf(text, -1, GoodsState.REFUSED, AT))
    payment = Payment(PRICE, RefundState.UNKNOWN, AT, text, text)
    return Case(
        81, TicketKind.RETURN, TicketState.AWAITING_RETURN, 812, text, AT, text, "late", Actor.BUYER, AT, text, text, text,
        2, text, text, text, PRICE, PRICE, PRICE, PRICE, PRICE, True, text, (text,), True, AT, AT, text, text, text, 1,
        text, text, text, photos, (Shows.LABEL,), (payment,), shelf, (step,),
    )  # fmt: skip


def ticket_acts(text: str = "Hall 3") -> Acts:
    parts = ("amount", "address", "tracking", "responsible", "measure", "booked", "photos", "note")
    names = (
        "goods",
        "freight",
        "fee",
        "coupons",
        "address",
        "carrier",
        "tracking",
        "responsible",
        "measure",
        "until",
        "booked",
        "note",
    )
    typed = dict.fromkeys(names, text)
    acts = (
        Act(
            "approve",
            parts,
            frozenset(("amount", "note", "address")),
            None,
            typed,
            "too_much",
            text,
            True,
            True,
        ),
        Act("withdraw", fault="moved_on"),
        Act("pay", barred=Barred.HANDLED),
    )
    return Acts(
        81, 5, AT, "CNY", acts, False, PRICE, 2, ((3, text), (4, text)), 3, None, ((1, text),), 1,
        NotDone("refuse", "not_now", {"note": text}),
    )  # fmt: skip


def tickets_here(text: str = "Linen lamp") -> TicketsHere:
    return TicketsHere(812, (TicketHere(81, TicketKind.RETURN, TicketState.SUBMITTED, text, "late"),), True)


def ticket_opening(text: str) -> Opening:
    orders = (OrderOffered(text, "shipped", AT, (Article(text, text, text, 2, PRICE, True),)),)
    kinds = (KindOffered(TicketKind.RETURN, None, True), KindOffered(TicketKind.REPAIR, NotOpen.NOT_ARRIVED))
    typed = dict.fromkeys(("reason", "quantity", "wanted", "words"), text)
    return Opening(
        812, text, orders, kinds, text, text, TicketKind.RETURN, True, 2, ((1, text, True),), ((text, text),),
        (Picture("a1", AT, Shows.FAULT),), typed, "reason", NotOpen.TOO_LATE,
    )  # fmt: skip


def receiving(text: str) -> Receiving:
    photos = case(text).photos
    here = Parcel(
        81, TicketKind.RETURN, TicketState.RETURNING, text, text, 2, text, text, photos, 5, True, text, text, text, text,
        AT, True,
    )  # fmt: skip
    return Receiving(text, (here, replace(here, id=82, state=TicketState.RECEIVED, may_receive=False)), 4)


def reasons(text: str) -> Reasons:
    words, kinds = {"en": text, "zh-CN": text}, frozenset({"return"})
    rows = (
        Reason(1, words, kinds, True, True, False, True, "no_words", text),
        Reason(2, words, kinds, title=text),
    )
    return Reasons(rows, Reason(0, words, kinds, fault="no_kind"), ("zh-CN", "en"))


def slips(text: str) -> Slips:
    one = Slip(
        81, AT, AT, TicketKind.RETURN, TicketState.RETURNING, text, text, text, text, text, text, text, 2, text, text, text,
        (text,), text, text, text, text, "M0 0h1v40h-1z", 99, PRICE, case(text).photos[:1],
    )  # fmt: skip
    return Slips((one,), True, True, "a5", True, "en", (81,))


def ticket_page(text: str) -> TicketPage:
    past = PastCases(text, "telegram", text, AT, 3, 1, 4, PRICE, Level(812, text, True, 81))
    lines = (Message(1, 812, 2, "buyer", text, AT, text),)
    return TicketPage(case(text), ticket_acts(text), past, AT, side(text).orders[0], False, lines)


def open_matter(text: str, state: MatterState = "unassigned") -> Matter:
    return Matter(
        5, "conversation", state, text, 812, text, text, AT, text, AT, text, AT, True, text, AT, "words"
    )


def handing(text: str) -> Handing:
    answering = (Colleague(3, text, True, 1, 5),)
    matters = (open_matter(text), open_matter(text, "offered"), open_matter(text, "parked"))
    board = Board(4, True, AT, matters, {"conversation": answering, "promise": answering, "escalation": ()})
    return Handing(AT, board, (Incoming(6, text, matters[:1]),), ((text, matters[0]),), refused=True)


def form_kept(text: str) -> Form:
    matters = (open_matter(text, "parked"), open_matter(text))
    return Form(4, "released", text, AT, text, AT, AT, AT, text, text, (("parked", 1),), matters)


def conversation(text: str = "Mina") -> Conversation:
    event = Message(98, 812, 6, "event", text, AT, happening="taken_over", reason="asked")
    composer = Composer(
        812, "key", True, 4096, 7, text, refused=refused(text), drafts=(Draft(5, text, text, AT),)
    )
    moves = ("take", "take_over", "release", "pass_on", "give_back", "close")
    return Conversation(
        row(text),
        moves,
        (event, message(text)),
        composer,
        side(text),
        5,
        (Phrase(text, text, text),),
        may_whisper=True,
        asking=asking("granted", text),
    )


def asking(state: AskedState = "granted", text: str = "Another day") -> Asking:
    return Asking(4, 812, state, text, text, text)


def stopped(state: AskedState = "open", text: str = "Another day") -> StoppedText:
    return StoppedText(
        4, 812, text, "web", text, AT, text, (Hit(0, 2, text, text, text),), state, True, text, AT, text, AT
    )


def banned_pages(text: str) -> dict[str, dict[str, object]]:
    tabs = Around("banned", 1, "en", (("en", "English"),))
    hit = Hit(0, 2, text, text, text)
    judged = Judged(text, "block", (hit,))
    trial = Trial(
        (Wrong("short_phrase", what=text),), (OwnWords("reply", "en", "thanks", text, 0, 2),), "seal", ((text, (hit,)),),
        1, 1_000, judged,
    )  # fmt: skip
    editing = BanEditing(
        "en", text, False, 3, text, "ask", text, text, text, True, text, ("agent",), ("web",), AT.date(), AT.date(),
        True, True, True, (text,), (Version(3, (text,), AT, text, False, False),),
    )  # fmt: skip
    figure = Figure(text, "agent", 2, 1, "/phrases/hits/each", AT.date())
    figures = Figures(7, 2, 1, (figure,), (figure,), (figure,), 3)
    hits = HitRow(AT, text, text, "block", text, "agent", text, 812, text, text, 0, 2)
    rows = (BanRow(text, text, "warn", (text,), 9, "/phrases/rule", True, True, True, True, True, True),)
    return {
        "phrases/banned.html": {
            "tabs": tabs,
            "rows": rows,
            "query": text,
            "changed": True,
            "channels": ("web",),
            "judged": judged,
        },
        "phrases/rule.html": {
            "tabs": tabs,
            "editing": editing,
            "tried": trial,
            "fault": "moved_on",
            "families": (text,),
            "channels": ("web",),
            "confirmed": "",
        },
        "phrases/hits.html": {"tabs": tabs, "figures": figures, "periods": (1, 7, 30)},
        "phrases/hits_each.html": {
            "tabs": tabs,
            "rows": (hits,),
            "more": {"rule": text},
            "day": None,
            "days": 7,
            "about": (text,),
            "author": "agent",
            "how": "stopped",
        },
    }


def wall(text: str = "Mina") -> Wall:
    counts, stands = Clock(AT, 0, "15 30 60"), Clock(None, 15_000, "15 30 60")
    left = AtWork(3, text, "away", "vanished", AT, 2, 5, True, counts)
    return Wall(
        (Waiting(812, text, text, "asked", text, True, counts), Waiting(813, "", "", None, "", False, stands)),
        43, (left, AtWork(4, text, "available", "", AT, 7, 5, False, None)), 14, 3,
        (QueueLine(text, 4, counts), QueueLine("", 0, None)), 7, ShareLine(30, 90, 37, 41, False),
        ShareLine(None, None, 0, 0, True),
        (Alarm("limit", AT, "/desk/812", text, 812, text), Alarm("escalation", AT, "/escalations", "danger", 4)), 9, 2, 1,
        False,
    )  # fmt: skip


def audit_page(text: str) -> AuditPage:
    lines = (
        AuditLine("stored", "fine", "12,480", "0", None, (("done", "12,480"),)),
        AuditLine("gaps", "lost", "12,480", "3", "/audit/gaps?channel=web", (), AT, 2, 1),
        AuditLine("gaps", "blind", "9", "0"),
        AuditLine("dead", "waits", "9", "1", "/audit/dead?channel=web"),
    )
    accounts = (
        AuditAccount("web", text, (("coming", lines), ("now", ()))),
        AuditAccount("", "", (("house", (AuditLine("timers", "fine", "7", "0"),)),)),
    )
    days = Days("2026-11-22", "2026-11-23")
    return AuditPage(
        days, (Period(2, "/audit?since=2026-11-22", True),), None, 31, "lost", "12,480", "3", "1", accounts
    )


def report_pages(text: str) -> dict[str, dict[str, object]]:
    to, gone = Address(text, 0, text, True), Address(text, 0, "", known=False)
    ways = (
        Sending(Address("alerts:1", 1, "mailto"), "again", AT, 3, "refused", text, True),
        Sending(gone, "unsure", AT, 2, None, "", True),
    )
    monday, sunday = date(2026, 11, 16), date(2026, 11, 22)
    made = ReportRow(4, "weekly", monday, sunday, AT, text, ways)
    line = ReportLine("/figures/sessions", text, text, text, 9, text, 12, "better", few=True)
    wait = Worst(812, AT, text, True, text, "asked", "/desk/812/at/1")
    lines = (line, replace(line, turn="worse"))
    report = ReportPage(
        made,
        monday,
        sunday,
        AT,
        False,
        lines,
        (wait,),
        lines,
        lines,
        text,
        (
            ReportGroup("response", lines, (ReportTime(text, text, (line, None, line, line), 9, 12),)),
            ReportGroup("queue", (), ()),
        ),
        (to,),
    )
    plan = PlanForm(
        (Planned("daily", True, AT), Planned("weekly", False, None)), text, "en", (to, gone), 2, "hour"
    )
    history = (
        RuleVersion(2, AT, text, True, False, ("hour", "addresses")),
        RuleVersion(1, AT, text, False, False),
    )
    return {
        "reports/list.html": {"reports": ReportList((made,), 4, (to,), False)},
        "reports/report.html": {"report": report},
        "rules/reports.html": {
            "tab": "reports", "plan": plan, "refused": "moved_on", "versions": history, "shipped": False,
        },
    }  # fmt: skip


def pages(text: str) -> dict[str, dict[str, object]]:
    """Every page by its template, with what it needs."""
    waits = (QueueName(2, text, 4),)
    offers = (Offer(1, 812, text, text, "asked", "exchange", text, AT, AT + timedelta(seconds=20)),)
    inbox = Inbox("all", (row(text),), {"waiting": 1}, text, offers, waits, 2, text)
    passing = PassOn(812, text, (Answering(3, text, "busy", "phone", 1, 5),), waits)
    person = Person(
        3,
        text,
        "away",
        "vanished",
        AT,
        2,
        5,
        text,
        text,
        (InHand(812, text, AT),),
        1,
        ("09:00–18:00",) * 7,
        True,
        True,
    )
    queue = Queue(2, text, 1, ("asked",), ("exchange",), ("web",), ("en",), text, 3, 20, False, 4)
    ticks = {"reasons": ("asked",), "topics": ("exchange",), "channels": (text,), "languages": (text,)}
    letter = UnsureLetter(99, 812, text, "web", text, text, AT, text, Delivery("failed", text, True, True))
    request = RestockRequest(1, text, text, text, AT, 4, date(2026, 12, 3), AT, text, may_answer=True)
    return {
        "desk/desk.html": {
            "inbox": inbox,
            "conversation": conversation(text),
        },
        "lists/dead.html": {"letters": (DeadLetter(1, "telegram", text, AT, text, 412, True),), "more": text},
        "lists/unsure.html": {"letters": (letter,), "more": text},
        "audit/page.html": {"audit": audit_page(text)},
        "audit/rows.html": {
            "listed": AuditRows(
                "failed",
                "web",
                text,
                Days("2026-11-22", "2026-11-23"),
                "/audit",
                (AuditRow(AT, 4, text, "/desk/812#message-99", 812, 3, text, 7), AuditRow(AT, 5)),
                (AuditGap(9, 12, AT, AT, "4", True), AuditGap(9, 12, AT, AT, expected=True)),
                True,
                200,
            )
        },
        **report_pages(text),
        "lists/restock.html": {"requests": (request,), "more": text},
        "desk/pass_on.html": {"passing": passing},
        "people/people.html": {"people": [person], "may_edit": True, "fault": "number"},
        "wall/wall.html": {"wall": wall(text)},
        "people/queues.html": {"queues": [queue], "new": queue, "choices": ticks, "fault": "no_name"},
        "lists/allowances.html": {
            "csrf": "token",
            "waiting": (stopped("open", text),),
            "decided": (stopped("used", text),),
            "more": text,
            "unreasoned": 4,
            "now": AT,
        },
        **banned_pages(text),
        **figures_pages(text),
        "promises/promises.html": {"promises": promises(text), "csrf": "token"},
        "afterwards/scores.html": {"scores": scores(text), "csrf": "token"},
        "afterwards/follow_ups.html": {"contacts": contacts(text)},
        "escalations/list.html": {"escalations": escalations(text), "csrf": "token"},
        "escalations/new.html": {
            "raising": Raising(
                (("danger", "15m"), ("feedback", "3d")), ((3, text),), text, text, text, text, text, ("due",)
            )
        },
        "tickets/slips.html": {"slips": slips(text)},
        "tickets/receive.html": {"receiving": receiving(text), "tabs": ("list", "receive")},
        "tickets/reasons.html": {"reasons": reasons(text), "tabs": ("list", "reasons")},
        "tickets/opening.html": {"opening": ticket_opening(text)},
        "tickets/page.html": {"page": ticket_page(text), "csrf": "token"},
        "tickets/list.html": {"tickets": ticket_list(text), "csrf": "token", "tabs": ("list", "receive")},
        "handover/handover.html": {"handing": handing(text), "csrf": "token"},
        "handover/forms.html": {"forms": Forms((form_kept(text),), 4)},
        "handover/form.html": {"form": form_kept(text)},
        "account.html": {
            "languages": ("zh-CN", "en"),
            "browsers": (Browser("b", text, AT),),
            "faults": ("wrong",),
        },
        "sign_in.html": {"name": text, "failed": "wrong", "next": text},
        "welcome.html": {"failed": True},
        "set_password.html": {"name": text, "faults": ("short",)},
        "error.html": {"status": 409, "number": text, "text": text},
    }


FRAGMENTS: dict[str, dict[str, object]] = {
    "desk/_row.html": {"row": row()},
    "desk/_message.html": {"message": message(), "csrf": None},
    "desk/_head.html": {"conversation": conversation(), "csrf": None},
    "desk/_composer.html": {"composer": conversation().composer, "csrf": None},
    "desk/_refused.html": {"refused": refused()},
    "desk/_side.html": {"side": side(), "csrf": None},
    "desk/_secret.html": {"secret": secret(value="13812345678"), "csrf": None},
    "desk/_level.html": {"level": Level(812, "Gold"), "csrf": None},
    "desk/_photo.html": {"photo": Photo("a1", "ok")},
    "desk/_offers.html": {"offers": (Offer(1, 812, "", "", None, "", "", AT, AT),), "csrf": None},
    "desk/_pass_on.html": {"passing": PassOn(812, "", (), ()), "csrf": None},
    "desk/_whisper.html": {"message": message(), "buyer": "Mina", "by": "Ruth"},
    "_presence.html": {"presence": Mine("available", ""), "csrf": None},
    "_count.html": {"frame": frame()},
    "promises/_count.html": {"count": 3},
    "promises/_noticed.html": {"conversation_id": 812, "noticed": Noticed(812, "answer", "by 6 pm", AT, AT)},
    "promises/_after.html": {
        "asked": AfterSending(812, AT, Noticed(812, "answer", "by 6 pm", AT, AT, 7), (promised(),)),
        "csrf": None,
    },
    "promises/_here.html": {"promised": promised_here(), "csrf": None},
    "promises/_call.html": {"promise": promised(), "now": AT},
    "promises/_lists.html": {"promises": promises(), "csrf": None},
    "escalations/_count.html": {"count": None},
    "tickets/_count.html": {"count": 3},
    "tickets/_here.html": {"here": tickets_here()},
    "tickets/_case.html": {"case": case(), "now": AT, "csrf": None},
    "tickets/_acts.html": {"acts": ticket_acts(), "csrf": None},
    "tickets/_list.html": {"tickets": ticket_list(), "csrf": None},
    "handover/_link.html": {"count": 3, "current": False},
    "handover/_call.html": {"call": Call(3, AT, ("Otto",), 2)},
    "handover/_refused.html": {"left": 3},
    "handover/_board.html": {"handing": Handing(AT, None), "csrf": None},
    "_store_full.html": {"frame": frame()},
    "_allowances_count.html": {"frame": frame()},
    "lists/_allowances.html": {"csrf": None, "waiting": (stopped(),), "unreasoned": 0, "now": AT},
    "desk/_asking.html": {"csrf": None, "asking": asking(), "conversation_id": 812},
    "desk/_check.html": {"checked": Checked(812, "ask", "Another day", (Hit(0, 2, "late"),), "By Friday.")},
    "wall/_wall.html": {"wall": wall()},
    "figures/_mine.html": {"mine": FiguresOfMine("22.6 s", "91.20 %", 11, 12, 12, 2, 3)},
    "_notice.html": {"notice": Notice("saved")},
}
"""What the stream and the answers to forms draw on their own."""
