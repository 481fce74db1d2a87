"""What the front door imports for nothing, it does not import."""

from __future__ import annotations

import subprocess
import sys

LOOKED_AT = """
import sys
import shopdesk, house
import structlog.dev
print(structlog.dev.rich, any(name.partition(".")[0] in ("rich", "pygments") for name in sys.modules))
from bot.channels.registry import open_channels
from types import SimpleNamespace as Has
from pydantic import SecretStr
account = Has(token=SecretStr("1:token"), api_url="https://telegram.example", mode="polling", secret=None)
open_channels(Has(channels=Has(telegram={"main": account}, web={})))
print("telegram" in sys.modules, [name for name in ("greenlet", "click", "rich", "pygments") if name in sys.modules])
import click, greenlet, rich.table
"""


def test_the_desk_starts_without_what_libraries_take_for_nothing_and_whoever_wants_it_has_it() -> None:
    done = subprocess.run([sys.executable, "-c", LOOKED_AT], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("None False\nTrue []", "")
