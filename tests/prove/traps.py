"""The stories of a month of traps: each is one for whoever counts.

A story says after how many seconds, or when, it goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from bot.channels import Later, NotSent, Refused, Unsure
from desk.clock import to_ms
from desk.conversation import Reach
from tests.prove.teller import Teller

Story = AsyncIterator[float | datetime]
Tale = Callable[[Teller], Story]
LONG = "您好，我们已经查到您的订单，今天下午从仓库发出。" * 5
EXACT = (29.999, 30.0, 30.001, 45.0, 45.001, 60.0, 60.001, 90.0, 120.0, 120.001, 179.999, 180.0, 180.001)
REOPENS = (590.0, 599.999, 600.0, 600.001, 700.0)
DAY = 24 * 3600.0


async def exactly(b: Teller) -> Story:
    """Answered on the very boundary, or a thousandth of a second beside it."""
    await b.asks()
    first = b.some(1, 25)
    yield first
    a = b.anybody()
    await b.takes(a)
    yield b.chance.choice(EXACT) - round(first, 3)
    await b.answers(a)
    for _ in range(b.chance.randrange(3)):
        yield b.some(5, 200)
        await b.goes_on()
        yield b.chance.choice(EXACT)
        await b.answers(a)
    yield b.some(30, 300)
    await b.closes_it(a)


async def small_talk(b: Teller) -> Story:
    """Of the bot alone, closed by silence after a day; some come back, within a day of that or later."""
    b.slow(b.some(0, 9))
    await b.says(b.chance.choice(("你好", "hello", "谢谢")))
    yield b.some(5, 60)
    if b.chance.random() < 0.5:
        b.slow(b.some(0, 4))
        await b.says("谢谢")
    how = b.chance.random()
    if how < 0.6:
        yield DAY + b.chance.choice((300, 590, 640, DAY - 5, DAY + 5, DAY + 300, 2 * DAY))
        await b.says("hello")
    if how > 0.8:
        yield 30.0
        await b.closes_it(b.month.staff[3])
        yield b.chance.choice((*REOPENS, DAY, DAY - 0.001, DAY + 0.001))
        await b.says("hello")


async def passed_around(b: Teller) -> Story:
    await b.asks()
    yield b.some(1, 40)
    a = b.anybody()
    await b.takes(a)
    for _ in range(b.chance.randrange(1, 5)):
        yield b.some(3, 70)
        if b.chance.random() < 0.3:
            await b.goes_on()
            yield b.some(1, 10)
        c = b.another(a) if b.chance.random() < 0.85 else a
        how = b.chance.random()
        if how < 0.25:
            await b.takes(c)
        elif how < 0.5:
            await b.hands_over(c, a)
        else:
            await (b.releases(a) if how < 0.75 else b.passes_on(a))
            yield b.some(2, 90)
            if b.chance.random() < 0.3:
                await b.passes_on(a)
                yield b.some(2, 90)
            await b.takes(c)
        a = c
        if b.chance.random() < 0.3:
            yield b.some(1, 30)
            await b.answers(a)
    yield b.some(3, 90)
    await b.answers(a)
    yield b.some(3, 90)
    await b.passes_on(a)
    yield b.some(3, 90)
    await b.takes(b.another(a))


async def until_it_opens(b: Teller) -> Story:
    """Asked shortly before it closes: for lunch, for the night, over a holiday or a change of the clock."""
    before = b.chance.choice((15.0, 10.0, 29.0, 0.001))
    yield b.closes() - timedelta(seconds=before)
    await b.asks()
    yield b.some(20, 200)
    a = b.anybody()
    await b.takes(a)
    yield b.opens() + timedelta(seconds=b.chance.choice((30.0, 30.001, 29.999, 60.0, 60.001, 200.0)) - before)
    await b.answers(a)


async def while_closed(b: Teller) -> Story:
    """Everything between two openings."""
    yield b.closes() + timedelta(seconds=b.some(1, 1200))
    await b.asks()
    yield b.some(2, 200)
    a = b.anybody()
    await b.takes(a)
    yield b.some(2, 400)
    await b.answers(a)
    yield b.some(2, 400)
    await b.goes_on()
    yield b.opens() + timedelta(seconds=b.some(-30, 90))
    await b.answers(a)


async def nobody_comes(b: Teller) -> Story:
    await b.asks()
    for _ in range(b.chance.randrange(3)):
        yield b.some(2, 90)
        await b.goes_on()
    yield b.chance.choice((5.0, 29.999, 30.0, 30.001, 60.0, 200.0, 4000.0))
    how = b.chance.random()
    if how < 0.6:
        await b.closes_it(b.month.staff[3] if b.chance.random() < 0.5 else None)
    elif how < 0.8:
        await b.gives_back(b.month.staff[3])


async def silence(b: Teller) -> Story:
    """Taken, and let go without a word: before the deadline or after."""
    await b.asks()
    yield b.some(1, 10)
    a = b.anybody()
    await b.takes(a)
    yield b.some(3, 19) if b.chance.random() < 0.5 else b.some(31, 400)
    how = b.chance.random()
    if how < 0.4:
        await b.closes_it(a)
        yield b.some(10, 500)
        await b.asks()
        yield b.some(5, 100)
        await b.takes(a)
        yield b.some(1, 60)
        await b.answers(a)
    elif how < 0.8:
        await b.gives_back(a)
        yield b.some(60, 9000)
        await b.asks()
        yield b.some(5, 100)
        if b.chance.random() < 0.7:
            await b.takes(a)
            yield b.some(1, 60)
            await b.answers(a)


async def edits_and_albums(b: Teller) -> Story:
    await b.says("我要找人工", msg_id="first")
    yield b.some(2, 9)
    await b.says("我要找人工！！", kind="edit", msg_id="first")
    yield b.some(2, 9)
    for n in range(3):
        picture = {"ref": f"{b.writer.chat}-{n}"}
        await b.says("坏了" if n == 1 else "", kind="photo", group_id="album", photos=[picture])
        yield b.some(0.1, 2)
    a = b.anybody()
    await b.takes(a)
    yield b.some(2, 60)
    await b.answers(a)
    yield b.some(2, 60)
    await b.says("", kind="photo", group_id="album", photos=[{"ref": f"{b.writer.chat}-late"}])
    yield b.some(2, 60)
    await b.says("我要找人工？", kind="edit", msg_id="first")
    yield b.some(2, 60)
    if b.chance.random() < 0.5:
        await b.says("前面的", kind="edit", msg_id="second")  # before its own message
        yield b.some(1, 3)
        await b.says("先前的", msg_id="second")
        yield b.some(2, 90)
        await b.answers(a)


async def comes_again(b: Teller) -> Story:
    """Closed, and written to again within ten minutes or after."""
    await b.asks()
    yield b.some(1, 9)
    a = b.anybody()
    await b.takes(a)
    yield b.some(1, 60)
    await b.answers(a)
    for _ in range(b.chance.randrange(1, 4)):
        yield b.some(1, 60)
        await b.closes_it(a)
        yield b.chance.choice(REOPENS)
        await (b.says("谢谢") if b.chance.random() < 0.4 else b.asks())
        yield b.some(1, 60)
        if b.chance.random() < 0.7:
            a = b.anybody()
            await b.takes(a)
            yield b.some(1, 90)
            await b.answers(a)


async def gone(b: Teller) -> Story:
    await b.asks()
    a = b.anybody()
    yield b.some(1, 50)
    if b.chance.random() < 0.5:
        await b.takes(a)
        yield b.some(1, 50)
    if b.chance.random() < 0.3:
        await b.answers(a, slow=20)
        yield b.some(1, 10)
    await b.says(kind="gone")
    yield b.some(5, 900)
    how = b.chance.random()
    if how < 0.6:
        await b.goes_on()
        yield b.some(1, 50)
        await b.takes(a)
        yield b.some(1, 50)
        await b.answers(a)
    elif how < 0.8:
        await b.closes_it(a)
        yield b.some(5, 900)
        await b.asks()


async def empty_words(b: Teller) -> Story:
    await b.asks()
    yield b.some(1, 9)
    a = b.anybody()
    await b.takes(a)
    for _ in range(b.chance.randrange(1, 3)):
        yield b.some(1, 25)
        await b.answers(a, b.chance.choice(("嗯", "ok", "好的", "noted")))
        if b.chance.random() < 0.4:
            yield b.some(1, 25)
            await b.goes_on()
    yield b.some(1, 100)
    if b.chance.random() < 0.7:
        await b.answers(a)
    yield b.some(1, 100)
    await b.closes_it(a)


async def in_parts(b: Teller) -> Story:
    """A long answer leaves piece by piece; the buyer writes between two of them, or one of them is lost."""
    await b.asks()
    yield b.some(1, 9)
    a = b.anybody()
    await b.takes(a)
    yield b.some(1, 25)
    how = b.chance.random()
    lost = Refused("no") if how < 0.15 else Unsure("reset") if how < 0.3 else None
    fates = [(b.some(0, 6), None), (b.some(4, 30), lost), (b.some(0, 9), None)]
    if how < 0.15:
        fates[1], fates[2] = fates[2], fates[1]
    await b.answers(a, LONG, fates=tuple(fates), reach=Reach(max_text=60))
    yield b.some(1, 25)
    await b.goes_on()
    yield b.some(30, 60)
    await b.answers(a)
    yield b.some(3, 60)
    await b.answers(a, LONG, reach=Reach(max_text=60))


async def lost(b: Teller) -> Story:
    """Failed, unsure or late; sent again, sometimes after the buyer has written more."""
    await b.asks()
    yield b.some(1, 9)
    a = b.anybody()
    await b.takes(a)
    yield b.some(1, 25)
    fate = b.chance.choice((Refused("no"), Unsure("reset"), NotSent("no route"), Later(3, "slow", False)))
    await b.answers(a, fate=fate)
    yield b.some(8, 30)
    if b.chance.random() < 0.5:
        await b.goes_on()
        yield b.some(2, 30)
    if b.chance.random() < 0.6:
        await b.sends_again(a, slow=b.some(0, 8))
        yield b.some(10, 40)
    await b.answers(a)


async def on_its_way(b: Teller) -> Story:
    """Whatever can happen between the writing of an answer and its acceptance."""
    await b.asks()
    yield b.some(1, 20)
    a = b.anybody()
    await b.takes(a)
    yield b.some(1, 20)
    slow = b.some(10, 60)
    await (b.answers(a, undo=round(slow)) if b.chance.random() < 0.4 else b.answers(a, slow=slow))
    yield b.some(0.5, 4)
    if b.chance.random() < 0.3:
        await b.goes_on()
        yield b.some(0.5, 4)
    what = b.chance.randrange(7)
    if what == 0:
        await b.closes_it(a)
        if b.chance.random() < 0.6:
            yield b.some(0.5, 40)
            await b.asks()
            yield b.some(1, 60)
            await b.takes(b.anybody())
            yield b.some(1, 60)
            await b.answers(b.month.staff[0])
    elif what == 1:
        await b.gives_back(a)
        yield b.some(0.5, 40)
        await b.asks()
        yield b.some(60, 100)
        await b.takes(a)
        await b.answers(a)
    elif what in (2, 3):
        c = b.another(a)
        if what == 3:
            await b.passes_on(a)
            yield b.some(0.5, 30)
        await b.takes(c)
        yield b.some(0.5, 60)
        await b.answers(c)
    elif what == 4:
        await b.releases(a)
    elif what == 5:
        await b.hands_over(b.another(a), a)
    else:
        await b.says(kind="gone")
    yield b.some(60, 90)
    await b.goes_on()
    yield b.some(5, 90)
    for one in b.month.staff:
        await b.answers(one)


async def steps_in(b: Teller) -> Story:
    """An agent steps in unasked, with or without something that the bot has not answered yet."""
    if b.chance.random() < 0.5:
        b.slow(60)
    await b.says("你好")
    yield b.some(2, 40)
    a = b.anybody()
    await b.takes(a)
    yield b.some(2, 40)
    if b.chance.random() < 0.6:
        await b.answers(a)
        yield b.some(2, 90)
    if b.chance.random() < 0.6:
        await b.goes_on()
        yield b.some(2, 90)
        await b.answers(a)
    yield b.some(2, 90)
    await (b.closes_it(a) if b.chance.random() < 0.6 else b.gives_back(a))


async def old_letters(b: Teller) -> Story:
    """The channel's own time is much older than ours, or hardly; over an answer, over midnight."""
    if b.chance.random() < 0.4:
        yield b.midnight() + timedelta(seconds=b.some(0, 20))
    old = b.chance.choice((4999, 5000, 5001, 30_000, 1_200_000))
    await b.asks(t=to_ms(b.now) - old)
    yield b.some(1, 20)
    a = b.anybody()
    await b.takes(a)
    yield b.some(1, 20)
    await b.answers(a, slow=b.some(0, 5))
    yield b.some(1, 9)
    await b.goes_on(t=to_ms(b.now) - b.chance.choice((5000, 6000, 600_000)))
    yield b.some(1, 40)
    await b.answers(a)


async def upset(b: Teller) -> Story:
    """What the bot cannot read has a ladder of its own, around the clock; passed on, it has it no more."""
    yield b.closes() + timedelta(seconds=b.some(-60, 60))
    await b.says(kind="sticker")
    yield b.some(1, 20)
    a = b.anybody()
    await b.takes(a)
    yield b.chance.choice((10.0, 24.999, 60.0))
    if b.chance.random() < 0.4:
        await b.releases(a)
        yield b.some(1, 20)
        await b.takes(a)
        yield b.some(1, 20)
    await b.answers(a)
    yield b.some(1, 40)
    await b.says(kind="sticker")
    yield b.chance.choice((44.999, 45.0, 45.001, 90.0, 90.001))
    await b.answers(a)


async def talks_on(b: Teller) -> Story:
    """Many lines to one answer, and many answers to one line; a line while the answer is on its way."""
    await b.asks()
    yield b.some(0, 3)
    for _ in range(b.chance.randrange(1, 5)):
        await b.goes_on()
        yield b.some(0.5, 20)
    a = b.anybody()
    await b.takes(a)
    for _ in range(b.chance.randrange(1, 4)):
        yield b.some(0.5, 20)
        await b.answers(a, slow=b.some(2, 12))
        yield b.some(0.5, 2)
        await b.goes_on()
    yield b.some(20, 40)
    for _ in range(3):
        await b.answers(a)
        yield b.some(2, 12)
    await b.gives_back(a)


async def bot_beside(b: Teller) -> Story:
    """The bot goes on telling what it knows while a person is owed; its word is lost and a person is called for that."""
    if b.chance.random() < 0.5:
        b.fails(Refused("no"))
        await b.says("你好")
        yield b.some(5, 60)
    else:
        await b.asks()
        yield b.some(1, 20)
        b.slow(b.some(0, 9))
        await b.says("你好")
        yield b.some(10, 60)
    a = b.anybody()
    await b.takes(a)
    yield b.some(1, 60)
    await b.answers(a)
    yield b.some(1, 60)
    await b.closes_it(a)


async def over_midnight(b: Teller) -> Story:
    """Begun on one day, answered, closed and reopened on the next."""
    yield b.midnight() - timedelta(seconds=b.chance.choice((0.001, 1.0, 20.0, 100.0)))
    await (b.asks() if b.chance.random() < 0.7 else b.says("你好"))
    yield b.some(1, 30)
    a = b.anybody()
    await b.takes(a)
    yield b.some(1, 60)
    await b.goes_on()
    yield b.some(1, 60)
    await b.answers(a)
    yield b.some(100, 300)
    await b.closes_it(a)
    yield 300.0
    await (b.asks() if b.chance.random() < 0.5 else b.says("谢谢"))


async def two_bots(b: Teller) -> Story:
    """The same chat number with two bots of the shop: two buyers, two conversations."""
    other = b.beside()
    await b.asks()
    yield b.some(0, 5)
    await other.asks()
    yield b.some(1, 30)
    a, c = b.anybody(), b.anybody()
    await b.takes(a)
    await other.takes(c)
    yield b.some(1, 30)
    await other.answers(c)
    yield b.some(1, 30)
    await b.answers(a)
    yield b.some(1, 30)
    await other.closes_it(c)
    yield b.some(1, 30)
    await b.goes_on()
    yield b.some(1, 90)
    await b.answers(a)


STORIES = (
    exactly, small_talk, passed_around, until_it_opens, on_its_way, while_closed, nobody_comes, silence, lost,
    edits_and_albums, comes_again, gone, empty_words, in_parts, steps_in, old_letters, upset, talks_on, bot_beside,
    over_midnight, two_bots, exactly, on_its_way, small_talk, passed_around,
)  # fmt: skip
