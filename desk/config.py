"""`config.toml`: what the installation needs to start, checked whole, every fault told at once."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from desk.config_faults import ConfigFaults, key_of, plainly
from desk.config_values import (
    account,
    address_name,
    bot_token,
    currency,
    is_secure,
    page,
    proxy,
    secure_page,
    signing_secret,
    store_address,
    time_zone,
    web_address,
    webhook_secret,
)

Address = Annotated[str, AfterValidator(web_address)]
Currency = Annotated[str, AfterValidator(currency)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Listener(Section):
    host: str = "127.0.0.1"
    port: Port
    url: Address
    trusted_proxies: tuple[Annotated[str, AfterValidator(proxy)], ...] = ()


class Public(Listener):
    port: Port = 8080
    url: Address = "http://127.0.0.1:8080"
    privacy_url: Annotated[str, AfterValidator(page)] = ""


class Console(Listener):
    port: Port = 8081
    url: Address = "http://127.0.0.1:8081"
    insecure_http: Annotated[bool, Field(validate_default=True)] = False

    @property
    def secure(self) -> bool:
        return is_secure(self.url)

    # A check of a field, not of the whole section: that would be silent until every other fault is mended.
    @field_validator("insecure_http")
    @classmethod
    def _wanted(cls, insecure: bool, info: ValidationInfo) -> bool:
        if not insecure and not is_secure(info.data.get("url", "https:")):
            raise ValueError(
                "the url is plain http on a network: passwords would travel openly; use https, or set this to true"
            )
        return insecure


class StoreSection(Section):
    url: Annotated[str, AfterValidator(store_address)] = "sqlite:///var/shopdesk.db"


class Files(Section):
    path: Annotated[str, Field(min_length=1)] = "var/files"


class BellSection(Section):
    url: Literal["memory:"] = "memory:"


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Alerts(Section):
    urls: tuple[SecretStr, ...] = ()


class Reports(Section):
    urls: dict[Annotated[str, AfterValidator(address_name)], SecretStr] = {}


class Metrics(Section):
    token: SecretStr | None = None


class Refunds(Section):
    url: Annotated[str, AfterValidator(secure_page)]
    secret: Annotated[SecretStr, AfterValidator(signing_secret)]


class ShopSection(Section):
    backend: Literal["embedded"] = "embedded"
    name: Annotated[str, Field(min_length=1, max_length=100)] = "My shop"
    currency: Currency = "CNY"
    timezone: Annotated[str, AfterValidator(time_zone)] = "Asia/Shanghai"
    language: Literal["zh-CN", "en"] = "zh-CN"
    refunds: Refunds | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Bot(Section):
    settle_ms: Annotated[int, Field(ge=0, le=10_000)] = 700


class Telegram(Section):
    token: Annotated[SecretStr, AfterValidator(bot_token)]
    api_url: Address = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    secret: Annotated[
        Annotated[SecretStr, AfterValidator(webhook_secret)] | None, Field(validate_default=True)
    ] = None

    @field_validator("secret")
    @classmethod
    def _with_webhook(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None and info.data.get("mode") == "webhook":
            raise ValueError("is needed where mode is webhook: without it anybody could write as a buyer")
        return secret


class Web(Section):
    origins: tuple[Address, ...] = ()


AccountName = Annotated[str, AfterValidator(account)]


class Channels(Section):
    telegram: dict[AccountName, Telegram] = {}
    web: dict[AccountName, Web] = {}


class Config(Section):
    public: Public = Public()
    console: Annotated[Console, Field(validate_default=True)] = Console()
    store: StoreSection = StoreSection()
    files: Files = Files()
    bell: BellSection = BellSection()
    log: Log = Log()
    alerts: Alerts = Alerts()
    reports: Reports = Reports()
    metrics: Metrics = Metrics()
    shop: ShopSection = ShopSection()
    bot: Bot = Bot()
    channels: Channels = Channels()
    folder: Path = Path()
    """Of the file itself: relative paths start here. Not a key of the file."""

    @field_validator("console")
    @classmethod
    def _elsewhere(cls, console: Console, info: ValidationInfo) -> Console:
        public = info.data.get("public")
        if public and console.port and (public.host, public.port) == (console.host, console.port):
            raise ValueError(f"port {console.port} is the public listener's already")
        return console

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
        # Editors on Windows begin a file with a mark that TOML does not know.
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigFaults(file, ["there is no such file; copy config.example.toml to begin"]) from None
    except UnicodeDecodeError:
        raise ConfigFaults(file, ["is not a text in UTF-8"]) from None
    except OSError as error:
        raise ConfigFaults(file, [f"cannot be read: {error.strerror}"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigFaults(file, [f"is not TOML: {error}"]) from None
    return checked(raw, file)


def checked(raw: Mapping[str, Any], file: Path) -> Config:
    """The settings in `raw`, paths relative to the folder of `file`. Raises ConfigFaults with every fault."""
    faults: dict[str, str] = {}
    values = _with_environment(raw, (), faults)
    if "folder" in raw:
        faults["folder"] = "nobody knows this key"
    config = None
    try:
        config = Config.model_validate({**values, "folder": file.resolve().parent})
    except ValidationError as error:
        # What the environment lacks is told once, not as a wrong value as well.
        faults = dict(plainly(error)) | faults
    if faults or config is None:
        raise ConfigFaults(file, [f"{key}: {words}" for key, words in faults.items()])
    return config


def _with_environment(value: Any, where: tuple[str | int, ...], faults: dict[str, str]) -> Any:
    """`env:NAME` anywhere stands for that variable of the environment."""
    if isinstance(value, dict):
        return {k: _with_environment(v, (*where, k), faults) for k, v in value.items()}
    if isinstance(value, list):
        return [_with_environment(v, (*where, n), faults) for n, v in enumerate(value)]
    if isinstance(value, str) and value.startswith("env:"):
        found = os.environ.get(value[4:])
        if found is None:
            faults[key_of(where)] = f"the environment has no {value[4:]}"
        return value if found is None else found
    return value
