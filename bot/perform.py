"""Performing: the steps of a thought become rows, if nobody moved meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.case_steps import CaseStep, CaseSteps
from bot.dialogue.digits import order_key
from bot.dialogue.spoken import picture_of, spoken
from bot.dialogue.steps import (
    AddWords,
    AskSupplier,
    CallOtherwise,
    ChangeAddress,
    ExtendReceipt,
    HandOff,
    HangPhotos,
    JoinWaitingList,
    LeaveContact,
    LeaveWaitingList,
    MoveCase,
    NameException,
    RecordException,
    Remember,
    Say,
    ShownToOwn,
    Step,
    SubmitCase,
    Suggested,
    TellCase,
    TellGrievance,
    WrongProof,
)
from bot.moved_on import MovedOn
from bot.said import Said
from desk.clock import to_ms
from desk.conversation import Conversation, Reach
from desk.errors import BannedPhrase, NotNow, NotYourTurn
from desk.events import Suggestion
from desk.handover import Reason
from desk.message import Author
from desk.order_change import Verb
from desk.outgoing import Outgoing
from desk.photo import Photo
from desk.shelf import Shelf
from desk.store import (
    Book,
    conversations,
    delivery_exceptions,
    lessons,
    letters,
    order_wishes,
    queue_time,
    waiting,
)
from desk.targets import Targets
from desk.ticket.policy import Policy

NEUTRAL = "colleague_will_answer"
"""Said where the bot's own words were stopped, and where our head failed; checked at load."""


NOT_UNDERSTOOD = frozenset({"ask_meaning", "ask_again", "not_understood_person"})
"""Said to a letter of which the bot did not know what it means: somebody may tell it."""


class Superseded(Exception):
    """Somebody else answered these letters, or they are no longer the bot's to answer."""


class Performing:
    def __init__(self, shelf: Shelf, targets: Targets, reaches: Mapping[str, Reach]) -> None:
        self._shelf, self.targets, self._reaches = shelf, targets, reaches

    def perform(self, book: Book, said: Said, steps: Sequence[Step], at: datetime) -> None:
        """Raises Superseded when another thought was quicker, and Stale when a `fresh` conversation no longer is so;
        nothing is written then."""
        conversation = self._still_ours(book, said)
        if conversation is None:
            return
        turn = _Turn(self, book, conversation, at, _thrown_away(said))
        for step in steps:
            turn.perform(step)

    def answer(
        self, book: Book, conversation: Conversation, letter: int, steps: Sequence[Step], at: datetime
    ) -> None:
        """The steps for a letter of this very unit, which learns its number only now."""
        turn = _Turn(self, book, conversation, at, {}, letter)
        for step in steps:
            turn.perform(step)

    def give_up(self, book: Book, said: Said, at: datetime) -> None:
        """Our head failed: a neutral word, and a person."""
        conversation = self._still_ours(book, said)
        if conversation is None:
            return
        _Turn(self, book, conversation, at, _thrown_away(said)).perform(Say(NEUTRAL, said.letters[-1].new.id))
        conversation.hand_off(Reason.TROUBLE, at, self.targets)

    def _still_ours(self, book: Book, said: Said) -> Conversation | None:
        # Where rows are locked, the lock is the look.
        look = not said.fresh or book.locks
        conversation = (
            conversations.by_id(book, said.conversation.id) if look else book.again(said.conversation)
        )
        if not all(letters.done(book, letter.new.id) for letter in said.letters):
            raise Superseded
        conversation.unthought = max(0, conversation.unthought - len(said.letters))
        moved = conversation.mode_version != said.conversation.mode_version
        # Whoever has blocked the shop since is owed nothing: to fail here would think the same for ever.
        if moved or conversation.gone or not conversation.bot_answers:
            return None
        return conversation

    @property
    def after_sales(self) -> Policy:
        """What the shop has decided about cases, as it is now."""
        return self.targets.rules.after_sales

    def language(self, conversation: Conversation) -> str:
        """In which the buyer is spoken to: days and lists are written by it."""
        return self._shelf.packs.for_language(conversation.language).language

    def words(self, conversation: Conversation, say: Say) -> str:
        """What a Say would say, in the conversation's language."""
        return spoken(say, self._shelf.packs, conversation.language, conversation.last_seq)[0]

    def edits(self, conversation: Conversation) -> bool:
        """Whether its channel can change in its place what was said."""
        return self._reaches.get(conversation.channel, Reach()).edits

    def card_words(self, conversation: Conversation, say: Say) -> tuple[str, list[list[str]]]:
        """Text and buttons of a message that is changed in its place: always in the same wording."""
        text, buttons = spoken(say, self._shelf.packs, conversation.language, 0)
        return text, [[button.text, button.data] for button in buttons]

    def reword(
        self,
        conversation: Conversation,
        letter: Outgoing,
        text: str,
        buttons: Sequence[Sequence[str]],
        at: datetime,
        idem_key: str,
        own: Collection[str] = (),
    ) -> bool:
        """The letter's message shall say this instead. False where that cannot be, or the guard stops it. `own`: what in it is
        the shop's own address."""
        reach = self._reaches.get(conversation.channel, Reach())
        try:
            conversation.reword(
                letter,
                text,
                [(label, data) for label, data in buttons],
                at=at,
                guard=self._shelf.guard,
                idem_key=idem_key,
                reach=reach,
                own=own,
            )
        except BannedPhrase as stopped:
            conversation.stopped(stopped, author=letter.author, by=None, at=at, guard=self._shelf.guard)
            return False
        except (NotNow, NotYourTurn):
            return False
        return True

    def ask(self, conversation: Conversation, say: Say, at: datetime, idem_key: str) -> bool:
        """A question of the desk's own, or a word about its answer, which may stand in what is over. False where it cannot be
        said: nothing else is said instead, and nobody is called."""
        text, buttons = spoken(say, self._shelf.packs, conversation.language, conversation.last_seq)
        try:
            conversation.say(
                text,
                author=Author.TIMER,
                at=at,
                guard=self._shelf.guard,
                idem_key=idem_key,
                reach=self._reaches.get(conversation.channel, Reach()),
                buttons=[(button.text, button.data) for button in buttons],
                afterwards=True,
            )
        except BannedPhrase as stopped:
            conversation.stopped(stopped, author=Author.TIMER, by=None, at=at, guard=self._shelf.guard)
            return False
        except (NotNow, NotYourTurn):
            return False
        return True

    def begins_within(self, conversation: Conversation) -> timedelta | None:
        """So long after the buyer's last word its channel lets us begin; None: always."""
        return self._reaches.get(conversation.channel, Reach()).begins_within

    def _picture(self, say: Say, conversation: Conversation) -> Photo | None:
        key = picture_of(say, self._shelf.packs, conversation.language, conversation.last_seq)
        return self._shelf.pictures.get(key)

    def say(
        self,
        conversation: Conversation,
        say: Say,
        at: datetime,
        idem_key: str,
        *,
        author: Author = Author.BOT,
        cause: int | None = None,
        hold: bool = False,
    ) -> None:
        """A Say in the pack's words, through the one mouth. What the guard stops becomes the neutral phrase."""
        text, buttons = spoken(say, self._shelf.packs, conversation.language, conversation.last_seq)
        # A conversation of a channel that is not configured any more still has its timers.
        reach = self._reaches.get(conversation.channel, Reach())
        pairs = [(button.text, button.data) for button in buttons]
        cause = cause or say.because or None
        picture = self._picture(say, conversation) if self._shelf.pictures else None
        photo = secrets.token_hex(16) if picture else None
        try:
            message = conversation.say(
                text,
                author=author,
                at=at,
                guard=self._shelf.guard,
                idem_key=idem_key,
                reach=reach,
                buttons=pairs,
                cause=cause,
                photo=photo,
                photo_name=picture.name if picture else "",
                hold=hold,
                own=_of_the_shop(say),
            )
            if picture and photo:
                conversation.born.append(
                    picture.copy(
                        photo, conversation.id, message.seq, conversation.channel, conversation.account, at
                    )
                )
        except BannedPhrase as stopped:
            conversation.stopped(stopped, author=author, by=None, at=at, guard=self._shelf.guard)
            neutral, _ = spoken(
                Say(NEUTRAL, say.because), self._shelf.packs, conversation.language, conversation.last_seq
            )
            conversation.say(
                neutral,
                author=author,
                at=at,
                guard=self._shelf.guard,
                idem_key=idem_key,
                reach=reach,
                cause=cause,
                hold=hold,
            )
            rules = ", ".join(hit.rule for hit in stopped.hits)
            conversation.hand_off(Reason.GUARD, at, self.targets, detail=rules)


def _of_the_shop(say: Say) -> tuple[str, ...]:
    """Where goods of a case go back to is the shop's own; of an order it is the buyer's home."""
    return (say.values["address"],) if say.key.startswith("case_") and "address" in say.values else ()


def _thrown_away(said: Said) -> dict[int, int]:
    return {letter.new.id: letter.new.thought for letter in said.letters}


class _Turn:
    def __init__(
        self,
        performing: Performing,
        book: Book,
        conversation: Conversation,
        at: datetime,
        thrown_away: Mapping[int, int],
        letter: int = 0,
    ) -> None:
        """`thrown_away`: how often an answer to each letter was. `letter`: what steps mean that name none."""
        self.performing, self.book, self.conversation, self.at = performing, book, conversation, at
        self.thrown_away, self.letter = thrown_away, letter
        self.answers: dict[int, int] = {}
        self.cases = CaseSteps(book, conversation, at, performing.after_sales)

    def perform(self, step: Step) -> None:
        book, conversation, at = self.book, self.conversation, self.at
        match step:
            case Say():
                self._say(step)
            case HandOff(reason, _, topic, minutes):
                conversation.hand_off(reason, at, self.performing.targets, topic=topic, told_minutes=minutes)
            case LeaveContact(contact):
                queue_time.leave_contact(book, conversation.id, contact, at)
            case Remember(state):
                conversation.dialogue = dict(state)
            case JoinWaitingList(sku):
                waiting.join(book, sku, conversation.buyer_id, conversation.id, at)
            case LeaveWaitingList(sku):
                waiting.leave(book, sku, conversation.buyer_id)
            case AskSupplier(sku):
                waiting.ask_supplier(book, sku, at)
            case ShownToOwn(order):
                waiting.show_to_own(book, conversation.buyer_id, order, at)
            case WrongProof(order):
                waiting.wrong_proof_of(book, conversation.buyer_id, order_key(order), at)
            case ChangeAddress(order, address, because):
                self._wish(Verb.CHANGE_ADDRESS, order, address, because)
            case ExtendReceipt(order, until, because):
                self._wish(Verb.EXTEND_RECEIPT, order, str(to_ms(until)), because)
            case RecordException(kind, order, because):
                letter = because or self.letter
                delivery_exceptions.record_exception(book, conversation.id, letter, kind, order, at)
            case NameException(order):
                delivery_exceptions.name_order(book, conversation.id, order)
            case (
                TellCase()
                | HangPhotos()
                | SubmitCase()
                | MoveCase()
                | CallOtherwise()
                | TellGrievance()
                | AddWords()
            ):
                self._case(step)
            case Suggested(letter):
                conversation.events.append(
                    Suggestion(at=at, conversation_id=conversation.id, letter=letter or self.letter)
                )

    def _case(self, step: CaseStep) -> None:
        try:
            self.cases.perform(step)
        except MovedOn:
            raise Superseded from None  # thought about once more, with what is so now

    def _wish(self, verb: Verb, order: str, value: str, because: int) -> None:
        letter = because or self.letter
        order_wishes.wish(
            self.book,
            verb,
            order,
            self.at,
            value=value,
            conversation_id=self.conversation.id,
            letter=letter or None,
        )

    def _say(self, say: Say) -> None:
        letter = say.because or self.letter
        n, again = self.answers.get(letter, 0), self.thrown_away.get(letter, 0)
        self.answers[letter] = n + 1
        key = f"auto:{letter}:{n}" + (f":{again}" if again else "")
        if say.language:
            self.conversation.language = say.language
        if say.key in NOT_UNDERSTOOD:
            lessons.note(self.book, self.conversation.id, letter, "not_understood", self.at)
        self.performing.say(self.conversation, say, self.at, key, cause=letter)
        self.conversation.greeted = True
