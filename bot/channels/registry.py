"""Which channels there are: one line each."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels import Channel
from bot.channels.telegram import Telegram
from bot.channels.web import Web
from desk.config import Config
from desk.conversation import Reach
from desk.typing import Typing


def open_channels(config: Config, keys: Typing | None = None) -> dict[tuple[str, str], Channel]:
    """Every account of the configuration, by (channel, account). `keys`: where the web chat shows who types."""
    found: list[Channel] = [
        *(
            Telegram(
                account=account,
                token=settings.token.get_secret_value(),
                api_url=settings.api_url,
                mode=settings.mode,
                secret=settings.secret.get_secret_value() if settings.secret else "",
            )
            for account, settings in config.channels.telegram.items()
        ),
        *(Web(account=account, origins=settings.origins, keys=keys) for account, settings in config.channels.web.items()),
    ]
    return {(channel.name, channel.account): channel for channel in found}


def reaches(channels: Mapping[tuple[str, str], Channel]) -> dict[str, Reach]:
    return {name: Reach(c.limits.max_text, c.limits.max_caption) for (name, _), c in channels.items()}
