"""Texts that try to be more than text; each must be shown as it was written, and nothing else may happen."""

from __future__ import annotations

HOSTILE = (
    "<script>alert('N')</script>",
    "\"><img src=x onerror=alert('N')>",
    "<svg/onload=alert('N')>",
    "<img src=x onerror=alert`N`>",
    "</textarea><script>alert('N')</script>",
    "<iframe srcdoc=\"<script>alert('N')</script>\">",
    "javascript:alert('N')",
    "JaVaScRiPt:alert('N')",
    "java\tscript:alert('N')",
    "data:text/html,<script>alert('N')</script>",
    "[x](javascript:alert('N'))",
    "<a href=\"&#x6a;avascript:alert('N')\">x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert('N')>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert('N')}",
    "<%= 7*7 %>",
    "\\u003cscript\\u003e",
    "＜script＞alert('N')＜/script＞",
    "right \u202e to left",
    "zero\u200bwidth",
    "half \ud800 a pair",
    "combining " + "e" + "\u0301" * 4096,
    "w" * 10_000,
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(\'N\')"/>',
    "=cmd|' /C calc'!A0",
    "https://shop.example@evil.example/",
    "http://a.example/\"onmouseover=\"alert('N')",
    "%s %n {0.__class__}",
)
