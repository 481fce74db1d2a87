"""What the console's pages are drawn from: plain values, already masked and already allowed for this reader.

Times are aware; a template turns them into the shop's zone. `None` means "not known" or "not so", an empty
tuple "known to be none". Every `Literal` here has its words as a family in `words/*.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from console.promise_shapes import PromisedHere
from console.routing_shapes import Card, Line, Mine, Offer, QueueName
from console.ticket_opening_shapes import TicketsHere
from desk.money import Money
from desk.record import record

Mode = Literal["bot", "waiting", "human", "closed"]
Show = Literal["waiting", "mine", "bot", "all", "closed"]
Author = Literal["buyer", "bot", "agent", "note", "whisper", "event"]
Happening = Literal[
    "opened",
    "handed_off",
    "taken",
    "taken_over",
    "released",
    "passed_on",
    "handed_over",
    "given_back",
    "closed",
    "reopened",
    "withdrawn",
    "gone",
]
Move = Literal["take", "take_over", "release", "pass_on", "give_back", "close"]
Delivered = Literal["queued", "sending", "sent", "failed", "unsure", "cancelled"]
PhotoState = Literal["pending", "ok", "failed"]
Refusal = Literal[
    "banned",
    "banned_name",
    "too_long",
    "not_yours",
    "not_now",
    "moved_on",
    "empty",
    "unfilled",
    "photo",
    "promise",
    "busy",
    "full",
]
PhotoFault = Literal["too_big", "not_a_picture", "expired", "unreachable", "damaged"]
Slot = Literal[
    "intent", "order_number", "tracking_number", "phone", "sku", "quantity", "amount", "carrier", "size", "colour",
    "date", "product",
]  # fmt: skip
News = Literal[
    "saved", "report_sent", "password_set", "signed_out_everywhere", "restock_answered", "retried", "resent", "withdrawn", "let_be",
    "ticket_assigned", "ticket_moved", "ticket_raised", "ticket_opened", "already_taken", "just_written", "no_such_time", "escalated", "handed_over", "released", "not_here", "not_now", "not_allowed", "too_many_reveals", "busy",
]  # fmt: skip
SignInFault = Literal["wrong", "slow"]
PasswordFault = Literal["wrong", "short", "long", "common", "differ"]
ErrorStatus = Literal[403, 404, 409, 422, 429, 500, 503]
Field = Literal["phone", "address"]
Theme = Literal["auto", "light", "dark"]
Role = Literal["agent", "supervisor", "finance", "warehouse", "admin", "screen"]
Verdict = Literal["pass", "warn", "ask", "block"]
AskedState = Literal["open", "granted", "refused", "used", "withdrawn"]


@record(frozen=True, slots=True)
class Me:
    """The person who is reading."""

    id: int
    name: str
    roles: tuple[Role, ...]
    theme: Theme = "auto"
    enter_sends: bool = True
    undo_seconds: int = 0


@record(frozen=True, slots=True)
class Patience:
    """From when a clock turns amber (`signal_s`), red (`target_s`) and white on red (`limit_s`), in seconds."""

    signal_s: float = 15
    target_s: float = 30
    limit_s: float = 60


@record(frozen=True, slots=True)
class Counts:
    """The figures in the bar. `None` hides the page from somebody who may not open it."""

    waiting: int = 0
    unsure: int | None = None
    dead: int | None = None
    restock: int | None = None
    phrases: int | None = None
    """What the bot waits to learn."""
    people: int | None = None
    """Who is available."""
    allowances: int | None = None
    """Stopped texts that wait for a supervisor."""
    promises: int | None = None
    """What one owes buyers; for who sees everybody's, also what others did not keep."""
    escalations: int | None = None
    """Not done: of all, or for who cannot decide, of one's own."""
    handover: int | None = None
    """On one's board without an owner, and handed over to one; None: no board is open, and nothing is."""
    tickets: int | None = None
    """Cases that await one's side."""
    scores: int | None = None
    """Low ones that nobody has looked at; 0 for who sees only what is said of themselves."""


@record(frozen=True, slots=True)
class Frame:
    """What surrounds every page."""

    shop: str
    csrf: str
    now: datetime
    me: Me | None = None
    live_after: str | None = None
    """The stream's token as of this very read; `None` = this page does not listen."""
    counts: Counts = Counts()
    presence: Mine | None = None
    """None for whoever answers nobody."""
    patience: Patience = Patience()
    sees_desk: bool = True
    """Whether this person may open the list of conversations."""
    sees_rules: bool = False
    """Opening hours and response times."""
    sees_wall: bool = False
    sees_figures: bool = False
    store_full: bool = False
    insecure_http: bool = False
    faults: tuple[str, ...] = ()
    """Parts of the desk that are in trouble, as `desk.health` names them."""
    notices: tuple[Notice, ...] = ()


@record(frozen=True, slots=True)
class Notice:
    """One line above the page."""

    key: News
    kind: Literal["good", "bad"] = "good"


@record(frozen=True, slots=True)
class Row:
    """A conversation in the inbox. The same for everyone of one role: it may come by the stream."""

    id: int
    buyer: str
    """Empty where the channel told no name, as on the web."""
    channel: str
    account: str
    last: str
    last_author: Author
    at: datetime
    mode: Mode
    sort: int
    """Rows stand in ascending order of this: the longest debt has the smallest number."""
    agent_id: int | None = None
    agent: str | None = None
    person_since: datetime | None = None
    """Since when a person is owed, whatever the bot has said meanwhile."""
    somebody_since: datetime | None = None
    """Since when any answer at all is owed: the first unanswered message."""
    reason: str | None = None
    """`desk.handover.Reason` of the handoff that is open."""
    queue: str = ""
    queue_id: int | None = None
    unread: int = 0
    """Messages of the buyer since a person last looked."""
    undelivered: bool = False


@record(frozen=True, slots=True)
class Inbox:
    """The list at the left."""

    show: Show
    rows: tuple[Row, ...]
    counts: Mapping[Show, int]
    query: str = ""
    offers: tuple[Offer, ...] = ()
    """Held out to the reader, above the list."""
    queues: tuple[QueueName, ...] = ()
    queue: int | None = None
    """Of which queue those who wait are shown; 0 = of none."""
    more: str | None = None
    """Where the list goes on, as the value of `?from=`."""


@record(frozen=True, slots=True)
class Photo:
    id: str
    state: PhotoState
    name: str = ""
    """The sender's own file name, for showing only."""
    reason: PhotoFault | None = None
    """Why there is no picture, when `failed`."""
    may_retry: bool = False
    may_download: bool = False
    """The file as it came, recorded."""


@record(frozen=True, slots=True)
class Delivery:
    """How far one of our messages has come: the worst of its pieces."""

    state: Delivered
    reason: str = ""
    """What the channel said, in its own words, when `failed` or `unsure`."""
    may_resend: bool = False
    may_withdraw: bool = False
    """While it has not left."""
    may_let_be: bool = False
    """Somebody has seen that it is unsure or failed, and leaves it so."""


@record(frozen=True, slots=True)
class Revision:
    """What an edited message said before."""

    text: str
    at: datetime


@record(frozen=True, slots=True)
class Message:
    """One line of the thread: said by somebody, noted for ourselves, or something that happened."""

    id: int
    conversation_id: int
    seq: int
    """The place in the thread: of messages even, of what happened after them odd."""
    kind: Author
    author: str
    at: datetime
    text: str = ""
    opens_day: bool = False
    """Whether it is the first of its day (shop's zone) in this conversation."""
    photos: tuple[Photo, ...] = ()
    buttons: tuple[str, ...] = ()
    delivery: Delivery | None = None
    revisions: tuple[Revision, ...] = ()
    happening: Happening | None = None
    """For `event`; `author` is who did it."""
    reason: str | None = None
    """For `handed_off`: `desk.handover.Reason`."""
    hides: bool = False
    """Whether there are numbers in the text that this reader may have shown."""


@record(frozen=True, slots=True)
class Hit:
    """Forbidden words: code points of the text, end exclusive."""

    start: int
    end: int
    rule: str
    """What is wrong with them, as the rule's family says it."""
    id: str = ""
    """The rule's own."""
    say: str = ""
    """The right wording."""


@record(frozen=True, slots=True)
class Refused:
    """Why a message did not leave. The text is always given back."""

    conversation_id: int
    kind: Refusal
    text: str
    hits: tuple[Hit, ...] = ()
    proposal: str | None = None
    """The whole text in permitted words, ready to send."""
    may_ask: bool = False
    """Whether a supervisor may let it go out."""
    picture: str = ""
    """For `banned_name`: the name in which the words stand."""
    limit: int | None = None
    """For `too_long`: what the channel carries."""
    lines: tuple[Line, ...] = ()
    """For `moved_on`: what came meanwhile."""
    seen: int | None = None
    """For `moved_on`: the newest of them, as `Composer.seen`."""


@record(frozen=True, slots=True)
class Draft:
    """What a colleague had begun to write."""

    id: int
    author: str
    text: str
    at: datetime


@record(frozen=True, slots=True)
class Checked:
    """What the guard says to a text that is being written."""

    conversation_id: int
    verdict: Verdict
    text: str = ""
    hits: tuple[Hit, ...] = ()
    proposal: str | None = None


@record(frozen=True, slots=True)
class Asking:
    """A stopped text at the answer box of whoever asked about it."""

    id: int
    conversation_id: int
    state: AskedState
    text: str
    decided_by: str = ""
    reason: str = ""
    version: int = 0
    """With which its text is sent once; called back, it may be sent again."""


@record(frozen=True, slots=True)
class StoppedText:
    """A stopped text as a supervisor sees it."""

    id: int
    conversation_id: int
    buyer: str
    channel: str
    agent: str
    at: datetime
    text: str
    hits: tuple[Hit, ...]
    state: AskedState
    may_decide: bool = False
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    used_at: datetime | None = None


@record(frozen=True, slots=True)
class Composer:
    """The box at the foot of the thread."""

    conversation_id: int
    idem: str
    may_reply: bool
    """Otherwise only a private note can be left."""
    limit: int
    """Characters that the channel carries."""
    seen: int = 0
    """`seq` of the newest message on the page: the server can tell that new lines came meanwhile."""
    text: str = ""
    note: bool = False
    refused: Refused | None = None
    may_take: bool = False
    drafts: tuple[Draft, ...] = ()
    """What colleagues had begun to write here."""


@record(frozen=True, slots=True)
class Secret:
    """A phone or an address, masked on the server."""

    conversation_id: int
    field: Field
    masked: str
    of: str
    """The order's number, or `buyer`."""
    value: str | None = None
    """Only in the answer to a reveal."""
    may_reveal: bool = True


@record(frozen=True, slots=True)
class OrderItem:
    title: str
    options: str
    quantity: int
    price: Money


@record(frozen=True, slots=True)
class OrderCard:
    number: str
    status: str
    """`desk.order.Status`."""
    placed_at: datetime
    total: Money
    items: tuple[OrderItem, ...] = ()
    carrier: str = ""
    tracking: str = ""
    expected_on: date | None = None
    last_scan: str = ""
    last_scan_at: datetime | None = None
    phone: Secret | None = None
    address: Secret | None = None
    talked_about: bool = False


@record(frozen=True, slots=True)
class ProductCard:
    """A variant that was talked about, with its stock as of now."""

    sku: str
    title: str
    options: str
    price: Money
    stock: int
    as_of: datetime
    restock_on: date | None = None
    waiting: int = 0
    """Buyers on the waiting list."""
    url: str = ""


@record(frozen=True, slots=True)
class Collected:
    """Something the bot has learnt."""

    slot: Slot
    value: str


@record(frozen=True, slots=True)
class Past:
    """An earlier conversation with the same buyer."""

    id: int
    at: datetime
    last: str


@record(frozen=True, slots=True)
class Level:
    """What the shop calls the buyer's standing."""

    conversation_id: int
    level: str
    may_set: bool = False
    ticket: int | None = None
    """On whose page it stands."""


@record(frozen=True, slots=True)
class Side:
    """The pane at the right: who this is and what they have with us."""

    conversation_id: int
    buyer: str
    channel: str
    account: str
    since: datetime
    language: str | None = None
    phone: Secret | None = None
    collected: tuple[Collected, ...] = ()
    orders: tuple[OrderCard, ...] = ()
    products: tuple[ProductCard, ...] = ()
    past: tuple[Past, ...] = ()
    shop_down: bool = False
    """The shop's system does not answer: orders and stock are not known just now."""
    card: Card | None = None
    """While a person is owed or has it."""
    promised: PromisedHere | None = None
    may_escalate: bool = False
    tickets: TicketsHere | None = None
    level: Level | None = None


@record(frozen=True, slots=True)
class Conversation:
    """The thread in the middle with all that belongs to it. `row` carries mode, holder and clocks."""

    row: Row
    moves: tuple[Move, ...]
    """What this reader can do with it now, from the table of moves."""
    messages: tuple[Message, ...]
    composer: Composer | None
    """None for readers who only look."""
    side: Side
    earlier: int | None = None
    """`seq` before which there is more to fetch."""
    phrases: tuple[Phrase, ...] = ()
    """In the buyer's language, with their name."""
    may_whisper: bool = False
    """To the colleague who has it."""
    seen: int = 0
    """As `Composer.seen`, for the moves that let the buyer go."""
    asking: Asking | None = None
    """A text that this reader asked a supervisor about."""


@record(frozen=True, slots=True)
class Phrase:
    """A quick phrase, its slots already filled in."""

    shortcut: str
    title: str
    text: str


@record(frozen=True, slots=True)
class DeadLetter:
    """A letter that could not be read; its raw bytes are kept."""

    id: int
    channel: str
    account: str
    at: datetime
    reason: str
    size_bytes: int
    may_download: bool = False


@record(frozen=True, slots=True)
class UnsureLetter:
    """One of our messages that failed or may not have arrived."""

    message_id: int
    conversation_id: int
    buyer: str
    channel: str
    account: str
    author: str
    at: datetime
    text: str
    delivery: Delivery


@record(frozen=True, slots=True)
class RestockRequest:
    """Asked of the supplier because a buyer wanted what is not there."""

    id: int
    sku: str
    title: str
    options: str
    at: datetime
    waiting: int
    answered_on: date | None = None
    """The date the supplier gave."""
    answered_at: datetime | None = None
    answered_by: str | None = None
    may_answer: bool = False


@record(frozen=True, slots=True)
class Browser:
    """A place where this account is signed in."""

    id: str
    name: str
    at: datetime
    """Last seen."""
    this: bool = False
