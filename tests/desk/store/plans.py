"""How SQLite would go about a statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select

from desk.store.sqlite import SqliteStore


def planned(store: SqliteStore, statement: Select[Any]) -> list[str]:
    engine = store.engine()
    text = str(statement.compile(engine, compile_kwargs={"render_postcompile": True}))
    with engine.begin() as connection:
        values = (1,) * text.count("?")
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
    engine.dispose()
    return plan
