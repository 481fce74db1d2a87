"""Photos as buyers take them, drawn for the demo's cases: the article, its fault from near, the parcel's label."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from desk.files import Files
from desk.record import record
from desk.ticket.evidence import Shows

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw as Pen

Colour = tuple[int, int, int]

SIZE = (1200, 900)
TABLE, KRAFT, PAPER, INK = (196, 178, 154), (172, 132, 92), (246, 244, 238), (40, 40, 46)
CLOTHS = ((72, 96, 128), (150, 84, 70), (92, 112, 84))
SHOWN = (Shows.FAULT, Shows.WHOLE, Shows.LABEL)


@record(frozen=True, slots=True)
class Snapshot:
    shows: Shows
    sha256: str
    size_bytes: int


def keep(files: Files, look: int) -> list[Snapshot]:
    """The photos of one case. The same look gives the same bytes, so that two cases may bring the very same picture.
    Blocks: call it in a thread."""
    kept = []
    for shows in SHOWN:
        temporary = files.temporary()
        _drawn(shows, CLOTHS[look % len(CLOTHS)], random.Random(f"{look} {shows}")).save(
            temporary, "JPEG", quality=88
        )
        kept.append(Snapshot(shows, *files.keep(temporary)))
    return kept


def _drawn(shows: Shows, cloth: Colour, dice: random.Random) -> Image:
    from PIL import Image, ImageDraw

    ground = KRAFT if shows is Shows.LABEL else TABLE
    picture = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(picture)
    for y in range(0, SIZE[1], 6):  # the grain of whatever it lies on
        shade = dice.randint(-7, 7)
        pen.line((0, y, SIZE[0], y + dice.randint(-9, 9)), _lit(ground, shade), 6)
    if shows is Shows.LABEL:
        _label(pen, dice)
    else:
        _article(pen, cloth, dice, near=shows is Shows.FAULT)
    return picture.rotate(dice.uniform(-5, 5), Image.Resampling.BICUBIC, fillcolor=ground)


def _article(pen: Pen, cloth: Colour, dice: random.Random, *, near: bool) -> None:
    aside, down = dice.randint(-260, 260), dice.randint(-150, 150)
    left, top, right, bottom = (-200, -150, 1400, 1050) if near else (330, 200, 870, 700)
    left, top, right, bottom = left + aside, top + down, right + aside, bottom + down
    seam = _lit(cloth, -16)
    pen.rounded_rectangle((left + 14, top + 18, right + 14, bottom + 18), 60, (120, 104, 86))
    pen.rounded_rectangle((left, top, right, bottom), 60, cloth)
    step = 90 if near else 30
    for stitch in range(left + step, right, step):
        pen.line((stitch, top + 12, stitch, bottom - 12), seam, step // 10)
    length = 26.0 if near else 7.0
    crack: list[tuple[float, float]] = [(350.0, 120.0) if near else (560.0 + aside, 360.0 + down)]
    for _ in range(24):
        x, y = crack[-1]
        crack.append((x + dice.uniform(0.2, 1.4) * length, y + dice.uniform(0.2, 1.5) * length))
    pen.line(crack, (24, 26, 32), 9 if near else 3, joint="curve")


def _label(pen: Pen, dice: random.Random) -> None:
    pen.rectangle((180, 130, 1020, 770), PAPER)
    x = 240
    while x < 940:
        width = dice.choice((4, 4, 8, 12))
        pen.rectangle((x, 190, x + width, 380), INK)
        x += width + dice.choice((6, 6, 10, 14))
    for y, length in ((450, 620), (510, 480), (590, 560), (650, 380), (710, 240)):
        pen.rectangle((240, y, 240 + length, y + 22), (150, 150, 156))


def _lit(colour: Colour, by: int) -> Colour:
    red, green, blue = (max(0, min(255, value + by)) for value in colour)
    return red, green, blue
