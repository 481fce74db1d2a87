"""What a fact counts for: pure functions of a fact and a reading. Each gives a value, or None where the fact does not
count, and why: a word that the console and docs/figures.md explain (`WHYS`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from desk.figures.facts import Left, Phase, Piece, Queueing, Round, Session, Stint
from desk.figures.other_facts import Case, FollowUp, Handoff, NotUnderstood, PaidBack, Pledge, Score, Stopped
from desk.figures.reading import Reading, ms

Judged = tuple[int | None, str]
"""The value (milliseconds, minor units, a count, or 1 and 0 for yes and no), and why."""

WHYS: Mapping[str, tuple[str, str]] = {
    "counts": ("counts", "计入"),
    "answered": ("answered by a person", "人工已回复"),
    "in_time": ("answered in time, exactly on it included", "按时回复（正好到点也算）"),
    "late": ("answered too late", "回复超时"),
    "silent": ("nobody had answered at the deadline", "到点无人回复"),
    "still_silent": ("nobody has answered yet; the deadline has passed", "至今无人回复，已过时限"),
    "let_go": ("taken by a person and let go without an answer", "接起后未回复即结束"),
    "not_due": (
        "ended or runs before its deadline: nobody owed an answer yet",
        "时限未到即结束或仍在时限内，不计",
    ),
    "unanswered": ("nobody answered: there is no time to count", "无人回复，没有时长可计"),
    "no_person_asked": ("the bot alone: nobody asked for a person", "仅机器人接待，未转人工"),
    "nothing_asked": ("a person stepped in, and the buyer asked nothing", "人工主动介入，买家未提问"),
    "not_taken": ("nobody took it, and its deadline had not passed", "未被接起且时限未到"),
    "outside": ("began outside the hours of this pack", "不在此规则包的时段内"),
    "no_bot": ("the bot said nothing", "机器人未发言"),
    "nobody": ("nobody took it", "无人接起"),
    "waits": ("still waits", "仍在排队"),
    "taken": ("a person took it", "已被接起"),
    "moved": ("went on to another queue", "转到其他队列"),
    "abandoned": ("left before anybody came", "无人接起前已离开"),
    "given_back": ("given back to the bot", "已交回机器人"),
    "runs": ("not over yet", "尚未结束"),
    "solved": ("no person, and no return within the day", "无人工且当天未再来"),
    "person": ("a person spoke", "有人工发言"),
    "came_back": ("the buyer came back within the day", "买家当天又来"),
    "too_early": ("over for less than a day: not judged yet", "结束不满一天，暂不判断"),
    "kept": ("kept in time", "按时兑现"),
    "broken": ("not kept in time", "未按时兑现"),
    "called_off": ("called off or passed on", "已取消或已转交"),
    "undecided": ("not decided, and not late", "尚未审核且未超时"),
    "no_review": ("needs no review, by rule", "按规则无需审核"),
    "not_rated": ("asked, and not answered", "已邀请，未评价"),
    "liked": ("4 or 5", "4 或 5 分"),
    "disliked": ("1 to 3", "1 至 3 分"),
}

OUTSIDE: Judged = (None, "outside")


# --- rounds, whole or by person


def response(fact: Round | Piece, reading: Reading) -> Judged:
    if reading.left_out(fact.since):
        return OUTSIDE
    if not fact.answered:
        return None, "unanswered"
    return reading.waited(fact, fact.since, fact.until), "answered"


def within(
    limit: Callable[[Reading, Round | Piece], int],
) -> Callable[[Round | Piece, Reading], Judged]:
    """Whether it was answered within so many milliseconds. Silence is a miss from its deadline on, not from the reply on."""

    def judge(fact: Round | Piece, reading: Reading) -> Judged:
        if reading.left_out(fact.since):
            return OUTSIDE
        return _in_time(fact, reading.waited(fact, fact.since, fact.until), limit(reading, fact))

    return judge


def _in_time(fact: Round | Piece, waited: int, limit: int) -> Judged:
    if fact.answered:
        return (1, "in_time") if waited <= limit else (0, "late")
    if waited < limit:
        return None, "not_due"
    return 0, "still_silent" if fact.until is None else "silent"


def target(reading: Reading, fact: Round | Piece) -> int:
    return reading.limits(fact).target


def limit(reading: Reading, fact: Round | Piece) -> int:
    return reading.limits(fact).limit


_in_target = within(target)


def counted(fact: Round | Piece, reading: Reading) -> Judged:
    return OUTSIDE if reading.left_out(fact.since) else (1, "counts")


def unanswered(fact: Round | Piece, reading: Reading) -> Judged:
    """Rounds past their target that nobody has answered, or that were let go without an answer."""
    value, why = _in_target(fact, reading)
    return (1, why) if why in ("silent", "still_silent") else (None, why if value is None else "answered")


# --- sessions


def session(fact: Session, reading: Reading) -> Judged:
    return OUTSIDE if reading.left_out(fact.started_at) else (1, "counts")


def bot_first(fact: Session, reading: Reading) -> Judged:
    """Around the clock: the bot has no opening hours."""
    if fact.bot_first_at is None:
        return None, "no_bot"
    return max(0, (fact.bot_first_at - fact.started_at) // timedelta(milliseconds=1)), "counts"


def _counting(fact: Session, reading: Reading, limit: int | None = None) -> tuple[Phase | None, str]:
    """The human phase by which a session is judged: the first one that a person answered or accepted, or whose deadline
    passed. What was let go before either was owed to nobody. `limit`: in milliseconds; else the target of where the phase
    stood."""
    why = "no_person_asked"
    for phase in fact.phases:
        if phase.since is None:
            why = "nothing_asked"
            continue
        waited = reading.waited(fact, phase.since, phase.ended_at, phase)
        most = reading.limits(fact, phase).target if limit is None else limit
        over = phase.ended_at is not None
        if phase.answered_at is not None or waited >= most or (over and phase.accepted_at is not None):
            return phase, ""
        why = "not_due" if phase.accepted_at is not None or not over else "not_taken"
    return None, why


def judged_phase(fact: Session, reading: Reading) -> Phase | None:
    """By which its first response is judged: the one that counts, else the first in which something was asked."""
    phase, _ = _counting(fact, reading)
    return phase or next((one for one in fact.phases if one.since is not None), None)


def first_response(fact: Session, reading: Reading) -> Judged:
    return _first(fact, reading, from_the_beginning=False)


def felt(fact: Session, reading: Reading) -> Judged:
    """As the buyer felt it: from their first message of all."""
    return _first(fact, reading, from_the_beginning=True)


def _first(fact: Session, reading: Reading, *, from_the_beginning: bool) -> Judged:
    if reading.left_out(fact.started_at):
        return OUTSIDE
    phase, why = _counting(fact, reading)
    if phase is None or phase.since is None:
        return None, why
    if phase.answered_at is None:
        return None, "unanswered"
    since = fact.started_at if from_the_beginning else phase.since
    return reading.waited(fact, since, phase.answered_at, phase), "answered"


def first_within(limit: Callable[[Reading, Session], int]) -> Callable[[Session, Reading], Judged]:
    def judge(fact: Session, reading: Reading) -> Judged:
        if reading.left_out(fact.started_at):
            return OUTSIDE
        most = limit(reading, fact)
        phase, why = _counting(fact, reading, most)
        if phase is None or phase.since is None:
            return None, why
        waited = reading.waited(fact, phase.since, phase.answered_at or phase.ended_at, phase)
        if phase.answered_at is not None:
            return (1, "in_time") if waited <= most else (0, "late")
        if waited < most:
            return 0, "let_go"
        return 0, "still_silent" if phase.ended_at is None else "silent"

    return judge


def solved_by_bot(fact: Session, reading: Reading) -> Judged:
    """Closed without a word of a person, and the buyer did not come back within the day."""
    if fact.people_said:
        return 0, "person"
    if fact.ended_at is None:
        return None, "runs"
    if fact.again_at is not None and fact.again_at - fact.ended_at < reading.pack.again:
        return 0, "came_back"
    if reading.at - fact.ended_at < reading.pack.again:
        return None, "too_early"
    return 1, "solved"


# --- queues, and a person's time


def queued(fact: Queueing, reading: Reading) -> Judged:
    """How long until somebody took it, or passed it on to wait elsewhere."""
    if reading.left_out(fact.entered_at):
        return OUTSIDE
    if fact.left not in (Left.TAKEN, Left.MOVED):
        return None, fact.left or "waits"
    return reading.waited(fact, fact.entered_at, fact.left_at), fact.left


def abandoned(fact: Queueing, reading: Reading) -> Judged:
    if reading.left_out(fact.entered_at):
        return OUTSIDE
    if fact.left in (Left.TAKEN, Left.ABANDONED):
        return int(fact.left == Left.ABANDONED), fact.left
    return None, fact.left or "waits"


def abandoned_after(fact: Queueing, reading: Reading) -> Judged:
    if reading.left_out(fact.entered_at):
        return OUTSIDE
    if fact.left != Left.ABANDONED:
        return None, fact.left or "waits"
    return reading.waited(fact, fact.entered_at, fact.left_at), "abandoned"


def handled(fact: Stint, reading: Reading) -> Judged:
    if fact.agent_id is None:
        return None, "nobody"
    if fact.until is None:
        return None, "runs"
    return max(0, (fact.until - fact.since) // timedelta(milliseconds=1)), "counts"


def taken(fact: Stint, reading: Reading) -> Judged:
    return (None, "nobody") if fact.agent_id is None else (1, "counts")


def said(fact: Stint, reading: Reading) -> Judged:
    return fact.said, "counts"


def heard(fact: Stint, reading: Reading) -> Judged:
    return fact.heard, "counts"


def perfunctory(fact: Stint, reading: Reading) -> Judged:
    return fact.perfunctory, "counts"


def buyers_words(fact: Session, reading: Reading) -> Judged:
    return fact.heard, "counts"


# --- manners


def happened(fact: Handoff | NotUnderstood | Stopped | FollowUp, reading: Reading) -> Judged:
    return 1, "counts"


def kept(fact: Pledge, reading: Reading) -> Judged:
    if fact.called_off:
        return None, "called_off"
    if fact.kept_at is not None:
        return (1, "kept") if fact.kept_at <= fact.due_at else (0, "broken")
    return (None, "runs") if reading.at <= fact.due_at else (0, "broken")


# --- cases


def case(fact: Case, reading: Reading) -> Judged:
    return 1, "counts"


def review(fact: Case, reading: Reading) -> Judged:
    if not fact.needs_review:
        return None, "no_review"
    if fact.reviewed_at is None:
        return None, "undecided"
    return reading.open_between(fact.submitted_at, fact.reviewed_at), "counts"


def review_in_time(fact: Case, reading: Reading) -> Judged:
    """Withdrawn before the time was over, it was owed no decision."""
    if not fact.needs_review:
        return None, "no_review"
    took = reading.open_between(fact.submitted_at, fact.reviewed_at or fact.closed_at)
    if fact.reviewed_at is not None:
        return (1, "in_time") if took <= ms(reading.pack.review) else (0, "late")
    return (None, "undecided") if took < ms(reading.pack.review) else (0, "late")


def handling(fact: Case, reading: Reading) -> Judged:
    """What the shop itself needed after its decision; waiting for the buyer is none of it."""
    if fact.needs_review and fact.reviewed_at is None:
        return None, "undecided"
    if fact.closed_at is None:
        return None, "runs"
    return sum(reading.open_between(since, until) for since, until in fact.in_hand), "counts"


def handling_in_time(fact: Case, reading: Reading) -> Judged:
    if fact.needs_review and fact.reviewed_at is None:
        return None, "undecided"
    took, most = sum(reading.open_between(*one) for one in fact.in_hand), ms(reading.pack.review)
    if fact.closed_at is None and took < most:
        return None, "runs"
    return (1, "in_time") if took <= most and fact.closed_at is not None else (0, "late")


def paid_back(fact: PaidBack, reading: Reading) -> Judged:
    return fact.minor, "counts"


# --- what buyers think


def liked(fact: Score, reading: Reading) -> Judged:
    if fact.value is None:
        return None, "not_rated"
    return (1, "liked") if fact.value >= 4 else (0, "disliked")


def rated(fact: Score, reading: Reading) -> Judged:
    return (0, "not_rated") if fact.value is None else (1, "counts")


def score(fact: Score, reading: Reading) -> Judged:
    return (None, "not_rated") if fact.value is None else (1000 * fact.value, "counts")
