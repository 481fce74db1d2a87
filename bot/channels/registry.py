"""Which channels there are: one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.channels import Channel
from bot.channels.web import Web
from desk.config import Config
from desk.conversation import Reach
from desk.lean import lean
from desk.typing import Typing


def open_channels(config: Config, keys: Typing | None = None) -> dict[tuple[str, str], Channel]:
    """Every account of the configuration, by (channel, account). `keys`: where the web chat shows who types."""
    web = (Web(account=account, origins=s.origins, keys=keys) for account, s in config.channels.web.items())
    found: list[Channel] = [*_telegrams(config), *web]
    return {(channel.name, channel.account): channel for channel in found}


def _telegrams(config: Config) -> Iterator[Channel]:
    if not config.channels.telegram:
        return
    # Its library and the HTTP client that comes with it weigh 6 MiB and a third of a second: only for who writes to Telegram.
    lean("httpx")
    from bot.channels.telegram import Telegram

    for account, settings in config.channels.telegram.items():
        yield Telegram(
            account=account,
            token=settings.token.get_secret_value(),
            api_url=settings.api_url,
            mode=settings.mode,
            secret=settings.secret.get_secret_value() if settings.secret else "",
        )


def reaches(channels: Mapping[tuple[str, str], Channel]) -> dict[str, Reach]:
    return {
        name: Reach(c.limits.max_text, c.limits.max_caption, c.limits.edits, c.limits.begins_within)
        for (name, _), c in channels.items()
    }
