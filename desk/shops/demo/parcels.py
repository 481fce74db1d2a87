"""Where the demo's parcels are: carrier, tracking number, last scan, and the day they are expected."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from random import Random

from desk.order import Status
from desk.record import record

# Numbers of the right shape that no carrier gave out: they are all zeros and the order's number.
CARRIERS = (
    ("顺丰速运", "SF0000000{:06}"),
    ("中通快递", "7000000{:07}"),
    ("圆通速递", "YT000000{:07}"),
    ("京东物流", "JD00000000{:05}"),
    ("EMS", "EA{:09}CN"),
)
ON_THE_WAY = (
    "【明灯市】快件已由揽投部揽收",
    "【明灯转运中心】快件已发出，下一站【棉桥转运中心】",
    "【棉桥转运中心】快件已到达",
    "【青柳营业部】快件正在派送，请保持电话畅通",
)
SIGNED = "快件已签收，签收人：本人"


@record(frozen=True, slots=True)
class Parcel:
    """Empty for an order that has not been sent."""

    carrier: str = ""
    tracking: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    expected_on: date | None = None
    last_scan: str = ""
    last_scan_at: datetime | None = None


def parcel(
    number: int, status: Status, paid: datetime, now: datetime, zone: tzinfo, random: Random
) -> Parcel:
    if status not in (Status.SHIPPED, Status.DELIVERED, Status.COMPLETED):
        return Parcel()
    since = now - paid
    shipped = paid + min(timedelta(hours=random.randint(4, 30)), since / 3)
    expected = (shipped + timedelta(days=random.randint(2, 5))).astimezone(zone).date()
    if status is Status.SHIPPED and number % 4:  # every fourth parcel is late
        expected = max(expected, (now + timedelta(days=1)).astimezone(zone).date())
    carrier, shape = random.choice(CARRIERS)
    under_way = Parcel(carrier, shape.format(number), shipped, None, expected)
    if status is Status.SHIPPED:
        return _scanned(under_way, shipped, now, random)
    delivered = shipped + min(timedelta(hours=random.randint(30, 100)), since / 3)
    return Parcel(carrier, under_way.tracking, shipped, delivered, expected, SIGNED, delivered)


def _scanned(sent: Parcel, shipped: datetime, now: datetime, random: Random) -> Parcel:
    days = (now - shipped) / timedelta(days=1)
    scan = ON_THE_WAY[min(int(days), len(ON_THE_WAY) - 1)]
    seen = max(shipped, now - timedelta(hours=random.randint(1, 9)))
    return Parcel(sent.carrier, sent.tracking, shipped, None, sent.expected_on, scan, seen)
