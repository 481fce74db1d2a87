"""The phrase lab: what the bot makes of a sentence, and the sentence as an example of what it means."""

from __future__ import annotations

from urllib.parse import urlencode

from aiohttp import web

from console import phrase_effects
from console.answers import drawn, is_piece, see_other
from console.door import Door, door, form, visit
from console.phrase_shapes import Looked
from console.views.phrases.parts import numbers, pack_of, page
from desk.errors import NotFound
from desk.pack_files import PLACE
from desk.store import Book, lessons, wordings
from desk.wording import LONGEST_SENTENCE, NO_INTENT, Edit, Place, Saying, digest, one_line, shipped_at
from desk.wording_check import wrongs

LIKELY = 3
MOST_AT_ONCE = 50


async def bench(request: web.Request) -> web.Response:
    """The whole page, or while somebody types only what stands beside the sentence."""
    here, text = door(request), _sentence(request.query.get("text", ""))
    order, language = request.query.get("order", "")[:64].strip(), request.query.get("language", "")
    language = language if language in here.packs.by_language else ""
    looked = await _looked(here, text, language, order) if text else None
    intents, csrf = tuple(here.lab.intents), visit(request).session.csrf
    if is_piece(request):
        return drawn(request, "phrases/_reading.html", csrf=csrf, looked=looked, intents=intents)
    return await page(
        request,
        "phrases/lab.html",
        "lab",
        text=text,
        order=order,
        chosen=language,
        looked=looked,
        intents=intents,
        csrf=csrf,
    )


async def add(request: web.Request) -> web.Response:
    """A sentence, or several of one group, as examples of an intent; with none, they are taken out of the examples."""
    here, sent, at = door(request), form(request), door(request).clock()
    language, intent, by = sent.text("language"), sent.text("intent"), visit(request).agent.id
    texts = list(dict.fromkeys(_sentence(line) for line in sent.text("text").split("\n")))[:MOST_AT_ONCE]
    if language not in here.packs.by_language:
        raise NotFound()
    edits = [edit for text in texts if text for edit in _edits(here, text, language, intent)]
    if any(wrongs(edit, here.packs, here.lab.vocabulary, here.guard) for edit in edits):
        return web.Response(status=422)
    learnt = numbers(sent.text("lessons"))

    def unit(book: Book) -> None:
        wordings.save(book, edits, at, by)
        lessons.settle(book, learnt, by, intent or "left", at)

    await here.store.write(unit)
    await here.keeper.look()
    return see_other(_back(request, sent.text("back"), texts[0] if texts else "", language))


def _edits(here: Door, text: str, language: str, intent: str) -> list[Edit]:
    """Where an example says the same already, that one moves instead: no two intents claim one sentence."""
    owner = here.lab.owner(text) if not PLACE.search(text) else None
    text = owner[0] if owner and _stands(here, owner[0], language) else text
    place = Place("saying", language, text)
    shipped = shipped_at(here.shelf.shipped, place)
    value = None if shipped == Saying(intent=intent) else Saying(intent=intent)
    if value is None and place not in here.shelf.edits:
        return []  # it says so already
    if value == Saying(intent=NO_INTENT) and shipped is None:
        value = None
    return [Edit(place, value, digest(shipped))]


def _stands(here: Door, text: str, language: str) -> bool:
    return any(text in intent.people_say for intent in here.packs.by_language[language].intents.values())


async def effect(request: web.Request) -> web.Response:
    """What it would change to add this sentence to each of its likeliest intents; asked for as it comes into view."""
    here, text = door(request), _sentence(request.query.get("text", ""))
    language = pack_of(request).language
    meant = await here.lab.meaning(text, language)
    effects, count = await phrase_effects.of_sentence(here, text, language, meant.top[:LIKELY])
    return drawn(request, "phrases/_effects.html", effects=effects, looked_at=count)


async def _looked(here: Door, text: str, language: str, order: str) -> Looked:
    reading = await here.lab.read(text, language, order)
    owner = here.lab.owner(text)
    likely = [pair for pair in reading.top if pair[1] > 0][:LIKELY]
    effects, count = await phrase_effects.of_sentence(here, text, language or reading.language, likely)
    return Looked(reading, effects, count, owner[1] if owner else "")


def _sentence(written: str) -> str:
    return one_line(written)[:LONGEST_SENTENCE]


def _back(request: web.Request, place: str, text: str, language: str) -> str:
    match place:
        case "lessons":
            return "/phrases/lessons?said=saved"
        case "sayings":
            return "/phrases/saying?" + urlencode(
                {"language": language, "intent": form(request).text("shown"), "said": "saved"}
            )
        case _:
            return "/phrases/lab?" + urlencode({"text": text, "language": language, "said": "saved"})
