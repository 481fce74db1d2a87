"""`config.toml`: what the installation needs to start, checked whole, every fault told at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from desk.errors import DeskError


class ConfigFaults(DeskError):
    """The configuration cannot be used as it is."""

    def __init__(self, file: Path, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{file}: {fault}" for fault in faults))


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError("is not an address like https://desk.example.com")
    return value.rstrip("/")


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not a time zone like Asia/Shanghai or Europe/Berlin")
    return value


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{5,100}", value.get_secret_value()):
        raise ValueError("is not a bot token as @BotFather gives it (digits, a colon, letters)")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("may have 1 to 256 of A-Z a-z 0-9 _ and - (Telegram's rule)")
    return value


Address = Annotated[str, AfterValidator(_web_address)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Listener(Section):
    host: str = "127.0.0.1"
    port: Port
    url: Address
    trusted_proxies: tuple[str, ...] = ()


class Public(Listener):
    port: Port = 8080
    url: Address = "http://127.0.0.1:8080"
    privacy_url: str = ""


class Console(Listener):
    port: Port = 8081
    url: Address = "http://127.0.0.1:8081"
    insecure_http: bool = False

    @property
    def secure(self) -> bool:
        """Whether browsers keep a `Secure` cookie for this address: https, or the machine itself."""
        parts = urlsplit(self.url)
        return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")

    @model_validator(mode="after")
    def _safe(self) -> Console:
        if not self.secure and not self.insecure_http:
            raise ValueError("url is plain http on a network: passwords would travel openly; use https, or insecure_http = true")
        return self


class StoreSection(Section):
    url: str = "sqlite:///var/shopdesk.db"

    @model_validator(mode="after")
    def _known(self) -> StoreSection:
        if not self.url.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("url starts neither with sqlite:/// nor with postgresql://")
        return self


class Files(Section):
    path: str = "var/files"


class BellSection(Section):
    url: Literal["memory:"] = "memory:"


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Alerts(Section):
    urls: tuple[SecretStr, ...] = ()
    after_seconds: Annotated[int, Field(ge=5, le=86_400)] = 60


class Metrics(Section):
    token: SecretStr | None = None


class ShopSection(Section):
    backend: Literal["embedded"] = "embedded"
    name: Annotated[str, Field(min_length=1, max_length=100)] = "My shop"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    language: Literal["zh-CN", "en"] = "zh-CN"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Bot(Section):
    settle_ms: Annotated[int, Field(ge=0, le=10_000)] = 700
    packs: str = ""


class Telegram(Section):
    token: Annotated[SecretStr, AfterValidator(_token)]
    api_url: Address = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    secret: Annotated[SecretStr, AfterValidator(_secret)] | None = None

    @model_validator(mode="after")
    def _secret_with_webhook(self) -> Telegram:
        if self.mode == "webhook" and self.secret is None:
            raise ValueError("mode is webhook, so a secret is needed: without it anybody could write as a buyer")
        return self


class Web(Section):
    origins: tuple[Address, ...] = ()


AccountName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]


class Channels(Section):
    telegram: dict[AccountName, Telegram] = {}
    web: dict[AccountName, Web] = {}


class Config(Section):
    public: Public = Public()
    console: Console = Console()
    store: StoreSection = StoreSection()
    files: Files = Files()
    bell: BellSection = BellSection()
    log: Log = Log()
    alerts: Alerts = Alerts()
    metrics: Metrics = Metrics()
    shop: ShopSection = ShopSection()
    bot: Bot = Bot()
    channels: Channels = Channels()
    folder: Path = Path()
    """Of the file itself: relative paths start here. Not a key of the file."""

    @property
    def files_path(self) -> Path:
        return self.folder / self.files.path.removeprefix("file://")

    @property
    def sqlite_path(self) -> Path | None:
        """The file of a SQLite store; None on PostgreSQL."""
        if not self.store.url.startswith("sqlite:///"):
            return None
        return self.folder / self.store.url.removeprefix("sqlite:///")


def load(file: Path) -> Config:
    """Reads and checks the file. Raises ConfigFaults with every fault in it."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigFaults(file, ["there is no such file; copy config.example.toml to begin"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigFaults(file, [f"cannot be read: {error}"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigFaults(file, [f"is not TOML: {error}"]) from None
    return checked(raw, file)


def checked(raw: Mapping[str, Any], file: Path) -> Config:
    faults: list[str] = []
    values = _with_environment(raw, (), faults)
    if "folder" in raw:
        faults.append("folder: nobody knows this key")
    try:
        config = Config.model_validate({**values, "folder": file.resolve().parent})
    except ValidationError as error:
        raise ConfigFaults(file, [*faults, *_plainly(error)]) from None
    if faults:
        raise ConfigFaults(file, faults)
    return config


def _with_environment(value: Any, where: tuple[str, ...], faults: list[str]) -> Any:
    """`env:NAME` anywhere stands for that variable of the environment."""
    if isinstance(value, dict):
        return {k: _with_environment(v, (*where, k), faults) for k, v in value.items()}
    if isinstance(value, list):
        return [_with_environment(v, where, faults) for v in value]
    if isinstance(value, str) and value.startswith("env:"):
        found = os.environ.get(value[4:])
        if found is None:
            faults.append(f"{'.'.join(where)}: the environment has no {value[4:]}")
            return value
        return found
    return value


def _plainly(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part) for part in fault["loc"]) or "the file"
        if fault["type"] == "extra_forbidden":
            yield f"{where}: nobody knows this key"
        else:
            yield f"{where}: {fault['msg'].removeprefix('Value error, ')}"
