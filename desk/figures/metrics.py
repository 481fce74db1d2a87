"""All metrics, one row each, in the order in which they are shown. Definitions: docs/figures.md, made from this table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desk.figures import judging
from desk.figures.facts import Piece, Queueing, Round, Session, Stint
from desk.figures.metric import Group, Judge, Metric, Total, Unit
from desk.figures.other_facts import Case, FollowUp, Handoff, NotUnderstood, PaidBack, Pledge, Score, Stopped
from desk.figures.reading import ms

TIMES = (
    (Total.MEAN, "mean", "平均"),
    (Total.MEDIAN, "median", "中位"),
    (Total.P90, "9 of 10 within", "90% 不超过"),
    (Total.MAX, "longest", "最长"),
)
WITHIN = ((0, "30"), (1, "60"), (2, "180"))
IN_WORDS = {"30": ("30 s", "30 秒"), "60": ("60 s", "60 秒"), "180": ("3 min", "3 分钟")}


def _times(
    key: str, group: Group, of: type[Any], judge: Judge, names: tuple[str, str], means: tuple[str, str], *,
    person: type[Any] | None = None, totals: tuple[Total, ...] = tuple(Total)[:4], source: str = "", better: int = -1,
) -> Iterable[Metric]:  # fmt: skip
    """One time, totalled in several ways."""
    for how, english, chinese in TIMES:
        if how in totals:
            yield Metric(
                f"{key}_{how}", group, Unit.TIME, of, judge, how, _in(f"{names[0]}, {english}", f"{names[1]}（{chinese}）"),
                _in(*means), person=person, better=better, source=source, time=_in(*names),
            )  # fmt: skip


def _within(
    key: str, of: type[Any], judge: Any, names: tuple[str, str], means: tuple[str, str], *,
    person: type[Any] | None = None,
) -> Iterable[Metric]:  # fmt: skip
    """Shares answered in time: within each of the pack's three spans."""
    for place, seconds in WITHIN:
        english, chinese = IN_WORDS[seconds]
        yield Metric(
            f"{key}_within_{seconds}", Group.RESPONSE, Unit.SHARE, of, judge(_span(place)), Total.SHARE,
            _in(f"{names[0]} within {english}", f"{chinese}{names[1]}"), _in(*(text.format(english, chinese) for text in means)),
            person=person, better=1, source="七鱼, corrected for silence",
        )  # fmt: skip


def _span(place: int) -> Any:
    return lambda reading, fact: ms(reading.pack.within[place])


def _in(english: str, chinese: str) -> dict[str, str]:
    return {"en": english, "zh-CN": chinese}


def _metric(
    key: str, group: Group, unit: Unit, of: type[Any], judge: Judge, total: Total, names: tuple[str, str],
    means: tuple[str, str], **more: Any,
) -> Metric:  # fmt: skip
    return Metric(key, group, unit, of, judge, total, _in(*names), _in(*means), **more)


METRICS: tuple[Metric, ...] = (
    # --- response
    _metric(
        "sessions", Group.RESPONSE, Unit.COUNT, Session, judging.session, Total.SUM, ("Sessions", "会话数"),
        ("Conversations that a buyer began; what they write within ten minutes of its end belongs to the same one.",
         "买家发起的会话；结束后十分钟内再来的消息归同一会话。"), source="JD",
    ),
    *_within(
        "first_response", Session, judging.first_within, ("First response", "首响应答率"),
        ("Sessions whose first response by a person took {0} at most, of those that a person accepted and something was asked in, and those whose deadline passed unanswered.",
         "人工首次回复不超过 {1}的会话，占“人工接起且有提问”的会话与“到点无人回复”的会话之和。"),
    ),
    *_times(
        "first_response", Group.RESPONSE, Session, judging.first_response, ("First response", "首响时长"),
        ("From the buyer's first message that was owed a person to the first qualifying reply.",
         "从买家首条需人工回复的消息，到第一条有效人工回复。"), source="Chatwoot, Plain, Gorgias",
    ),
    *_times(
        "felt", Group.RESPONSE, Session, judging.felt, ("Wait as the buyer felt it", "买家感受的等待"),
        ("To the same reply, but from the buyer's first message of all: detours by the bot included.",
         "到同一条回复为止，但从买家的第一条消息算起，包含机器人绕行的时间。"),
    ),
    _metric(
        "rounds", Group.RESPONSE, Unit.COUNT, Round, judging.counted, Total.SUM, ("Rounds", "轮次"),
        ("Waits for a person: each begins at the first message that is owed a reply; further ones join it.",
         "等待人工回复的轮次：从首条需回复的消息开始，后续消息并入。"), person=Piece,
    ),
    *_within(
        "response", Round, judging.within, ("Answered", "应答率"),
        ("Rounds answered within {0}, of those due. Silence is due at its deadline.",
         "在 {1}内回复的轮次，占应答轮次；无人回复的到点即计为未达标。"), person=Piece,
    ),
    _metric(
        "response_in_target", Group.RESPONSE, Unit.SHARE, Round, judging.within(judging.target), Total.SHARE,
        ("Answered within the target", "目标内应答率"),
        ("Rounds answered within the target of their own ladder.", "在各自规则的目标时间内回复的轮次。"), person=Piece, better=1,
    ),
    _metric(
        "response_in_limit", Group.RESPONSE, Unit.SHARE, Round, judging.within(judging.limit), Total.SHARE,
        ("Answered within the limit", "上限内应答率"),
        ("Rounds answered within the limit of their own ladder.", "在各自规则的上限时间内回复的轮次。"), person=Piece, better=1,
    ),
    *_times(
        "response", Group.RESPONSE, Round, judging.response, ("Response", "响应时长"),
        ("Of each round that was answered, from its first message to the qualifying reply.",
         "每个已回复轮次，从首条消息到有效回复。"), person=Piece, source="七鱼, Plain",
    ),
    _metric(
        "unanswered", Group.RESPONSE, Unit.COUNT, Round, judging.unanswered, Total.SUM, ("Never answered", "未回复轮次"),
        ("Rounds past their target that nobody answered.", "超过目标时间仍无人回复的轮次。"), person=Piece, better=-1,
    ),
    # --- queue
    *_times(
        "queue", Group.QUEUE, Queueing, judging.queued, ("Queue time", "排队时长"),
        ("From entering the queue to a person taking it, or passing it on to wait elsewhere.", "从进入排队到人工接起，或转到其他队列。"), source="七鱼",
    ),
    _metric(
        "abandoned", Group.QUEUE, Unit.SHARE, Queueing, judging.abandoned, Total.SHARE, ("Left the queue", "放弃率"),
        ("Places in the queue that ended before anybody came, of those that ended.", "无人接起前就离开的排队，占已结束的排队。"),
        better=-1, source="七鱼",
    ),
    *_times(
        "abandoned_after", Group.QUEUE, Queueing, judging.abandoned_after, ("Time until they left", "放弃前等待"),
        ("How long those had waited.", "放弃者已等待的时间。"), totals=(Total.MEAN, Total.MAX),
    ),
    # --- work
    _metric(
        "taken", Group.WORK, Unit.COUNT, Stint, judging.taken, Total.SUM, ("Taken by a person", "人工接待次数"),
        ("How often somebody took a conversation.", "人工接起会话的次数。"),
    ),
    *_times(
        "handling", Group.WORK, Stint, judging.handled, ("Time in hand", "处理时长"),
        ("From taking a conversation to letting it go.", "从接起会话到放手。"), totals=(Total.MEAN, Total.MEDIAN, Total.P90), better=0,
    ),
    _metric(
        "answer_question", Group.WORK, Unit.RATIO, Stint, judging.said, Total.RATIO, ("Answers per question", "答问比"),
        ("Messages of people for each message of the buyer that was owed a person.",
         "人工消息数与需人工回复的买家消息数之比。"), per=judging.heard, source="七鱼",
    ),
    # --- bot
    *_times(
        "bot_first", Group.BOT, Session, judging.bot_first, ("First bot response", "机器人首响"),
        ("From the buyer's first message to the bot's first, around the clock.", "从买家第一条消息到机器人第一条消息，全天计算。"),
        source="Bytedesk",
    ),
    _metric(
        "bot_solved", Group.BOT, Unit.SHARE, Session, judging.solved_by_bot, Total.SHARE, ("Solved by the bot", "机器人独立解决率"),
        ("Sessions closed without a word of a person and without a return within 24 hours, of those that are over or in which a person spoke.",
         "无人工发言且 24 小时内未再来的会话，占已结束或有人工发言的会话。"), better=1, source="stricter than “resolved by bot”",
    ),
    _metric(
        "handoffs", Group.BOT, Unit.COUNT, Handoff, judging.happened, Total.SUM, ("Handoffs", "转人工"),
        ("How often a person was called, by reason.", "转人工的次数，可按原因查看。"),
    ),
    _metric(
        "not_understood", Group.BOT, Unit.COUNT, NotUnderstood, judging.happened, Total.SUM, ("Not understood", "未听懂"),
        ("Messages that the bot did not understand.", "机器人未能理解的消息。"), better=-1,
    ),
    # --- manners
    _metric(
        "stopped", Group.MANNERS, Unit.COUNT, Stopped, judging.happened, Total.SUM, ("Stopped by the guard", "违禁语拦截"),
        ("Rules that a text broke, so that it did not leave.", "触发规则而未发出的次数，按规则计。"), better=-1,
    ),
    _metric(
        "perfunctory", Group.MANNERS, Unit.SHARE, Stint, judging.perfunctory, Total.RATE, ("Empty words", "敷衍回复占比"),
        ("Messages of people that answer nothing (“ok”, 嗯), of all their messages.", "人工消息中什么都没回答的（“嗯”“好的”）所占比例。"),
        per=judging.said, better=-1,
    ),
    _metric(
        "promises_kept", Group.MANNERS, Unit.SHARE, Pledge, judging.kept, Total.SHARE, ("Promises kept", "承诺兑现率"),
        ("Promises kept in time, of those that were due.", "按时兑现的承诺，占到期的承诺。"), better=1,
    ),
    # --- cases
    _metric(
        "cases", Group.CASES, Unit.COUNT, Case, judging.case, Total.SUM, ("Cases", "售后单"),
        ("After-sales cases that were sent in.", "已提交的售后单。"),
    ),
    _metric(
        "review_in_time", Group.CASES, Unit.SHARE, Case, judging.review_in_time, Total.SHARE, ("Reviewed in time", "审核及时率"),
        ("Cases decided within the pack's time, in opening hours, of those that a decision was due on.",
         "在规定的营业时间内审核的售后单，占应审核的售后单。"), better=1, source="JD",
    ),
    *_times(
        "review", Group.CASES, Case, judging.review, ("Review", "审核时长"),
        ("Opening time from sending in to the decision.", "从提交到审核的营业时间。"), totals=(Total.MEAN, Total.MEDIAN, Total.P90),
    ),
    _metric(
        "handling_in_time", Group.CASES, Unit.SHARE, Case, judging.handling_in_time, Total.SHARE, ("Handled in time", "处理及时率"),
        ("Decided cases for which the shop itself needed no more than the pack's time, in opening hours.",
         "审核后店方自身用时不超过规定营业时间的售后单。"), better=1, source="JD",
    ),
    *_times(
        "case_handling", Group.CASES, Case, judging.handling, ("Handling of cases", "售后处理时长"),
        ("Opening time that a finished case lay with the shop after its decision.", "已完结售后单在审核后处于店方手中的营业时间。"),
        totals=(Total.MEAN, Total.MEDIAN, Total.P90),
    ),
    _metric(
        "refunded", Group.CASES, Unit.MONEY, PaidBack, judging.paid_back, Total.SUM, ("Refunded", "退款金额"),
        ("Refunds that were carried out.", "已完成的退款。"),
    ),
    # --- buyers
    _metric(
        "satisfaction", Group.BUYERS, Unit.SHARE, Score, judging.liked, Total.SHARE, ("Satisfaction", "满意度"),
        ("Answers of 4 and 5, of all answers.", "4 分和 5 分，占全部评价。"), better=1, source="Chatwoot, Gorgias",
    ),
    _metric(
        "score", Group.BUYERS, Unit.POINTS, Score, judging.score, Total.MEAN, ("Mean score", "平均评分"),
        ("Of 1 to 5.", "满分 5 分。"), better=1,
    ),
    _metric(
        "rated", Group.BUYERS, Unit.SHARE, Score, judging.rated, Total.SHARE, ("Rated when asked", "参评率"),
        ("Of those who were asked, how many answered.", "受邀买家中给出评价的比例。"), better=1,
    ),
    _metric(
        "follow_ups", Group.BUYERS, Unit.COUNT, FollowUp, judging.happened, Total.SUM, ("Follow-ups", "回访"),
        ("Follow-ups that were made.", "已进行的回访。"),
    ),
)  # fmt: skip

BY_KEY = {metric.key: metric for metric in METRICS}
