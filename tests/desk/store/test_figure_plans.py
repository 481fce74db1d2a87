"""Every statement of the figures goes by an index of its time: what it costs follows the span, not the history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import psycopg
import pytest
from sqlalchemy.dialects.postgresql import psycopg as dialects

from desk.store import facts, figure_counts, figures
from desk.store.sqlite import SqliteStore
from desk.store.statements import Statements
from tests.desk.store.plans import planned

INDEX: Mapping[str, str] = {
    "AGAIN": "ix_session_fact_started_at",
    "HANDOFFS": "ix_handoff_asked_at",
    "NOT_UNDERSTOOD": "ix_lesson_at",
    "STOPPED": "ix_banned_hit_at",
    "PLEDGES": "ix_promise_due_at",
    "CASES": "ix_ticket_submitted",
    "STEPS": "ix_ticket_submitted",
    "PAID_BACK": "ix_refund_settled_at",
    "SCORES": "ix_score_asked_at",
    "FOLLOW_UPS": "ix_follow_up_sent_at",
    "Session": "ix_session_fact_started_at",
    "Round": "ix_round_fact_since",
    "Piece": "ix_piece_fact_since",
    "Queueing": "ix_queue_fact_entered_at",
    "Stint": "ix_stint_fact_since",
    "Handoffs": "ix_handoff_asked_at",
    "NotUnderstoods": "ix_lesson_at",
    "Stoppeds": "ix_banned_hit_at",
    "Scores": "ix_score_asked_at",
    "FollowUps": "ix_follow_up_sent_at",
}
STATEMENTS: Mapping[str, Any] = {
    **{name: value for name, value in vars(figures).items() if name.isupper() and hasattr(value, "compile")},
    **{kind.__name__: statement for kind, statement in facts.SPANS.items()},
    **{f"{kind.__name__}s": statement for kind, (statement, _) in figure_counts.COUNTED.items()},
}
VALUES = {"since": 0, "until": 1, "within": 1}


def test_every_statement_has_its_index() -> None:
    assert set(STATEMENTS) - {"SINCE", "UNTIL"} == set(INDEX)


@pytest.mark.parametrize("name", INDEX)
def test_on_sqlite_no_statement_scans(sqlite_store: SqliteStore, name: str) -> None:
    first, *rest = planned(sqlite_store, STATEMENTS[name])
    assert re.search(rf"^SEARCH \w+ USING (COVERING )?INDEX {INDEX[name]} \(\w+>\? AND \w+<\?\)", first), (
        first
    )
    assert [step for step in rest if step.startswith("SCAN")] == []


def test_what_is_new_in_the_log_is_found_by_its_number(sqlite_store: SqliteStore) -> None:
    assert planned(sqlite_store, facts.NEXT) == ["SEARCH event USING INTEGER PRIMARY KEY (rowid>?)"]
    for statement in (facts.FACTS, facts.WHOSE):
        scans = [step for step in planned(sqlite_store, statement) if step.startswith("SCAN")]
        assert scans == ["SCAN anon_1"], "the few that are new, and nothing else"


def test_on_postgresql_no_statement_scans(postgres_url: str) -> None:
    """Of empty tables its planner would read the whole; told that this is dear, it shows whether it could do otherwise."""
    statements = Statements(dialects.dialect(paramstyle="format"))  # type: ignore[no-untyped-call]
    with psycopg.connect(postgres_url) as connection:
        for way in ("seqscan", "hashjoin", "mergejoin", "bitmapscan"):
            connection.execute(f"SET enable_{way} = off")  # type: ignore[arg-type]
        for name, index in INDEX.items():
            prepared = statements.of(STATEMENTS[name])
            rows = connection.execute(f"EXPLAIN {prepared.text}", prepared.places(VALUES)).fetchall()  # type: ignore[arg-type]
            plan = "\n".join(row[0] for row in rows)
            assert "Seq Scan" not in plan, plan
            assert re.search(rf"using {index} on .*\n +Index Cond: .*>= .*<", plan), plan
