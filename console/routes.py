"""Every address of the console, and who may use it. What is not here does not exist."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

from aiohttp import web

from console import live
from console.views import (
    account,
    allowances,
    asking,
    audit,
    conversation,
    drafts,
    escalations,
    handed_over,
    handover,
    handovers,
    house,
    levels,
    lists,
    moves,
    offers,
    passing_on,
    people,
    photos,
    presence,
    promises,
    queues,
    reports,
    reveals,
    scores,
    sign_in,
    wall,
    words,
    working_hours,
)
from console.views.figures import explain as figures_behind
from console.views.figures import files as figures_files
from console.views.figures import mine as figures_mine
from console.views.figures import overview as figures_pages
from console.views.figures import what_if as figures_what_if
from console.views.phrases import banned, edit, hits, learning, moving
from console.views.phrases import lab as phrase_lab
from console.views.phrases import lists as phrase_lists
from console.views.rules import after_sales, afterwards, hours, response_times, rule_packs
from console.views.rules import reports as report_times
from console.views.tickets import copies as ticket_copies
from console.views.tickets import lists as ticket_lists
from console.views.tickets import moves as ticket_moves
from console.views.tickets import opening as ticket_opening
from console.views.tickets import page as ticket_page
from console.views.tickets import reasons as ticket_reasons
from console.views.tickets import receiving as ticket_receiving
from console.views.tickets import slips as ticket_slips
from desk.agent import Right
from desk.record import record

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Who(StrEnum):
    MACHINE = "machine"  # monitoring, by any name of the host
    PUBLIC = "public"  # the same for everybody
    ANYONE = "anyone"  # signed in or not
    SIGNED_IN = "signed_in"  # whatever their role


@record(frozen=True, slots=True)
class Route:
    method: str
    path: str
    handler: Handler
    needs: Right | Who
    takes_files: bool = False
    by_itself: bool = False
    """Asked by the page, not by a person: does not keep a session alive."""


DESK, TALK, TICKETS = Right.SEE_DESK, Right.CONVERSE, Right.SEE_TICKETS
PHRASES, ALLOW, RULES = Right.PHRASES, Right.ALLOW, Right.RULES

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
    Route("GET", "/presence", presence.mine, TALK, by_itself=True),
    Route("POST", "/presence", presence.choose, TALK),
    Route("GET", "/offers", offers.mine, TALK, by_itself=True),
    Route("POST", "/desk/{id}/taking", moves.take, TALK),
    Route("POST", "/desk/{id}/declining", offers.decline, TALK),
    Route("GET", "/desk/{id}/passing-on", passing_on.form_of, TALK),
    Route("POST", "/desk/{id}/passing-on", passing_on.pass_on, TALK),
    Route("POST", "/desk/{id}/whispers", passing_on.whisper, Right.DIRECT),
    Route("POST", "/desk/{id}/draft", drafts.keep, TALK, by_itself=True),
    Route("POST", "/desk/{id}/taking-over", moves.take_over, Right.TAKE_OVER),
    Route("POST", "/desk/{id}/releasing", moves.release, TALK),
    Route("POST", "/desk/{id}/giving-back", moves.give_back, TALK),
    Route("POST", "/desk/{id}/closing", moves.close, TALK),
    Route("POST", "/desk/{id}/messages", words.say, TALK, takes_files=True),
    Route("POST", "/desk/{id}/messages/{message}/resending", words.send_again, TALK),
    Route("POST", "/desk/{id}/messages/{message}/withdrawing", words.withdraw, TALK),
    Route("POST", "/desk/{id}/messages/{message}/letting-be", words.let_be, TALK),
    Route("POST", "/desk/{id}/typing", words.typing, TALK, by_itself=True),
    Route("POST", "/desk/{id}/checking", asking.check, TALK, by_itself=True),
    Route("POST", "/desk/{id}/asking", asking.ask, TALK),
    Route("GET", "/desk/{id}/asking", asking.piece, TALK, by_itself=True),
    Route("POST", "/asking/{id}/putting-away", asking.put_away, TALK),
    Route("GET", "/desk/{id}/promises", promises.beside, DESK, by_itself=True),
    Route("POST", "/desk/{id}/promises", promises.note, Right.PROMISE),
    Route("POST", "/desk/{id}/noticing", promises.notice, Right.PROMISE, by_itself=True),
    Route("POST", "/desk/{id}/level", levels.rank, Right.BUYER_LEVEL),
    Route("POST", "/desk/{id}/reveals", reveals.reveal, Right.REVEAL),
    Route("GET", "/photos/{key}", photos.view, DESK, by_itself=True),
    Route("POST", "/photos/{key}/original", photos.original, Right.ORIGINALS),
    Route("POST", "/photos/{key}/retrying", photos.retry, TALK),
    # --- who is there, and who answers what
    Route("GET", "/people", people.page, Right.DIRECT),
    Route("POST", "/people/{id}", people.save, Right.QUEUES),
    Route("GET", "/wall", wall.page, Right.WALL),
    Route("GET", "/wall/live", wall.stream, Right.WALL, by_itself=True),
    Route("GET", "/figures", figures_pages.show, Right.FIGURES),
    Route("GET", "/figures/parts", figures_pages.parts, Right.FIGURES),
    Route("GET", "/figures/what-if", figures_what_if.show, Right.FIGURES),
    Route("POST", "/figures/file", figures_files.table, Right.COPIES),
    Route("POST", "/figures/{metric}/file", figures_files.behind, Right.COPIES),
    Route("GET", "/figures/mine", figures_mine.mine, TALK, by_itself=True),
    Route("GET", "/figures/{metric}", figures_behind.show, Right.FIGURES),
    Route("GET", "/desk/{id}/at/{at}", figures_behind.there, DESK),
    Route("POST", "/people/{id}/hours", working_hours.save, Right.QUEUES),
    Route("GET", "/queues", queues.page, Right.QUEUES),
    Route("POST", "/queues", queues.add, Right.QUEUES),
    Route("POST", "/queues/{id}", queues.save, Right.QUEUES),
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
    Route("GET", "/phrases/banned", banned.page, PHRASES),
    Route("POST", "/phrases/banned/trying", banned.try_text, PHRASES, by_itself=True),
    Route("GET", "/phrases/rule", banned.rule, PHRASES),
    Route("POST", "/phrases/rule", banned.save, PHRASES),
    Route("POST", "/phrases/rule/trying", banned.try_rule, PHRASES, by_itself=True),
    Route("GET", "/phrases/hits", hits.page, PHRASES),
    Route("GET", "/phrases/hits/each", hits.each, PHRASES),
    # --- the shop's rules
    Route("GET", "/hours", hours.PAGE.show, RULES),
    Route("POST", "/hours", hours.save_week, RULES),
    Route("POST", "/hours/trying", hours.trying, RULES, by_itself=True),
    Route("POST", "/hours/days", hours.save_days, RULES),
    Route("POST", "/hours/days/removing", hours.remove_days, RULES),
    Route("POST", "/hours/putting-back", hours.PAGE.put_back, RULES),
    Route("GET", "/response-times", response_times.PAGE.show, RULES),
    Route("POST", "/response-times", response_times.save_ladder, RULES),
    Route("POST", "/response-times/removing", response_times.remove, RULES),
    Route("POST", "/response-times/putting-back", response_times.PAGE.put_back, RULES),
    Route("GET", "/after-sales", after_sales.PAGE.show, RULES),
    Route("POST", "/after-sales", after_sales.save_it, RULES),
    Route("POST", "/after-sales/putting-back", after_sales.PAGE.put_back, RULES),
    Route("GET", "/afterwards", afterwards.PAGE.show, RULES),
    Route("POST", "/afterwards", afterwards.save_it, RULES),
    Route("POST", "/afterwards/putting-back", afterwards.PAGE.put_back, RULES),
    Route("GET", "/rule-packs", rule_packs.PAGE.show, RULES),
    Route("POST", "/rule-packs", rule_packs.save_pack, RULES),
    Route("POST", "/rule-packs/removing", rule_packs.remove, RULES),
    Route("POST", "/rule-packs/putting-back", rule_packs.PAGE.put_back, RULES),
    # --- what buyers say afterwards
    Route("GET", "/scores", scores.page, Right.SCORES),
    Route("POST", "/scores/{id}/seeing", scores.see, Right.ALL_SCORES),
    Route("GET", "/follow-ups", scores.contacts, Right.ALL_SCORES),
    Route("GET", "/report-times", report_times.PAGE.show, RULES),
    Route("POST", "/report-times", report_times.save_it, RULES),
    Route("POST", "/report-times/putting-back", report_times.PAGE.put_back, RULES),
    # --- reports
    Route("GET", "/reports", reports.page, Right.FIGURES),
    Route("POST", "/reports", reports.make, Right.FIGURES),
    Route("GET", "/reports/{id}", reports.one, Right.FIGURES),
    Route("GET", "/reports/{id}/xlsx", reports.workbook, Right.FIGURES),
    Route("POST", "/reports/{id}/sending", reports.send, Right.FIGURES),
    # --- what was promised, and what was raised
    Route("GET", "/promises", promises.page, Right.PROMISE),
    Route("GET", "/promises/count", promises.count, Right.PROMISE, by_itself=True),
    Route("GET", "/promises/{id}/call", promises.call, Right.PROMISE, by_itself=True),
    Route("POST", "/promises/{id}/keeping", promises.keep, Right.PROMISE),
    Route("POST", "/promises/{id}/putting-off", promises.put_off, Right.PROMISE),
    Route("POST", "/promises/{id}/taking", promises.take, Right.ALL_PROMISES),
    Route("POST", "/promises/{id}/withdrawing", promises.withdraw, Right.PROMISE),
    Route("GET", "/escalations", escalations.page, Right.ESCALATE),
    Route("GET", "/escalations/new", escalations.new, Right.ESCALATE),
    Route("GET", "/escalations/count", escalations.count, Right.ESCALATE, by_itself=True),
    Route("POST", "/escalations", escalations.escalate, Right.ESCALATE),
    Route("POST", "/escalations/{id}/taking", escalations.take, Right.DECIDE),
    Route("POST", "/escalations/{id}/finishing", escalations.finish, Right.DECIDE),
    # --- after-sales tickets
    Route("GET", "/tickets", ticket_lists.page, TICKETS),
    Route("GET", "/tickets/count", ticket_lists.count, TICKETS, by_itself=True),
    Route("POST", "/tickets/file", ticket_copies.file, Right.COPIES),
    Route("POST", "/tickets/columns", ticket_lists.columns, TICKETS),
    Route("POST", "/tickets/views", ticket_lists.keep_view, TICKETS),
    Route("POST", "/tickets/views/forgetting", ticket_lists.forget_view, TICKETS),
    Route("POST", "/tickets/assigning", ticket_lists.assign, TICKETS),
    Route("GET", "/tickets/receive", ticket_receiving.page, TICKETS),
    Route("GET", "/ticket-reasons", ticket_reasons.page, Right.TICKET_REASONS),
    Route("POST", "/ticket-reasons", ticket_reasons.add, Right.TICKET_REASONS),
    Route("POST", "/ticket-reasons/{id}", ticket_reasons.save, Right.TICKET_REASONS),
    Route("POST", "/ticket-reasons/{id}/moving", ticket_reasons.move, Right.TICKET_REASONS),
    Route("POST", "/ticket-reasons/{id}/deleting", ticket_reasons.delete, Right.TICKET_REASONS),
    Route("GET", "/tickets/{id}", ticket_page.page, TICKETS),
    Route("GET", "/tickets/{id}/case", ticket_page.case, TICKETS, by_itself=True),
    Route("GET", "/tickets/{id}/acts", ticket_page.acts, TICKETS, by_itself=True),
    Route("GET", "/tickets/{id}/slip", ticket_slips.one, TICKETS),
    Route("POST", "/tickets/slips", ticket_slips.several, TICKETS),
    Route("POST", "/tickets/{id}/moves/{verb}", ticket_moves.move, TICKETS, takes_files=True),
    Route("POST", "/tickets/{id}/assigning", ticket_moves.assign, TICKETS),
    Route("POST", "/tickets/{id}/raising", ticket_moves.raise_it, TICKETS),
    Route("GET", "/desk/{id}/tickets", ticket_opening.beside, TICKETS, by_itself=True),
    Route("GET", "/desk/{id}/tickets/new", ticket_opening.page, Right.OPEN_TICKETS),
    Route("POST", "/desk/{id}/tickets", ticket_opening.open_one, Right.OPEN_TICKETS),
    Route("POST", "/tickets/{id}/reason", ticket_moves.change_reason, Right.OPEN_TICKETS),
    # --- the end of a shift
    Route("GET", "/shift-handover", handover.page, Right.HAND_OVER),
    Route("GET", "/shift-handover/link", handover.link, Right.HAND_OVER, by_itself=True),
    Route("GET", "/shift-handover/call", handover.call, Right.HAND_OVER, by_itself=True),
    Route("POST", "/shift-handover", handover.open_by_hand, Right.HAND_OVER),
    Route("POST", "/shift-handover/staying", handover.stay, Right.HAND_OVER),
    Route("POST", "/shift-handover/confirming", handover.confirm, Right.HAND_OVER),
    Route("POST", "/shift-handover/matters/{id}", handover.choose, Right.HAND_OVER),
    Route("POST", "/shift-handover/matters/{id}/accepting", handed_over.accept, Right.HAND_OVER),
    Route("POST", "/shift-handover/matters/{id}/declining", handed_over.decline, Right.HAND_OVER),
    Route("GET", "/shift-handovers", handovers.page, Right.HAND_OVER),
    Route("GET", "/shift-handovers/{id}", handovers.one, Right.HAND_OVER),
    Route("POST", "/shift-handovers/{id}/accepting", handed_over.accept_all, Right.HAND_OVER),
    Route("POST", "/people/{id}/releasing", handovers.release, Right.ALL_HANDOVERS),
    # --- what waits for somebody
    Route("GET", "/allowances", allowances.page, ALLOW),
    Route("GET", "/allowances/open", allowances.open_ones, ALLOW, by_itself=True),
    Route("GET", "/allowances/count", allowances.count, ALLOW, by_itself=True),
    Route("POST", "/allowances/{id}/granting", allowances.grant, ALLOW),
    Route("POST", "/allowances/{id}/refusing", allowances.refuse, ALLOW),
    Route("GET", "/unsure-letters", lists.unsure, Right.SEE_LOSSES),
    Route("GET", "/dead-letters", lists.dead, Right.SEE_LOSSES),
    Route("POST", "/dead-letters/{id}/raw", lists.raw, Right.ORIGINALS),
    Route("GET", "/audit", audit.page, Right.SEE_LOSSES),
    Route("GET", "/audit/{key}", audit.rows, Right.SEE_LOSSES),
    Route("GET", "/restock-requests", lists.restock, Right.SEE_RESTOCK),
)
