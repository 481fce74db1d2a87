"""The list of tickets read for one reader: the filters as they were asked for, the rows, the counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from aiohttp import web

from console import access, ticket_days
from console.door import Door, door, visit
from console.ticket_columns import layout
from console.ticket_counts import counts
from console.ticket_days import EVERY_DAY, Days
from console.ticket_shapes import Late, TicketList, TicketRow
from console.ticket_views import views
from desk.agent import Agent, Right, Role
from desk.errors import NotFound
from desk.record import record
from desk.store import Book, agents, posts, ticket_list, ticket_search
from desk.store.ticket_list import AWAITED, WHICH, Listed, Show, Sort, Wanted
from desk.ticket.kinds import MONEY, TicketKind
from desk.ticket.moves import Actor, TicketState

BEGINS_WITH: Mapping[Role, Show] = {
    Role.SUPERVISOR: "running",
    Role.FINANCE: Actor.FINANCE,
    Role.WAREHOUSE: Actor.WAREHOUSE,
    Role.AGENT: Actor.AGENT,
}
"""What somebody's list shows until they ask for something else."""


@record(frozen=True, slots=True)
class Wish:
    wanted: Wanted
    query: str = ""
    days: Days = EVERY_DAY

    @property
    def address(self) -> str:
        wanted = self.wanted
        kind = {"kind": str(wanted.kind)} if wanted.kind else {}
        asked = {"show": str(wanted.show), **kind, "sort": wanted.sort, **self.days.typed}
        return urlencode({"q": self.query} if self.query else asked)

    @property
    def refused(self) -> bool:
        """The days say nothing: no list is better than another one than was meant."""
        return self.days.fault is not None and not self.query


def wish(request: web.Request) -> Wish:
    return wish_of(request.query, visit(request).agent, door(request))


def wish_of(asked: Mapping[str, str], agent: Agent, here: Door) -> Wish:
    """What is no filter of ours is left out; a day that is none is told."""
    shows: dict[str, Show] = {str(show): show for show in (*WHICH, *AWAITED, *TicketState)}
    show = shows.get(asked.get("show", ""), begins_with(agent))
    kind = next((kind for kind in TicketKind if kind == asked.get("kind")), None)
    sort: Sort = "newest" if asked.get("sort") == "newest" or not ticket_list.by_due(show) else "due"
    query = asked.get("q", "").encode("utf-8", "replace").decode().replace("\0", "").strip()[:64]
    days = ticket_days.read(asked)
    since, before = days.span(here.zone)
    after = _place(asked.get("from", ""))
    return Wish(Wanted(show, kind, sort, agent.id, after, since, before), query, days)


def begins_with(agent: Agent) -> Show:
    return next((show for role, show in BEGINS_WITH.items() if role in agent.roles), "running")


def _place(written: str) -> tuple[int, int] | None:
    """`time.id`; what is not of that form begins the list anew."""
    try:
        due, id = (access.number(part) for part in written.split("."))
    except (NotFound, ValueError):
        return None
    return due, id


def read(book: Book, here: Door, agent: Agent, wish: Wish, at: datetime) -> TicketList:
    found = [] if wish.refused else read_page(book, wish)
    names, shown = agents.names(book), found[: ticket_list.PAGE]
    goes_on = len(found) > ticket_list.PAGE and not wish.query
    return TicketList(
        again=f"/tickets?{wish.address}",
        now=at,
        show=wish.wanted.show,
        rows=tuple(row(one, names, here, at) for one in shown),
        layout=layout(agent),
        counts=counts(book),
        kind=wish.wanted.kind,
        sort=wish.wanted.sort,
        sorts=ticket_list.by_due(wish.wanted.show),
        query=wish.query,
        days=wish.days,
        more=place_of(wish.wanted, shown[-1]) if goes_on else None,
        people=tuple((one.id, one.display_name) for one in handed_to(book, agent)),
        me=agent.id,
        views=views(agent),
        may_copy=agent.may(Right.COPIES),
    )


def read_page(book: Book, wish: Wish) -> list[Listed]:
    return ticket_search.found(book, wish.query) if wish.query else ticket_list.page(book, wish.wanted)


def place_of(wanted: Wanted, last: Listed) -> str:
    at, id = ticket_list.place(wanted, last)
    return f"{at}.{id}"


def row(one: Listed, names: Mapping[int, str], here: Door, at: datetime) -> TicketRow:
    return TicketRow(
        id=one.id,
        order_number=one.order_number,
        channel=one.channel,
        account=one.account,
        kind=one.kind,
        item=one.item,
        quantity=one.quantity,
        amount=one.amount if one.kind in MONEY else None,
        applied_at=one.submitted_at,
        due_at=None if one.over else one.due_at,
        late=late(one.due_at, one.over, here, at),
        state=one.state,
        assignee=names.get(one.assignee_id, "") if one.assignee_id is not None else "",
        raised=one.raised and not one.over,
        ordered_at=one.ordered_at,
        reviewed_at=one.reviewed_at,
    )


def late(due_at: datetime | None, over: bool, here: Door, at: datetime) -> Late:
    """As days of the shop."""
    if over or due_at is None:
        return "over"
    if due_at < at:
        return "late"
    return "today" if due_at.astimezone(here.zone).date() == at.astimezone(here.zone).date() else "later"


def handed_to(book: Book, reader: Agent) -> list[Agent]:
    """To whom the reader may give a ticket: who opens tickets to anybody who sees them, others to themselves."""
    everybody = [one for one in posts.staff(book) if one.may(Right.SEE_TICKETS)]
    return everybody if reader.may(Right.OPEN_TICKETS) else [one for one in everybody if one.id == reader.id]
