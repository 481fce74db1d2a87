"""Letters that are told by their names: you-ess-dee-tee, ewe pee eye."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desk.banned.pairs import pairs

NAMES = pairs(
    "ay=a bee=b be=b cee=c see=c sea=c dee=d ee=e eff=f gee=g aitch=h haitch=h eye=i jay=j kay=k el=l ell=l em=m "
    "en=n oh=o pee=p cue=q queue=q ar=r are=r ess=s tee=t tea=t you=u ewe=u yoo=u vee=v dubya=w doubleyou=w ex=x "
    "why=y wye=y zed=z zee=z"
)
NO_WORDS = frozenset(
    [
        "cee",
        "dee",
        "eff",
        "gee",
        "jay",
        "kay",
        "ell",
        "pee",
        "ess",
        "tee",
        "vee",
        "zed",
        "zee",
        "aitch",
        "haitch",
        "dubya",
        "doubleyou",
        "ewe",
        "yoo",
        "ex",
    ]
)
"""Those that hardly stand in a sentence otherwise."""
FEWEST_NO_WORDS = 2
"""Of a row of names how many must be such."""
Told = tuple[int, int, str]
"""From which place up to which, and what is said there."""


def letters_named(words: Sequence[Told]) -> Iterator[Told]:
    row: list[Told] = []
    for word in [*words, (-1, -1, "")]:
        start, _, name = word
        if name in NAMES and (not row or start - row[-1][1] <= 1):
            row.append(word)
            continue
        if sum(said in NO_WORDS for _, _, said in row) >= FEWEST_NO_WORDS:
            yield row[0][0], row[-1][1], "".join(NAMES[said] for _, _, said in row)
        row = [word] if name in NAMES else []
