"""Photos and after-sales cases: whatever the buyer sends hangs on the case, several tick off several."""

from __future__ import annotations

from bot.dialogue.ask import Ask
from bot.dialogue.case_seen import Told, in_hand, lacking, look_into_the_book, open_stage, told_of
from bot.dialogue.case_told import go_on
from bot.dialogue.claim import Claim
from bot.dialogue.grievance_told import photos_of_a_grievance
from bot.dialogue.seen import Heard
from bot.dialogue.steps import HangPhotos
from bot.dialogue.turn import Turn


def photos_of_a_case(turn: Turn, letter: Heard, ask: Ask, *, again: bool) -> bool:
    """Whether they are some case's. `again`: of an album that was seen in this run or before."""
    look_into_the_book(turn)
    _take_up(turn)
    if turn.memory.claim is None and photos_of_a_grievance(turn, letter, ask, again=again):
        return True
    claim, told = turn.memory.claim, told_of(turn)
    if claim is not None:
        if not claim.opened:
            return again or _kept_until_then(turn, letter, ask)
        case = in_hand(turn)
        turn.act(HangPhotos(case.id if case else 0, claim.order, claim.sku))
        if turn.with_person or told is None or letter.text.strip():
            return again
        if not turn.asked_now:
            go_on(turn, ask, lead=_thanks(turn, told))
        return True
    running = [case for case in turn.facts.after.cases if not case.over]
    if not running or turn.memory.question("photos"):
        return False
    turn.act(HangPhotos(running[0].id, running[0].order, running[0].sku))
    if not again:
        turn.say(ask, "case_photos_added", {"ticket": str(running[0].id), "item": running[0].item})
    return True


def _thanks(turn: Turn, told: Told) -> str:
    """Before what is asked next: that they came, or that now all are there."""
    if open_stage(turn, told) == "photos":
        return "case_photo_here"
    reason = turn.facts.after.reason(told.claim.reason)
    all_there = reason is not None and reason.photos and not lacking(turn, told)
    return "case_shown_all" if all_there else "case_photo_here"


def _take_up(turn: Turn) -> None:
    """Days later, with nothing but a photo: it is of what was begun."""
    case = turn.facts.after.being_told()
    known = turn.facts.order(case.order) if case else None
    if turn.memory.claim is None and case is not None and known is not None and known.own:
        turn.memory.claim, turn.case_read = Claim().of(case), True


def _kept_until_then(turn: Turn, letter: Heard, ask: Ask) -> bool:
    """The case does not stand in the book yet: they hang on it when it does. What is asked comes back."""
    if not letter.text.strip() and told_of(turn) is not None and not turn.asked_now:
        go_on(turn, ask, lead="case_photo_here")
    elif not letter.text.strip():
        turn.say(ask, "photos_received")
    return True
