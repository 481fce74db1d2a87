"""Photos, and what we cannot read: acknowledged once, and a person where it takes eyes."""

from __future__ import annotations

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import choice
from bot.dialogue.case_photos import photos_of_a_case
from bot.dialogue.memory import Question
from bot.dialogue.seen import Heard
from bot.dialogue.turn import Turn, person_button
from desk.handover import Reason


def photos(turn: Turn, letter: Heard, ask: Ask) -> None:
    """An album is one thing, however late its siblings come."""
    again = turn.photos_seen or bool(letter.group_id and letter.group_id == turn.memory.album)
    turn.photos_seen = True
    if letter.group_id:
        turn.memory.album = letter.group_id
    if photos_of_a_case(turn, letter, ask, again=again):
        return
    wanted = turn.memory.question("photos")
    if again:
        return
    if turn.with_person or letter.text.strip() or turn.settles:
        turn.say(ask, "photos_received")
    elif wanted and wanted.intent:
        turn.memory.close("photos")
        turn.hand_off(ask, Reason.PHOTOS, "photos_thanks")
    elif wanted:
        turn.say(ask, "photos_received")
    else:
        _what_about(turn, ask)


def _what_about(turn: Turn, ask: Ask) -> None:
    turn.memory.ask(Question("photos"))
    turn.asked_now = True
    meanings = ("quality_issue", "product_info")
    choices = [choice("meaning", m, key=f"meaning_{m}") for m in meanings]
    turn.say(ask, "photos_what_about", choices=[*choices, person_button()])


def unreadable(turn: Turn, letter: Heard, ask: Ask) -> None:
    """A sticker, a voice message: a polite word and a person, who sees it."""
    if not turn.with_person:
        key = "cannot_read_sticker" if letter.kind == "sticker" else "cannot_read"
        turn.hand_off(ask, Reason.CANNOT_READ, key)
