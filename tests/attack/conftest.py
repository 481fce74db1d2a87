"""The served console and its people, as the console's own tests have them."""

from tests.console.conftest import both as both
from tests.console.conftest import room as room
