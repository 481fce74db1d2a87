"""The steps a thought can end in: values, performed later by one unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from desk.delivery_exception import Trouble
from desk.handover import Reason
from desk.order import Order
from desk.record import record
from desk.ticket.kinds import TicketKind


@record(frozen=True, slots=True)
class Choice:
    """A button. Pressed, it comes back as a letter whose `button` is `data` (at most 64 bytes).

    Its label is `text` (a product's name, an order's number) or, where `key` is given, that reply of the pack."""

    text: str
    data: str
    key: str = ""


@record(frozen=True, slots=True)
class Say:
    """One message to the buyer: a reply of the pack by key, its slots' values, and buttons.

    `because` is the inbox id of the letter it answers. `also`: further replies, paragraphs of the same message,
    filled from the same values. `language`: that of the letter; empty means the conversation's.
    `wordings`: for the key and each of `also`, which of its wordings has its turn. See bot.dialogue.spoken."""

    key: str
    because: int
    values: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    also: tuple[str, ...] = ()
    language: str = ""
    wordings: tuple[int, ...] = ()


@record(frozen=True, slots=True)
class HandOff:
    """A person is needed."""

    reason: Reason
    because: int
    topic: str = ""
    """What the letter was about, where the bot knew."""
    minutes: int = 0
    """How long the buyer was told that it takes; 0 = they were told no time."""


@record(frozen=True, slots=True)
class JoinWaitingList:
    """The buyer waits for this SKU; told when it is back, first come first served."""

    sku: str


@record(frozen=True, slots=True)
class LeaveWaitingList:
    sku: str


@record(frozen=True, slots=True)
class AskSupplier:
    """A restock request that the shop side sees; asked once as long as one is open."""

    sku: str


@record(frozen=True, slots=True)
class ShownToOwn:
    """The buyer proved that this order is theirs."""

    order: str


@record(frozen=True, slots=True)
class WrongProof:
    """The buyer named digits that are not the order's; counted, five in 24 hours lead to a person."""

    order: str


@record(frozen=True, slots=True)
class ChangeAddress:
    """The shop shall send this order of theirs to another address. What became of it is told by who carries it out."""

    order: str
    address: str = field(repr=False)
    because: int = 0


@record(frozen=True, slots=True)
class ExtendReceipt:
    """The receipt of this order of theirs shall not be confirmed by itself before then."""

    order: str
    until: datetime
    because: int = 0


@record(frozen=True, slots=True)
class RecordException:
    """Something went wrong on the way (B5), in the words of the letter `because`."""

    kind: Trouble
    order: str
    """As the buyer named it; empty where they did not."""
    because: int = 0


@record(frozen=True, slots=True)
class NameException:
    """The order of which it was told comes later."""

    order: str


@record(frozen=True, slots=True)
class LeaveContact:
    """The buyer need not wait in the chat: how to reach them."""

    contact: str = field(repr=False)


@record(frozen=True, slots=True)
class Suggested:
    """The buyer suggested something; kept for the shop."""

    because: int


@record(frozen=True, slots=True)
class TellCase:
    """What the buyer told of a case stands in the book from now on: a new ticket, or the one being told changed."""

    ticket: int
    """0: not known; a ticket of this line that the buyer is telling is that one."""
    order: Order = field(repr=False)
    sku: str
    kind: TicketKind
    quantity: int
    item: str
    reason: int = 0
    wanted: str = ""
    words: str = field(default="", repr=False)


@record(frozen=True, slots=True)
class HangPhotos:
    """The photos of this conversation that hang nowhere yet are of this case."""

    ticket: int
    order: str
    sku: str


@record(frozen=True, slots=True)
class SubmitCase:
    ticket: int
    order: str
    sku: str
    now: Order | None = None
    """As the shop has it in this very thought: it may have left since the case was told."""


@record(frozen=True, slots=True)
class MoveCase:
    """A move of a ticket by its buyer, or `platform`. `version`: as it was when they were answered; -1: whichever."""

    ticket: int
    order: str
    sku: str
    verb: str
    version: int = -1
    carrier: str = ""
    tracking: str = ""
    because: int = 0


@record(frozen=True, slots=True)
class TellGrievance:
    """What the buyer told of a delivery exception or a complaint stands in the book from now on: a new ticket, or the one
    that is being told changed."""

    ticket: int
    """0: not known; what is being told of the same matter is that one."""
    kind: TicketKind
    order: Order | None = field(repr=False)
    sku: str
    """Empty: the whole parcel, or no article."""
    item: str
    reason: int = 0
    words: str = field(default="", repr=False)
    another: bool = False
    """It is not what is open already."""
    photos: bool = False
    """Those of this conversation that hang nowhere are its photos."""


@record(frozen=True, slots=True)
class AddWords:
    """The buyer tells more of what is open already."""

    ticket: int
    words: str = field(repr=False)


@record(frozen=True, slots=True)
class CallOtherwise:
    """The buyer names another reason for a case that is sent in already."""

    ticket: int
    reason: int


@record(frozen=True, slots=True)
class Remember:
    """What the dialogue keeps until the next thought: a small JSON object, replaced whole. It may hold an
    address, so it is not shown."""

    state: Mapping[str, object] = field(repr=False)


Step = (
    Say
    | HandOff
    | JoinWaitingList
    | LeaveWaitingList
    | AskSupplier
    | ShownToOwn
    | WrongProof
    | ChangeAddress
    | ExtendReceipt
    | RecordException
    | NameException
    | LeaveContact
    | Suggested
    | TellCase
    | HangPhotos
    | SubmitCase
    | MoveCase
    | CallOtherwise
    | TellGrievance
    | AddWords
    | Remember
)
