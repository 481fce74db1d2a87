"""What a buyer says to a question of the desk's own (satisfaction, a follow-up): a press, or words that answer it and
nothing else. It lies where it was asked and begins nothing; everything else is a letter like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.dialogue.buttons import read_press
from bot.dialogue.steps import Say
from bot.perform import Performing
from desk import masking
from desk.conversation import Conversation, Mode
from desk.errors import NotFound, NotNow
from desk.follow_up import ANSWERED_WITHIN, MOVES, TOPIC, FollowUp, FollowUpState, Why, answer_by
from desk.message import FOLLOW_UP, SCORE
from desk.satisfaction import LOW, VALUES, Score
from desk.score_words import score_in, wants_no_more
from desk.store import Book, conversations, follow_ups, scores
from desk.targets import Targets

if TYPE_CHECKING:
    from bot.letter import Heard, Placing

RIGHT_AFTER = timedelta(days=1)
"""So long words without a button are read as an answer to what was asked last."""
Wants = Callable[[str, str], bool]
"""Whether a text, of a buyer who reads that language, asks or wants something."""


class Asked:
    def __init__(self, performing: Performing, targets: Targets, wants: Wants) -> None:
        self._performing, self._targets, self._wants = performing, targets, wants

    def take(self, placing: Placing, latest: Conversation | None) -> Heard | None:
        """Within the unit that hears the letter; None where it is a letter like any other."""
        letter = placing.letter
        if letter.in_group:
            return None
        if letter.kind == "press":
            return self._pressed(placing, latest)
        if letter.kind != "text" or latest is None:
            return None
        if latest.score_id is not None:
            return self._scored_in_words(placing, latest, scores.by_id(placing.book, latest.score_id))
        if latest.follow_up_id is not None and wants_no_more(letter.text):
            return self._no_more(placing, latest, follow_ups.by_id(placing.book, latest.follow_up_id))
        return None

    def _pressed(self, placing: Placing, latest: Conversation | None) -> Heard | None:
        """The data comes from outside: what it names must be of this very chat."""
        press = read_press(placing.letter.button)
        if press is None or press.verb not in ("score", "follow_up"):
            return None
        number, _, what = press.about.partition(":")
        if not (number.isascii() and number.isdecimal() and len(number) <= 18):
            return None
        try:
            if press.verb == "score":
                return self._pressed_score(placing, latest, int(number), what)
            return self._pressed_follow_up(placing, int(number), what)
        except NotFound:
            return None

    # --- satisfaction

    def _pressed_score(
        self, placing: Placing, latest: Conversation | None, number: int, what: str
    ) -> Heard | None:
        conversation = self._its_conversation(placing, scores.conversation_of(placing.book, number))
        if conversation is None or what not in map(str, VALUES):
            return None
        score = scores.by_id(placing.book, number)
        return self._answered(placing, conversation, score, int(what), latest is conversation)

    def _scored_in_words(self, placing: Placing, latest: Conversation, score: Score) -> Heard | None:
        text, at = placing.letter.text, placing.at
        since = score.answered_at or score.asked_at or score.made_at
        if at - since > RIGHT_AFTER:
            return None
        if (value := score_in(text)) is not None:
            return self._answered(placing, latest, score, value, True)
        if score.value is None or score.words or not text.strip():
            return None
        score.say_words(text, at)
        if self._wants(text, latest.language):
            return None  # kept, and answered like everything they ask
        heard = placing.aside(latest, SCORE)
        self._say(placing, latest, Say("score_words_kept", 0), f"score-words:{score.id}")
        return heard

    def _answered(
        self, placing: Placing, conversation: Conversation, score: Score, value: int, here: bool
    ) -> Heard:
        """`here`: what they say next is heard in this conversation."""
        try:
            how = score.answer(value, placing.at)
        except NotNow:
            how = "too_late"
        if how == "same":
            return placing.done(conversation)
        asks_words = not score.words and here
        key = {
            "first": ("score_thanks_low" if value <= LOW else "score_thanks") if asks_words else "score_kept",
            "changed": "score_changed",
            "too_late": "score_over",
        }[how]
        heard = placing.aside(conversation, SCORE)
        said = self._say(
            placing, conversation, Say(key, 0, {"score": str(value)}), f"score-said:{placing.number}"
        )
        if said and asks_words and how != "too_late":
            conversation.score_id = score.id
        return heard

    # --- follow-ups

    def _pressed_follow_up(self, placing: Placing, number: int, what: str) -> Heard | None:
        conversation = self._its_conversation(placing, follow_ups.conversation_of(placing.book, number))
        if conversation is None or what not in ("well", "no_more"):
            return None
        held = follow_ups.by_id(placing.book, number)
        if what == "no_more":
            return self._no_more(placing, conversation, held)
        if held.state is FollowUpState.ANSWERED:
            return placing.done(conversation)
        if not MOVES.can(held.state, "answer"):
            return None
        self._ends(placing.book, held, placing.at, "")
        heard = placing.aside(conversation, FOLLOW_UP)
        self._say(placing, conversation, Say("follow_up_well", 0), f"follow-up-said:{placing.number}")
        return heard

    def _no_more(self, placing: Placing, conversation: Conversation, held: FollowUp) -> Heard:
        if held.why is Why.NO_MORE:
            return placing.done(conversation)
        self._ends(placing.book, held, placing.at, "")
        held.why = Why.NO_MORE
        for other in follow_ups.due_of(placing.book, held.buyer_id):
            other.call_off(Why.NO_MORE, placing.at)
        heard = placing.aside(conversation, FOLLOW_UP)
        self._say(placing, conversation, Say("follow_up_no_more", 0), f"follow-up-said:{placing.number}")
        return heard

    def goes_on(self, placing: Placing, latest: Conversation, conversation: Conversation) -> None:
        """An ordinary letter right after a follow-up: it is answered by this conversation, on the same day (F2)."""
        if latest.follow_up_id is None:
            return
        held = follow_ups.by_id(placing.book, latest.follow_up_id)
        latest.follow_up_id = None
        if placing.at - (held.sent_at or held.due_at) > ANSWERED_WITHIN:
            return
        said = masking.text(placing.letter.text) or f"[{placing.letter.kind}]"
        self._ends(placing.book, held, placing.at, said)
        held.answered_in = conversation.id
        held.answer_by = answer_by(placing.at, self._targets.rules.promptness.hours)
        conversation.topic = TOPIC

    def _ends(self, book: Book, held: FollowUp, at: datetime, said: str) -> None:
        if MOVES.can(held.state, "answer"):
            held.answer(at, said)
        if (second := follow_ups.second_of(book, held)) is not None:
            second.call_off(Why.ANSWERED, at)

    # --- both

    def _its_conversation(self, placing: Placing, number: int | None) -> Conversation | None:
        if number is None:
            return None
        conversation, letter = conversations.by_id(placing.book, number), placing.letter
        here = placing.channel.name, placing.channel.account, letter.chat
        return (
            conversation if (conversation.channel, conversation.account, conversation.chat) == here else None
        )

    def _say(self, placing: Placing, conversation: Conversation, say: Say, key: str) -> bool:
        """Nobody is talked over: while a person has the chat, what they press is only kept."""
        latest = conversations.latest_of_chat(
            placing.book, conversation.channel, conversation.account, conversation.chat
        )
        if latest is not None and latest.mode == Mode.HUMAN:
            return False
        return self._performing.ask(conversation, say, placing.at, key)
