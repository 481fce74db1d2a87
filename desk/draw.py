"""Draws the viewer's copy of one picture after another. Run as a process of its own, with little memory and time.

Whatever a picture does to the decoder, it does it here. One line of JSON in ({"from", "to"}), one line out."""

from __future__ import annotations

import json
import os
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from desk.likeness import HEIGHT, WIDTH, likeness

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2048
MEMORY_BYTES = 768 << 20
CPU_SECONDS = 60
NICE = 15
"""Nobody waits for a copy as buyers wait for an answer: two hundred photos at once shall not slow the letters down."""


def main() -> None:
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(draw(Path(asked["from"]), Path(asked["to"]))), flush=True)


def draw(source: Path, target: Path) -> dict[str, Any]:
    """Writes a JPEG without metadata; the first frame of what moves; upright. Says why where it cannot."""
    try:
        with Image.open(source, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return {"refused": "too many pixels"}
            kind = f"image/{(picture.format or '').lower()}"
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.load()
            shown = ImageOps.exif_transpose(picture)
            shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            flat = _on_white(shown)
            flat.info.clear()  # or the comment that came is written into the copy
            flat.save(target, "JPEG", quality=85, optimize=True, exif=b"")
            greys = flat.convert("L").resize((WIDTH, HEIGHT), Image.Resampling.BOX)
            alike = likeness(greys.tobytes())
            return {"type": kind, "width": shown.width, "height": shown.height, "likeness": alike}
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return {"refused": "too many pixels"}
    except MemoryError:
        return {"refused": "too large to open"}
    except Exception:
        return {"refused": "not a picture we can open"}


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


if __name__ == "__main__":
    main()
