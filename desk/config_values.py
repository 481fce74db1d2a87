"""What a single value of the settings may be. Each check returns the value, or raises ValueError in plain words."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import SecretStr

from desk.peer import networks


def _host(value: str) -> str:
    """Of a web address, `host:port`; empty where it is none."""
    try:
        parts = urlsplit(value)
        known = (
            parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        return ""
    return parts.netloc if known else ""


def web_address(value: str) -> str:
    bare = value.rstrip("/")
    # Whatever follows the host would be lost wherever this address is compared with a browser's Origin.
    if not _host(value) or "@" in value or bare.partition("://")[2] != _host(value):
        raise ValueError("is not an address like https://desk.example.com")
    return bare


def page(value: str) -> str:
    if value and not _host(value):
        raise ValueError("is not an address like https://shop.example.com/privacy")
    return value


def proxy(value: str) -> str:
    try:
        networks([value])
    except ValueError:
        raise ValueError("is neither an address like 127.0.0.1 nor a range like 10.0.0.0/8") from None
    return value


def store_address(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("starts neither with sqlite:/// nor with postgresql://")
    if value.endswith("/"):
        raise ValueError("names no file, or no database")
    return value


def currency(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", value):
        raise ValueError("must be three capital letters like CNY or EUR")
    return value


def account(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", value):
        raise ValueError(
            "this account's name may have 1 to 32 of a-z 0-9 _ and -, and begins with a letter or digit"
        )
    return value


def address_name(value: str) -> str:
    if not re.fullmatch(r"[^\W_][\w -]{0,38}[^\W_]|[^\W_]", value):
        raise ValueError("this name may have 1 to 40 letters, digits, spaces, _ and -, e.g. ruth")
    return value


def time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not a time zone like Asia/Shanghai or Europe/Berlin")
    return value


def bot_token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[0-9]{1,19}:[A-Za-z0-9_-]{5,100}", value.get_secret_value()):
        raise ValueError("is not a bot token as @BotFather gives it (digits, a colon, letters)")
    return value


def webhook_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("may have 1 to 256 of A-Z a-z 0-9 _ and - (Telegram's rule)")
    return value


def signing_secret(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < 16:
        raise ValueError("is shorter than 16 characters: anybody could guess it")
    return value


def secure_page(value: str) -> str:
    """Money is ordered there: nobody on the way shall read or change it."""
    if not is_secure(page(value)):
        raise ValueError("is plain http on a network; use https")
    return value


def is_secure(url: str) -> bool:
    """Whether browsers keep a `Secure` cookie for this address: https, or the machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")
