"""The log: one line per happening, whoever says it, and no secret in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from desk.log import set_up

TOKEN = "123456789:" + "A" * 35


@pytest.fixture(autouse=True)
def the_log_as_it_was() -> Iterator[None]:
    before = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers = before
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_what_a_library_says_is_one_line_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info", "json")
    logging.getLogger("asyncio").warning("GET https://api.telegram.org/bot%s/getMe\nfailed", TOKEN)
    (line,) = lines(capsys)
    assert line["of"] == "asyncio" and TOKEN not in str(line)


def test_what_is_said_while_ringing_holds_addresses_and_is_not_written_down(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("info", "json")
    logging.getLogger("apprise").error("Unparseable URL mailto://desk:hunter2@mail.example")
    assert lines(capsys) == [] and logging.getLogger("apprise").isEnabledFor(logging.WARNING)


def test_a_request_that_is_no_http_fills_no_page(capsys: pytest.CaptureFixture[str]) -> None:
    class BadStatusLine(Exception): ...

    BadStatusLine.__module__ = "aiohttp.http_exceptions"
    set_up("info", "json")
    try:
        raise BadStatusLine("\x16\x03\x01 hello")
    except BadStatusLine:
        logging.getLogger("aiohttp.server").exception("Error handling request")
    (line,) = lines(capsys)
    assert line["event"] == "not_http" and "hello" not in str(line)


def test_an_error_of_ours_keeps_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info", "json")
    try:
        raise ZeroDivisionError(TOKEN)
    except ZeroDivisionError:
        structlog.get_logger().exception("thought_failed")
    (line,) = lines(capsys)
    assert "ZeroDivisionError" in str(line["exception"]) and TOKEN not in str(line)
