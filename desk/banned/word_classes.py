"""Words that the tone takes for each other, and what of a text is no word: an id, a long number, a question. What was said
of one app or illness is then known of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_CLASSES = {
    "App": "whatsapp wa telegram tg tele viber kakao kakaotalk insta instagram ig fb facebook messenger tiktok discord snapchat snap skype "
    "signal zalo wechat weixin vx wx line imessage facetime threema kik icq qq linkedin twitter hangouts zoom bbm imo botim tango",
    "Money": "paypal venmo zelle cashapp revolut bitcoin btc crypto usdt ethereum eth litecoin ltc dogecoin doge moneygram gcash upi gpay "
    "phonepe paytm bkash mpesa paynow paylah bizum payoneer skrill neteller tether monero tikkie twint swish vipps blik pix paysafecard wise "
    "monzo chime interac alipay payid osko kakaopay grabpay opay momo hawala trc usdc solana",
    "Coins": "cash notes dosh dough quid bucks moola bills coins money fiver tenner kash lucre wad envelope",
    "Most": "best finest greatest cheapest strongest safest fastest lightest softest purest quietest sharpest toughest warmest coolest smartest "
    "brightest healthiest highest lowest thinnest hardest cleanest freshest tastiest smoothest nicest sturdiest longest quickest biggest "
    "smallest latest simplest easiest comfiest richest deepest",
    "Ill": "eczema cancer diabetes acne arthritis rheumatism insomnia disease diseases illness illnesses virus viruses covid flu pain pains "
    "wrinkles snoring depression anxiety allergy allergies psoriasis baldness migraine migraines headache headaches asthma cellulite infection "
    "infections fungus dandruff obesity stress adhd autism dementia alzheimers gout sciatica tinnitus hangover hangovers scars warts colds fever "
    "ulcer ulcers ibs rosacea thyroid tumour tumours tumor stroke haemorrhoids piles sinusitis bronchitis cough hypertension",
    "Kin": "brother sister cousin wife husband mum mom dad mother father uncle aunt auntie aunty nephew niece boyfriend girlfriend son daughter "
    "grandma grandmother granny nan gran grandad grandpa grandfather kid child toddler mate roommate flatmate",
    "Other": "dhl ups fedex evri hermes usps dpd courier couriers carrier driver drivers postman warehouse supplier factory packers packer "
    "accounts finance despatch dispatch logistics manufacturer maker platform bank customs intern trainee marketing purchasing",
    "Day": "monday tuesday wednesday thursday friday saturday sunday today tonight tomorrow noon january february march april june july august "
    "september october november december",
    "Fool": "idiot idiots stupid dumb moron fool clown muppet genius dimwit numpty thick dense clueless brainless einstein sherlock",
    "Dear": "love dear honey sweetheart darling sweetie hun pet mate buddy pal bro sir madam maam",
}
CLASSES = {word: name for name, words in _CLASSES.items() for word in words.split()}
_SIGNS = (
    ("Mail", re.compile(r"[\w.+-]+@[\w-]+\.\w+")),
    ("Handle", re.compile(r"(?<![\w.])@ ?[A-Za-z][\w.]{2,}")),
    ("Number", re.compile(r"\+?\d[\d \-().]{6,}\d")),
    ("Address", re.compile(r"https?://|\b[\w-]+\.(?:com|me|net|co|ly|io|shop|gg)\b")),
    (
        "Price",
        re.compile(r"[$£€] ?\d|\b\d+ ?(?:usd|eur|gbp|quid|dollars|bucks|euros?|pounds)\b", re.IGNORECASE),
    ),
    ("Share", re.compile(r"\d ?(?:%|percent|per cent)", re.IGNORECASE)),
    ("Asks", re.compile(r"\?\s*\W?$")),
    ("Shouts", re.compile("!")),
    ("Quotes", re.compile(r"[\"“]")),
    ("Dots", re.compile(r"\.\.|…")),
)


def classed(words: Sequence[str]) -> Iterator[str]:
    """Each few words that have such a word among them, with its class in its place."""
    known = [CLASSES.get(word, word) for word in words]
    for at, (word, name) in enumerate(zip(words, known, strict=True)):
        if word is name:
            continue
        yield name
        for first in range(max(0, at - 2), at + 1):
            for last in range(max(at + 1, first + 2), min(len(known), first + 3) + 1):
                yield " ".join(known[first:last])
        if at > 1:
            yield f"{known[at - 2]} _ {name}"
        if at + 2 < len(known):
            yield f"{name} _ {known[at + 2]}"


def signs(text: str) -> Iterator[str]:
    """Names of what is there beside words."""
    return (name for name, sign in _SIGNS if sign.search(text))
