"""What the front door imports for nothing, it does not import."""

from __future__ import annotations

import subprocess
import sys

LOOKED_AT = """
import sys
import shopdesk, house
import structlog.dev
print(structlog.dev.rich, any(name.partition(".")[0] in ("rich", "pygments") for name in sys.modules))
import rich.table
"""


def test_the_desk_starts_without_rich_and_whoever_wants_it_has_it() -> None:
    done = subprocess.run([sys.executable, "-c", LOOKED_AT], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("None False", "")
