"""What is drawn shows strangers' words as words, in the shop's zone, or fails loudly."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from console.render import NoSuchWord, Renderer, speaker
from console.shapes import Hit
from console.text import linked, marked, web_only
from tests.console.sample import (
    AT,
    FRAGMENTS,
    ROOM,
    conversation,
    frame,
    message,
    pages,
    renderer,
    row,
    secret,
)

N = "a1b2c3"
HOSTILE = [
    f"<script>alert('{N}')</script>",
    f"\"><img src=x onerror=alert('{N}')>",
    f"' autofocus onfocus='alert({N})",
    f"<svg/onload=alert('{N}')>",
    f"<img src=x onerror=alert`{N}`>",
    f"</textarea><script>alert('{N}')</script>",
    f"</title></option></style><script>alert('{N}')</script>",
    f"<iframe srcdoc=\"<script>alert('{N}')</script>\">",
    f"javascript:alert('{N}')",
    f"JaVaScRiPt:alert('{N}')",
    f"java\tscript:alert('{N}')",
    f"data:text/html,<script>alert('{N}')</script>",
    f"[x](javascript:alert('{N}'))",
    f"<a href=\"&#x6a;avascript:alert('{N}')\">x</a>",
    f"<math><mtext><table><mglyph><style><img src=x onerror=alert('{N}')>",
    "{{constructor.constructor('alert(1)')()}}",
    "{{ 7*7 }}{% include '_page.html' %}{author}{n}",
    f"${{alert('{N}')}} <%= 7*7 %> \\u003cscript\\u003e ＜script＞alert('{N}')＜/script＞",
    "abc \u202e right to left \u200b zero width",
    "\ud800 lone surrogate, \x00 nul",
    "o" + "\u0301" * 4096,
    "w" * 10_000,
    '"><img src=x onerror=alert(1)>.png',
]


class Bones(HTMLParser):
    """The page without its words: elements and the names of their attributes. And its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.words = ""
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "hx-get", "hx-post")
        ]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def draw() -> Renderer:
    return renderer()


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("page", list(pages("")))
def test_hostile_words_never_change_the_bones_of_a_page(draw: Renderer, page: str, text: str) -> None:
    plain = Bones(draw.render(page, "en", frame=frame("plain"), **pages("plain")[page]))
    drawn = Bones(draw.render(page, "en", frame=frame(text), **pages(text)[page]))
    assert drawn.elements == plain.elements
    assert all(re.match(r"/|#|\?", link) for link in drawn.links)
    shown = text.replace("\x00", "\ufffd").replace("\ud800", "?")
    assert shown in drawn.words


@pytest.mark.parametrize("page", list(pages("")))
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_page_is_drawn_in_both_languages_without_anything_inline(
    draw: Renderer, page: str, language: str
) -> None:
    drawn = draw.render(page, language, frame=frame(), **pages("x")[page])
    assert f'lang="{language}"' in drawn
    names = {name for _, attributes in Bones(drawn).elements for name in attributes}
    assert not {name for name in names if name == "style" or re.match(r"on|hx-on|hx-vals", name)}
    assert not re.search(r"<style|<script(?![^>]* src=)|\b(js|javascript):", drawn)


@pytest.mark.parametrize("page", list(pages("")))
def test_every_form_that_changes_something_carries_the_token(draw: Renderer, page: str) -> None:
    drawn = draw.render(page, "en", frame=frame(), **pages("x")[page])
    forms = re.findall(r'<form[^>]*method="post".*?</form>', drawn, re.S)
    assert forms
    assert all('name="csrf" value="token"' in form for form in forms)


@pytest.mark.parametrize("name", list(FRAGMENTS))
def test_a_fragment_needs_nothing_of_the_page_around_it(draw: Renderer, name: str) -> None:
    """The stream draws it for everyone: no token of one person's session may be in it."""
    drawn = draw.render(name, "zh-CN", **FRAGMENTS[name])
    assert re.search(r'^\s*<\w+[^>]* id="', drawn)
    assert "csrf" not in drawn


def test_a_row_and_a_message_say_where_they_belong(draw: Renderer) -> None:
    line = draw.render("desk/_row.html", "en", row=row())
    said = draw.render("desk/_message.html", "en", message=message(), csrf=None)
    assert 'id="row-812" data-into="rows" data-place="sort" data-sort="1"' in line
    assert 'id="message-99"' in said
    assert 'data-into="messages-812" data-place="sort" data-sort="7"' in said


def test_the_same_message_is_drawn_alike_on_the_page_and_in_the_stream(draw: Renderer) -> None:
    page = draw.render("desk/desk.html", "en", frame=frame("x"), **pages("x")["desk/desk.html"])
    alone = draw.render("desk/_message.html", "en", message=message("x"), csrf="token")
    assert alone.strip() in page


def test_a_person_owed_and_somebody_owed_are_two_clocks(draw: Renderer) -> None:
    drawn = draw.render("desk/_row.html", "en", row=row())
    assert re.findall(r'data-owes="(\w+)" data-since="(\d+)"', drawn) == [
        ("person", "1795327389000"),
        ("somebody", "1795327398000"),
    ]


def test_a_masked_phone_is_on_the_page_and_the_whole_one_only_in_the_answer_to_a_reveal(
    draw: Renderer,
) -> None:
    whole = draw.render("desk/_secret.html", "en", secret=secret(value="13812345678"), csrf=None)
    masked = draw.render("desk/_secret.html", "en", secret=secret(), csrf=None)
    assert "13812345678" in whole
    assert 'data-masked="138******78"' in whole
    assert "138******78" in masked


def test_only_moves_of_the_table_have_buttons(draw: Renderer) -> None:
    for moves in (("take", "take_over", "release", "give_back", "close"), ("take",), ()):
        drawn = draw.render(
            "desk/_head.html", "en", conversation=replace(conversation(), moves=moves), csrf=None
        )
        assert tuple(re.findall(r'data-move="(\w+)"', drawn)) == moves


def test_something_missing_is_an_error_not_an_empty_place(draw: Renderer) -> None:
    with pytest.raises(UndefinedError):
        draw.render("desk/_row.html", "en")
    with pytest.raises(UndefinedError):
        draw.render("error.html", "en", status=404, number=None, text="")
    with pytest.raises(UndefinedError):
        draw.render("error.html", "en", frame=frame(), status=404, text="")


def test_an_unknown_word_is_an_error() -> None:
    t = speaker({"hello": "Hello {name}"})
    assert t("hello", name="<b>{name}</b>") == "Hello &lt;b&gt;{name}&lt;/b&gt;"
    with pytest.raises(NoSuchWord):
        t("goodbye")
    with pytest.raises(KeyError):
        t("hello")


def through(draw: Renderer, source: str, language: str = "en", **context: object) -> str:
    t = speaker(draw.languages[language])
    return draw._environment.from_string(source).render(context, language=language, t=t)


@pytest.mark.parametrize(
    "source, language, shown",
    [
        ("{{ at | hour }}", "en", "14:03"),
        ("{{ at | second }}", "en", "14:03:09"),
        ("{{ at | moment }}", "en", "2026-11-22 14:03"),
        ("{{ at | iso }}", "en", "2026-11-22T14:03:09+08:00"),
        ("{{ at | day }}", "en", "Sun 22 Nov 2026"),
        ("{{ at | day }}", "zh-CN", "2026年11月22日 周日"),
        ("{{ late | day }}", "en", "Mon 23 Nov 2026"),
        ("{{ on | day }}", "en", "Thu 3 Dec 2026"),
        ("{{ at | ms }}", "en", "1795327389000"),
        ("{{ at | ago(at) }}", "en", "just now"),
        ("{{ at | ago(late) }}", "zh-CN", "11 小时前"),
        ("{{ 412 | size }} {{ 2048000 | size }}", "en", "412 B 2,000 KiB"),
    ],
)
def test_times_are_shown_in_the_zone_of_the_shop(
    draw: Renderer, source: str, language: str, shown: str
) -> None:
    late = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    assert through(draw, source, language, at=AT, late=late, on=date(2026, 12, 3)) == shown


def test_a_time_without_a_zone_is_refused(draw: Renderer) -> None:
    with pytest.raises(ValueError, match="no zone"):
        through(draw, "{{ at | hour }}", at=AT.replace(tzinfo=None))


def test_a_clock_that_runs_ahead_says_just_now(draw: Renderer) -> None:
    assert through(draw, "{{ at | ago(now) }}", at=AT, now=AT - timedelta(hours=1)) == "just now"


def a(url: str) -> str:
    return f'<a href="{url}" target="_blank" rel="noopener noreferrer nofollow">{url}</a>'


@pytest.mark.parametrize(
    "text, shown",
    [
        ("see https://a.example/x?b=1&c=2.", f"see {a('https://a.example/x?b=1&amp;c=2')}."),
        ("看 https://a.example/灯，好", f"看 {a('https://a.example/灯')}，好"),
        ("<b>http://a.example<i>", f"&lt;b&gt;{a('http://a.example')}&lt;i&gt;"),
        ("(http://a.example)", f"({a('http://a.example')})"),
        ("http://a.example http://b.example", f"{a('http://a.example')} {a('http://b.example')}"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("data:text/html,x ftp://a.example //evil", "data:text/html,x ftp://a.example //evil"),
        ("https://bank.example@evil.example/", "https://bank.example@evil.example/"),
        ("http:// https://[ ", "http:// https://[ "),
        ('http://a.example/"onmouseover="x', f"{a('http://a.example/')}&#34;onmouseover=&#34;x"),
        ("http://a.example/\u202egnp.exe", f"{a('http://a.example/')}\u202egnp.exe"),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(text: str, shown: str) -> None:
    assert linked(text) == shown


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " https://a.example", "//evil", "https://", "JAVASCRIPT:x", ""]
)
def test_a_product_leads_to_the_web_or_nowhere(url: str) -> None:
    assert web_only(url) == ""
    assert web_only("https://a.example/lamp") == "https://a.example/lamp"


@pytest.mark.parametrize(
    "hits, shown",
    [
        ([], "a&lt;bcd"),
        ([(1, 3)], "a<mark>&lt;b</mark>cd"),
        ([(3, 4), (0, 1)], "<mark>a</mark>&lt;b<mark>c</mark>d"),
        ([(0, 3), (1, 2), (2, 4)], "<mark>a&lt;b</mark><mark>c</mark>d"),
        ([(4, 99)], "a&lt;bc<mark>d</mark>"),
    ],
)
def test_forbidden_words_are_marked_where_they_stand(hits: list[tuple[int, int]], shown: str) -> None:
    assert marked("a<bcd", [Hit(start, end, "rule") for start, end in hits]) == shown


def test_no_template_steps_around_the_escaping() -> None:
    for file in (ROOM / "templates").rglob("*.html"):
        assert not re.search(
            r"\|\s*safe\b|autoescape|Markup|hx-on|hx-vals|\bon\w+=", file.read_text("utf-8")
        ), file
