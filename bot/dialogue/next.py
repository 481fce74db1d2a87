"""What to do next: a pure function from the conversation, the letters of a run and the facts to a list of steps.

No clock, no store, no chance: a conversation is tested as a table of lines. Each letter that asks something
gets its own answer, in order; `Say.because` names the letter.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.ask import Ask, asked, language_of
from bot.dialogue.case_after import cared
from bot.dialogue.case_answers import is_a_reason
from bot.dialogue.case_begun import begin, wishes_for_theirs
from bot.dialogue.exception_answers import delayed, told_of_trouble, troubled
from bot.dialogue.facts import Facts, Wants
from bot.dialogue.flows import CHAT, FLOWS
from bot.dialogue.grievance_answers import is_a_story
from bot.dialogue.grievance_begun import (
    complain,
    exception,
    noted_in_anger,
    told_of_a_parcel,
    told_of_complaint,
)
from bot.dialogue.memory import Memory
from bot.dialogue.moods import felt, idle, mood_of, small_talk
from bot.dialogue.not_understood import ask_back, from_context, is_piece, keep_piece
from bot.dialogue.open_questions import answered, come_back
from bot.dialogue.photo_answers import photos, unreadable
from bot.dialogue.pressed import pressed
from bot.dialogue.receipt_answers import asks_longer, extend
from bot.dialogue.seen import Heard, Seen
from bot.dialogue.steps import Step
from bot.dialogue.turn import Turn

__all__ = ["Heard", "Seen", "next_steps"]

SILENT = frozenset({"edit", "gone", "other"})
UNREADABLE = frozenset({"sticker", "voice", "video", "file", "contact"})
NOTHING_READ = Wants()


def next_steps(seen: Seen, heard: Sequence[Heard], facts: Facts, wanted: Wants = NOTHING_READ) -> list[Step]:
    """Says first, in the order of the letters; then what is done; a handoff and what to remember come last.

    Empty while a person has the conversation. In mode `waiting` the shop's data is still told, but no second
    person is called and nothing is asked back. `wanted`: by the same letters; what was
    read for it is not read again, so it serves one call."""
    if seen.mode not in ("bot", "waiting"):
        return []
    turn = Turn(seen, facts, wanted.memory or Memory.read(seen.state))
    turn.settles = any(h.understanding and h.understanding.action == "answer" for h in heard)
    if seen.mode == "bot":
        turn.memory.told_waiting = 0
    for letter in heard:
        _listen(turn, letter, wanted.only_ask)
    come_back(turn)
    return turn.steps()


def _listen(turn: Turn, letter: Heard, only_ask: Ask | None) -> None:
    if letter.kind in SILENT:
        return
    if letter.in_group:
        _take_leave(turn, letter)
        return
    language = _language(turn, letter)
    ask = only_ask or asked(letter, turn.memory, language)
    if letter.kind == "press":
        pressed(turn, ask, letter.button)
    elif letter.kind in UNREADABLE:
        unreadable(turn, letter, ask)
    else:
        if letter.kind == "photo":
            photos(turn, letter, ask)
        if letter.kind == "text" or letter.text.strip():
            _read(turn, ask)


def _read(turn: Turn, ask: Ask) -> None:
    memory = turn.memory
    if not (is_a_reason(turn, ask) or is_a_story(turn, ask)) and felt(turn, ask):
        noted_in_anger(turn, ask)
        return
    if cared(turn, ask) or answered(turn, ask):
        memory.lost = memory.chat = 0
        turn.unask(ask.because)
    elif asks_longer(ask):
        memory.lost = memory.chat = 0
        extend(turn, ask)
    elif told_of_complaint(ask):
        memory.lost = memory.chat = 0
        complain(turn, ask, cross=mood_of(ask.text) == "upset")
    elif (kind := told_of_trouble(ask)) or (ask.sure and ask.intent == "order_status" and delayed(turn, ask)):
        memory.lost = memory.chat = 0
        if kind:
            troubled(turn, ask, kind)
    elif told_of_a_parcel(ask) and not turn.with_person:
        memory.lost = memory.chat = 0
        exception(turn, ask)
    elif wishes_for_theirs(turn, ask):
        memory.lost = memory.chat = 0
        begin(turn, ask)
    elif ask.sure and ask.intent in CHAT:
        memory.lost = 0
        small_talk(turn, ask)
    elif ask.sure and ask.intent in FLOWS:
        memory.lost = memory.chat = 0
        memory.close("meaning")
        memory.close("photos")
        FLOWS[ask.intent].answer(turn, ask)
    elif is_piece(turn, ask):
        keep_piece(turn, ask)
    elif from_context(turn, ask):
        memory.lost = memory.chat = 0
        turn.unask(ask.because)
    elif not idle(turn, ask):
        memory.chat = 0
        ask_back(turn, ask)


def _take_leave(turn: Turn, letter: Heard) -> None:
    """In a group the bot says once that it cannot help there, and never anything of a buyer."""
    if turn.memory.left_group or letter.kind == "press":
        return
    turn.memory.left_group = True
    ask = Ask(letter.inbox_id, "out_of_scope", "", _language(turn, letter))
    turn.say(ask, "group_leave", {"shop": turn.facts.front.shop})


def _language(turn: Turn, letter: Heard) -> str:
    turn.memory.language = language_of(letter, turn.memory.language)
    return turn.memory.language or turn.seen.language
