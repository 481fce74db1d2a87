"""Views of the list of tickets that somebody keeps: its filters under a name of their own."""

from __future__ import annotations

from desk.agent import Agent

LONGEST_NAME, MOST = 40, 20


def keep(agent: Agent, name: str, query: str) -> None:
    """The same name again is another view under it. Without a name, or when there are too many, nothing is kept."""
    name = " ".join(name.split())[:LONGEST_NAME]
    others = [view for view in agent.ticket_views if view[0] != name]
    if name and len(others) < MOST:
        agent.ticket_views = [*others, [name, query]]


def forget(agent: Agent, name: str) -> None:
    agent.ticket_views = [view for view in agent.ticket_views if view[0] != name]


def views(agent: Agent) -> tuple[tuple[str, str], ...]:
    """Name and address of each, in the order in which they were kept."""
    return tuple((name, f"/tickets?{query}") for name, query in agent.ticket_views)
