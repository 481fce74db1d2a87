"""A stand-in for Telegram: the real protocol over loopback, buyers who act, faults on demand, and a full record."""

from tests.standins.telegram.buyers import Buyer, Heard, Said
from tests.standins.telegram.faults import Fault, refused, too_many
from tests.standins.telegram.server import TelegramStandIn

__all__ = ["Buyer", "Fault", "Heard", "Said", "TelegramStandIn", "refused", "too_many"]
