"""Bea writes config.toml: every setting is explained, and every mistake is told at once, in plain words."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from desk.config import Config, ConfigFaults, checked, load

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SWITCHED_OFF = re.compile(r"^#(?=[a-z_]+ = |\[)", re.MULTILINE)
ACCOUNT = "main"


def faults_of(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigFaults) as caught:
        load(file)
    return caught.value.faults


def everything() -> dict[str, Any]:
    """The example with every line switched on."""
    return tomllib.loads(SWITCHED_OFF.sub("", EXAMPLE.read_text(encoding="utf-8")))


def keys_of(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Every key that may stand in the file, `a.b.c`."""
    for name, field in model.model_fields.items():
        inner = next((a for a in (field.annotation, *get_args(field.annotation)) if _is_section(a)), None)
        if inner is None:
            yield f"{before}{name}"
        else:
            named = f"{name}.{ACCOUNT}." if get_origin(field.annotation) is dict else f"{name}."
            yield from keys_of(inner, before + named)


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def keys_in(values: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict) and value:
            yield from keys_in(value, f"{before}{name}.")
        else:
            yield f"{before}{name}"


# --- the example


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(keys_in(everything())) == set(keys_of(Config)) - {"folder"}


def test_the_example_says_the_defaults_and_copied_as_it_is_changes_nothing() -> None:
    said = load(EXAMPLE)
    assert said.model_dump(exclude={"folder"}) == Config().model_dump(exclude={"folder"})


def test_what_the_example_has_switched_off_is_right_once_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("METRICS_TOKEN", "TELEGRAM_SECRET", "REFUNDS_SECRET"):
        monkeypatch.setenv(f"SHOPDESK_{name}", "a-secret-of-the-shop")
    monkeypatch.setenv("SHOPDESK_TELEGRAM_TOKEN", "123456:letters-from-BotFather")
    config = checked(everything(), EXAMPLE)
    telegram, web = config.channels.telegram[ACCOUNT], config.channels.web[ACCOUNT]
    assert telegram.token.get_secret_value() == "123456:letters-from-BotFather"
    assert (telegram.api_url, telegram.mode, web.origins) == ("https://api.telegram.org", "polling", ())


def test_each_setting_of_the_example_has_its_reason() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for before, line in itertools.pairwise(lines):
        if re.match(r"#?[a-z_]+ = ", line) and line != "port = 8080" and line != "port = 8081":
            assert before.startswith("# "), line


# --- wrong settings


def test_every_fault_is_told_at_once_with_its_key_in_plain_words(tmp_path: Path) -> None:
    wrong = """
        hello = 1
        [public]
        port = "eighty"
        url = "http://[::1"
        trusted_proxies = ["127.0.0.1", "nonsense", 5]
        privacy_url = "javascript:alert(1)"
        colour = 2
        [console]
        port = 99999
        url = "http://desk.example.com"
        [store]
        url = "mysql://x"
        [files]
        path = ""
        [bell]
        url = "redis://x"
        [log]
        level = "loud"
        [alerts]
        urls = "x"
        [shop]
        name = ""
        currency = "yuan"
        timezone = "Peking"
        language = "de"
        [bot]
        settle_ms = 1.5
        [channels.telegram.Main]
        [channels.telegram.second]
        token = "x"
        mode = "webhook"
        api_url = "ftp://x"
        [channels.web.main]
        origins = ["https://shop.example.com", "shop.example.com", "https://shop.example.com/page"]
        [channels.sms.main]
    """
    assert faults_of(tmp_path, wrong) == [
        "public.port: must be a whole number",
        "public.url: is not an address like https://desk.example.com",
        "public.trusted_proxies, entry 2: is neither an address like 127.0.0.1 nor a range like 10.0.0.0/8",
        "public.trusted_proxies, entry 3: must be a text in quotes",
        "public.privacy_url: is not an address like https://shop.example.com/privacy",
        "public.colour: nobody knows this key",
        "console.port: must be 65535 or less",
        "console.insecure_http: the url is plain http on a network: passwords would travel openly; "
        "use https, or set this to true",
        "store.url: starts neither with sqlite:/// nor with postgresql://",
        "files.path: is empty",
        "bell.url: must be 'memory:'",
        "log.level: must be 'debug', 'info', 'warning' or 'error'",
        "alerts.urls: must be a list in [ ]",
        "shop.name: is empty",
        "shop.currency: must be three capital letters like CNY or EUR",
        "shop.timezone: is not a time zone like Asia/Shanghai or Europe/Berlin",
        "shop.language: must be 'zh-CN' or 'en'",
        "bot.settle_ms: must be a whole number",
        "channels.telegram.Main: this account's name may have 1 to 32 of a-z 0-9 _ and -, and begins with a letter or digit",
        "channels.telegram.Main.token: is missing",
        "channels.telegram.second.token: is not a bot token as @BotFather gives it (digits, a colon, letters)",
        "channels.telegram.second.api_url: is not an address like https://desk.example.com",
        "channels.telegram.second.secret: is needed where mode is webhook: without it anybody could write as a buyer",
        "channels.web.main.origins, entry 2: is not an address like https://desk.example.com",
        "channels.web.main.origins, entry 3: is not an address like https://desk.example.com",
        "channels.sms: nobody knows this key",
        "hello: nobody knows this key",
    ]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ("folder = 'x'", "folder: nobody knows this key"),
        ("shop = 5", "shop: must be a section in [ ] with keys below it"),
        ("[console]\ninsecure_http = 'perhaps'", "console.insecure_http: must be true or false"),
        ("[public]\nport = 8081", "console: port 8081 is the public listener's already"),
        ("[store]\nurl = 'sqlite:///'", "store.url: names no file, or no database"),
        ("[channels.telegram.a]\ntoken = '1:abcde'\nsecret = 'with space'",
         "channels.telegram.a.secret: may have 1 to 256 of A-Z a-z 0-9 _ and - (Telegram's rule)"),
        ("[reports.urls]\n'a:1' = 'mailto://u:p@h'",
         "reports.urls.a:1: this name may have 1 to 40 letters, digits, spaces, _ and -, e.g. ruth"),
        ("[shop\n", "is not TOML: Expected ']' at the end of a table declaration (at line 1, column 6)"),
    ],
)  # fmt: skip
def test_a_single_fault_is_told_by_its_key(tmp_path: Path, wrong: str, fault: str) -> None:
    assert faults_of(tmp_path, wrong) == [fault]


def test_a_file_that_is_not_there_or_no_text_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults, match=r"there is no such file; copy config\.example\.toml"):
        load(tmp_path / "none.toml")
    with pytest.raises(ConfigFaults, match="cannot be read: Is a directory"):
        load(tmp_path)
    (tmp_path / "latin.toml").write_bytes("[shop]\nname = 'Büro'".encode("latin-1"))
    with pytest.raises(ConfigFaults, match="is not a text in UTF-8"):
        load(tmp_path / "latin.toml")


def test_wrong_settings_end_the_command_with_2_and_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[public]\nport = 'x'\n[console]\ncolour = 1\n")
    done = subprocess.run(
        [sys.executable, "-m", "shopdesk", "check", "--config", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"{file}: public.port: must be a whole number",
        f"{file}: console.colour: nobody knows this key",
    ]


# --- right settings


def test_secrets_come_from_the_environment_where_the_file_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        "[alerts]\nurls = ['env:SHOP_RINGS']\n[channels.telegram.main]\ntoken = 'env:SHOP_TOKEN'\n"
        "[reports.urls]\n'Ruth 1' = 'env:SHOP_RINGS'\n"
    )
    with pytest.raises(ConfigFaults) as caught:
        load(file)
    assert sorted(caught.value.faults) == [
        "alerts.urls, entry 1: the environment has no SHOP_RINGS",
        "channels.telegram.main.token: the environment has no SHOP_TOKEN",
        "reports.urls.Ruth 1: the environment has no SHOP_RINGS",
    ]
    monkeypatch.setenv("SHOP_RINGS", "mailto://ines@example.com")
    monkeypatch.setenv("SHOP_TOKEN", "123456:abcdefgh")
    config = load(file)
    assert config.alerts.urls[0].get_secret_value() == "mailto://ines@example.com"
    assert list(config.reports.urls) == ["Ruth 1"]
    assert "abcdefgh" not in repr(config) and "ines" not in repr(config)


def test_a_wrong_secret_is_not_told(tmp_path: Path) -> None:
    told = faults_of(
        tmp_path,
        "[channels.telegram.main]\ntoken = 'hunter2 hunter2'\n[store]\nurl = 'mysql://u:hunter2@h'\n",
    )
    assert len(told) == 2 and not any("hunter2" in fault for fault in told)


def test_paths_begin_at_the_file_unless_they_are_absolute(tmp_path: Path) -> None:
    here = checked({}, tmp_path / "config.toml")
    assert (here.sqlite_path, here.files_path) == (tmp_path / "var/shopdesk.db", tmp_path / "var/files")
    there = checked(
        {"store": {"url": "sqlite:////srv/desk.db"}, "files": {"path": "file:///srv/files"}},
        tmp_path / "c.toml",
    )
    assert (there.sqlite_path, there.files_path) == (Path("/srv/desk.db"), Path("/srv/files"))
    on_postgres = checked({"store": {"url": "postgresql://desk@localhost/desk"}}, tmp_path / "c.toml")
    assert on_postgres.sqlite_path is None


@pytest.mark.parametrize(
    "url",
    ["desk.example.com", "https://user@desk.example.com", "https://desk.example.com/path", "https://desk.example.com?a=1",
     "http://desk.example.com:0", "http://desk.example.com:99999", "https://", "ftp://desk.example.com"],
)  # fmt: skip
def test_an_address_is_scheme_and_host_and_perhaps_a_port(tmp_path: Path, url: str) -> None:
    assert faults_of(tmp_path, f"[public]\nurl = '{url}'") == [
        "public.url: is not an address like https://desk.example.com"
    ]


def test_both_listeners_may_take_any_free_port(tmp_path: Path) -> None:
    config = checked({"public": {"port": 0}, "console": {"port": 0}}, tmp_path / "config.toml")
    assert (config.public.port, config.console.port) == (0, 0)


def test_a_file_saved_on_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes("\ufeff[shop]\r\nname = '明灯织物'\r\n".encode())
    assert load(file).shop.name == "明灯织物"


@pytest.mark.parametrize(
    ("url", "insecure_http", "secure"),
    [
        ("https://desk.example.com", False, True),
        ("http://localhost:8081", False, True),
        ("http://desk.example.com", True, False),
    ],
)
def test_the_console_knows_whether_its_cookie_is_safe(
    tmp_path: Path, url: str, insecure_http: bool, secure: bool
) -> None:
    config = checked(
        {"console": {"url": f"{url}/", "insecure_http": insecure_http}}, tmp_path / "config.toml"
    )
    assert (config.console.url, config.console.secure) == (url, secure)
