"""Every address of the console, and who may use it. What is not here does not exist."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web

from console import live
from console.views import (
    account,
    conversation,
    escalations,
    house,
    lists,
    moves,
    photos,
    promises,
    reveals,
    sign_in,
    words,
)
from console.views.phrases import edit, learning, moving
from console.views.phrases import lab as phrase_lab
from console.views.phrases import lists as phrase_lists
from console.views.rules import hours, response_times
from desk.agent import Right

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Who(StrEnum):
    MACHINE = "machine"  # monitoring, by any name of the host
    PUBLIC = "public"  # the same for everybody
    ANYONE = "anyone"  # signed in or not
    SIGNED_IN = "signed_in"  # whatever their role


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    handler: Handler
    needs: Right | Who
    takes_files: bool = False
    by_itself: bool = False
    """Asked by the page, not by a person: does not keep a session alive."""


DESK, TALK, PHRASES, RULES = Right.SEE_DESK, Right.CONVERSE, Right.PHRASES, Right.RULES

ROUTES = (
    Route("GET", "/healthy", house.healthy, Who.MACHINE),
    Route("GET", "/metrics", house.metrics, Who.MACHINE),
    Route("GET", "/static/{path:.+}", house.static, Who.PUBLIC),
    Route("GET", "/", house.home, Who.SIGNED_IN),
    # --- coming and going
    Route("GET", "/sign-in", sign_in.page, Who.ANYONE),
    Route("POST", "/sign-in", sign_in.sign_in, Who.ANYONE),
    Route("GET", "/welcome", sign_in.welcome, Who.ANYONE),
    Route("POST", "/welcome", sign_in.use_code, Who.ANYONE),
    Route("POST", "/sign-out", sign_in.sign_out, Who.SIGNED_IN),
    Route("GET", "/first-password", account.first_password, Who.SIGNED_IN),
    Route("POST", "/first-password", account.set_first_password, Who.SIGNED_IN),
    Route("GET", "/account", account.page, Who.SIGNED_IN),
    Route("POST", "/account/preferences", account.preferences, Who.SIGNED_IN),
    Route("POST", "/account/password", account.password, Who.SIGNED_IN),
    Route("POST", "/account/browsers/{id}/sign-out", account.sign_out_browser, Who.SIGNED_IN),
    Route("POST", "/account/sign-out-everywhere", account.sign_out_everywhere, Who.SIGNED_IN),
    # --- the desk
    Route("GET", "/live", live.stream, DESK, by_itself=True),
    Route("GET", "/desk", conversation.desk, DESK),
    Route("GET", "/desk/{id}", conversation.page, DESK),
    Route("GET", "/desk/{id}/messages", conversation.earlier, DESK),
    Route("GET", "/desk/{id}/messages/{message}", conversation.message, DESK, by_itself=True),
    Route("GET", "/desk/{id}/head", conversation.head, DESK, by_itself=True),
    Route("GET", "/desk/{id}/composer", conversation.composer, DESK, by_itself=True),
    Route("GET", "/desk/{id}/side", conversation.side, DESK, by_itself=True),
    Route("POST", "/desk/{id}/taking", moves.take, TALK),
    Route("POST", "/desk/{id}/taking-over", moves.take_over, Right.TAKE_OVER),
    Route("POST", "/desk/{id}/releasing", moves.release, TALK),
    Route("POST", "/desk/{id}/giving-back", moves.give_back, TALK),
    Route("POST", "/desk/{id}/closing", moves.close, TALK),
    Route("POST", "/desk/{id}/messages", words.say, TALK, takes_files=True),
    Route("POST", "/desk/{id}/messages/{message}/resending", words.send_again, TALK),
    Route("POST", "/desk/{id}/messages/{message}/withdrawing", words.withdraw, TALK),
    Route("POST", "/desk/{id}/messages/{message}/letting-be", words.let_be, TALK),
    Route("POST", "/desk/{id}/typing", words.typing, TALK, by_itself=True),
    Route("GET", "/desk/{id}/promises", promises.beside, DESK, by_itself=True),
    Route("POST", "/desk/{id}/promises", promises.note, Right.PROMISE),
    Route("POST", "/desk/{id}/noticing", promises.notice, Right.PROMISE, by_itself=True),
    Route("POST", "/desk/{id}/reveals", reveals.reveal, Right.REVEAL),
    Route("GET", "/photos/{key}", photos.view, DESK, by_itself=True),
    Route("POST", "/photos/{key}/original", photos.original, Right.ORIGINALS),
    Route("POST", "/photos/{key}/retrying", photos.retry, TALK),
    # --- the shop's words
    Route("GET", "/phrases", phrase_lab.bench, PHRASES),
    Route("GET", "/phrases/lab", phrase_lab.bench, PHRASES),
    Route("GET", "/phrases/effect", phrase_lab.effect, PHRASES, by_itself=True),
    Route("POST", "/phrases/sayings", phrase_lab.add, PHRASES),
    Route("GET", "/phrases/lessons", learning.groups, PHRASES),
    Route("POST", "/phrases/lessons/leaving", learning.leave, PHRASES),
    Route("GET", "/phrases/reply", phrase_lists.replies, PHRASES),
    Route("GET", "/phrases/saying", phrase_lists.sayings, PHRASES),
    Route("GET", "/phrases/quick", phrase_lists.quick, PHRASES),
    Route("GET", "/phrases/nickname", phrase_lists.nicknames, PHRASES),
    Route("GET", "/phrases/edit", edit.page, PHRASES),
    Route("POST", "/phrases/edit", edit.save, PHRASES, takes_files=True),
    Route("POST", "/phrases/trying", edit.try_it, PHRASES, by_itself=True),
    Route("POST", "/phrases/putting-back", edit.put_back, PHRASES),
    Route("GET", "/phrases/pictures/{key}", edit.picture, PHRASES, by_itself=True),
    Route("GET", "/phrases/moving", moving.moving, PHRASES),
    Route("GET", "/phrases/file", moving.take_out, PHRASES),
    Route("POST", "/phrases/file", moving.look, PHRASES, takes_files=True),
    Route("POST", "/phrases/bringing-in", moving.bring_in, PHRASES),
    # --- the shop's rules
    Route("GET", "/hours", hours.show, RULES),
    Route("POST", "/hours", hours.save_week, RULES),
    Route("POST", "/hours/trying", hours.trying, RULES, by_itself=True),
    Route("POST", "/hours/days", hours.save_days, RULES),
    Route("POST", "/hours/days/removing", hours.remove_days, RULES),
    Route("POST", "/hours/putting-back", hours.put_back, RULES),
    Route("GET", "/response-times", response_times.show, RULES),
    Route("POST", "/response-times", response_times.save_ladder, RULES),
    Route("POST", "/response-times/removing", response_times.remove, RULES),
    Route("POST", "/response-times/putting-back", response_times.put_back, RULES),
    # --- what was promised, and what was raised
    Route("GET", "/promises", promises.page, Right.PROMISE),
    Route("GET", "/promises/count", promises.count, Right.PROMISE, by_itself=True),
    Route("GET", "/promises/{id}/call", promises.call, Right.PROMISE, by_itself=True),
    Route("POST", "/promises/{id}/keeping", promises.keep, Right.PROMISE),
    Route("POST", "/promises/{id}/putting-off", promises.put_off, Right.PROMISE),
    Route("POST", "/promises/{id}/withdrawing", promises.withdraw, Right.PROMISE),
    Route("GET", "/escalations", escalations.page, Right.ESCALATE),
    Route("GET", "/escalations/new", escalations.new, Right.ESCALATE),
    Route("GET", "/escalations/count", escalations.count, Right.ESCALATE, by_itself=True),
    Route("POST", "/escalations", escalations.escalate, Right.ESCALATE),
    Route("POST", "/escalations/{id}/taking", escalations.take, Right.DECIDE),
    Route("POST", "/escalations/{id}/finishing", escalations.finish, Right.DECIDE),
    # --- what waits for somebody
    Route("GET", "/unsure-letters", lists.unsure, Right.SEE_LOSSES),
    Route("GET", "/dead-letters", lists.dead, Right.SEE_LOSSES),
    Route("POST", "/dead-letters/{id}/raw", lists.raw, Right.ORIGINALS),
    Route("GET", "/restock-requests", lists.restock, Right.SEE_RESTOCK),
)
