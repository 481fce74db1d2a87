"""What became of a request to Telegram, told from the answer, or from the error where none came.

Telegram has no idempotency key, so all depends on whether the request can have arrived: see Outcome.
"""

from __future__ import annotations

import aiohttp

from bot.channels import Later, NotSent, Outcome, Refused, Unsure
from bot.channels.telegram_wire import Answered

NEVER_LEFT = (
    aiohttp.ClientConnectorError,  # also a name that is not found, and a certificate that is not theirs
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
TOO_MANY = 429
TOKEN_REFUSED = {401, 404}
"""Telegram says 401 to a revoked token and 404 to one that is misspelt."""
NO_PAUSE_GIVEN_S = 5.0
LEAST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 86_400.0
TOKEN_PAUSE_S = 60.0
GONE = (
    "bot was blocked",
    "user is deactivated",
    "chat not found",
    "bot was kicked",
    "bot is not a member",
    "can't initiate conversation",
    "group chat was deleted",
    "group chat was deactivated",
)


def outcome_of(error: Exception, *, in_group: bool) -> Outcome:
    """The outcome of a request that raised `error`; whatever is not surely known is Unsure."""
    if isinstance(error, Answered):
        return _answered(error, in_group)
    cause = error.__cause__
    if isinstance(cause, NEVER_LEFT):
        return NotSent(f"Telegram could not be reached ({type(cause).__name__})")
    return Unsure(f"Telegram did not say whether it took it ({type(cause or error).__name__})")


def stands_already(error: Exception) -> bool:
    """An edit that changes nothing, such as a repeated one: what was wanted is there."""
    return (
        isinstance(error, Answered) and error.code == 400 and "is not modified" in error.description.lower()
    )


def _answered(error: Answered, in_group: bool) -> Outcome:
    if error.code == TOO_MANY:
        return Later(
            _pause_s(error.parameters.get("retry_after")), error.description, whole_account=not in_group
        )
    if error.code in TOKEN_REFUSED:
        return Later(TOKEN_PAUSE_S, "Telegram does not accept the bot's token")
    if "migrate_to_chat_id" in error.parameters:
        return Refused(f"This group has become chat {error.parameters['migrate_to_chat_id']}", gone=True)
    if 400 <= error.code < 500:
        told = error.description.lower()
        return Refused(error.description, gone=any(words in told for words in GONE))
    return Unsure(f"Telegram answered with an error of its own ({error.code})")


def _pause_s(told: object) -> float:
    try:
        pause_s = float(told) if isinstance(told, int | float | str) else NO_PAUSE_GIVEN_S
    except (ValueError, OverflowError):
        return NO_PAUSE_GIVEN_S
    # Comparisons with NaN are false, and min and max then keep their first argument.
    return min(LONGEST_PAUSE_S, max(LEAST_PAUSE_S, pause_s))
