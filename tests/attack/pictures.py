"""What comes where a picture is asked for (reliability.md 3.8): each by its name, and whether there is a picture in it at all."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

SCRIPT = b"<script>alert('N')</script>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind, **more)
    return out.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int, data: bytes, *more: bytes) -> bytes:
    """Of one bit per pixel, whatever it says its size is."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    body = b"".join(more) + _chunk(b"IDAT", zlib.compress(data, 1))
    return b"\x89PNG\r\n\x1a\n" + head + body + _chunk(b"IEND", b"")


def _zeros(megabytes: int) -> bytes:
    packing = zlib.compressobj(1)
    return b"".join(packing.compress(bytes(1 << 20)) for _ in range(megabytes)) + packing.flush()


def _film(frames: int) -> bytes:
    one = picture("GIF", (8, 8))
    begins = one.index(b"\x2c")
    return one[:begins] + one[begins:-1] * frames + b"\x3b"


def _moving_png(frames: int) -> bytes:
    """Its later frames hold nothing."""
    control = struct.pack(">IIIIIHHBB", 0, 8, 8, 0, 0, 1, 10, 0, 0)
    later = b"".join(
        _chunk(b"fcTL", struct.pack(">I", 2 * n + 1) + control[4:]) + _chunk(b"fdAT", struct.pack(">I", 2 * n + 2))
        for n in range(frames - 1)
    )  # fmt: skip
    begins = _chunk(b"acTL", struct.pack(">II", frames, 0)) + _chunk(b"fcTL", control)
    still = _png(8, 8, b"\0\0" * 8, begins)
    return still[:-12] + later + still[-12:]


def _packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr("a.html", SCRIPT)
    return out.getvalue()


def _with_words() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()
    return picture(exif=exif, comment=SCRIPT, xmp=SCRIPT)


PICTURES = {
    "jpeg and html": picture() + b"<html>" + SCRIPT,
    "jpeg with words in exif": _with_words(),
    "png with words": _png(8, 8, b"\0\0" * 8, _chunk(b"tEXt", b"comment\0" + SCRIPT)),
    "gif with words": picture("GIF", comment=SCRIPT),
    "png and zip": picture("PNG") + _packed(),
    "one pixel wide": _png(1, 65_500, b"\0\0" * 65_500),
    "gif of 10 000 frames": _film(10_000),
    "png of 10 000 frames": _moving_png(10_000),
    "png that goes on for 100 MB": _png(8, 8, b"\0\0" * 8 + bytes(100 << 20)),
}
"""There is a picture in it, and it is what is shown; the rest is never read."""

PACKED_WORDS = b"Comment\0\0" + _zeros(100)
BEGINS_LIKE_ONE = {
    "gif and script": b"GIF89a=1;alert('N')//",
    "half a jpeg": picture(size=(640, 480))[:800],
    "half a png": picture("PNG", (640, 480))[:-100],
    "50 000 by 50 000": _png(50_000, 50_000, bytes(1_000)),
    "png with 100 MB of words": _png(8, 8, b"\0\0" * 8, _chunk(b"zTXt", PACKED_WORDS)),
    "png with 100 MB of colours": _png(8, 8, b"\0\0" * 8, _chunk(b"iCCP", b"x" + PACKED_WORDS[7:])),
    "frame outside its picture": b"GIF89a\x0a\0\x0a\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x60\xea\x60\xea\0\2\2L\1\0;",
    "webp of nothing": b"RIFF\x08\0\0\0WEBPVP8X",
}
"""The first bytes are a picture's."""

NO_PICTURES = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(\'N\')"/>',
    "svgz": zlib.compress(b"<svg/>", wbits=31),
    "html": b"<!doctype html>" + SCRIPT,
    "xhtml": b'<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\('N'\\))>>>>",
    "zip": _packed(),
    "tiff": picture("TIFF"),
    "bmp": picture("BMP"),
    "psd": b"8BPS\0\1" + bytes(64),
    "fits": b"SIMPLE  =                    T".ljust(2_880),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
    "wmf": b"\xd7\xcd\xc6\x9a" + bytes(64),
    "mp4": b"\0\0\0\x18ftypmp42" + bytes(64),
    "php": b"<?php system($_GET[0]);",
}

NAMES = (
    "../../../../etc/passwd", "..\\..\\x", "%2e%2e%2f", "/abs", "C:\\x", "a/b", ".htaccess", ".\u200bhtaccess", "a.php.jpg",
    "a.jpg\0.php", "CON", "a\r\nX-Lamp: y.png", 'a";x="b.png', "'=cmd|' /C calc'!A0.csv", "a" * 300, "\U0001f4a1.jpg",
    "\u202egpj.exe", "", ".", "..", '"><img src=x onerror=alert(1)>.png', "half \udca0 a pair.jpg", "e" + "\u0301" * 250,
)  # fmt: skip
