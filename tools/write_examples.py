"""Write docs/examples/: ten trips of the ward network in every language, as they are told.

``python tools/write_examples.py`` writes them; a test compares them with what
the program tells today. Trips and the day are fixed, so that a difference is
one of words or of data.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from routeguide.directions.describe import Manner, describe_answer
from routeguide.directions.language import LANGUAGES
from routeguide.directions.phrase import Noun
from routeguide.directions.words import Words
from routeguide.exchange import said
from routeguide.model.asked import JST
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.route import Answer, Endpoint, Query
from routeguide.model.traveller import Group, get_preset
from routeguide.network.build import BuildInput, build_network
from routeguide.network.store import Network, load_network
from routeguide.network.ward import load_ward
from routeguide.routing.plan import find_route
from routeguide.speech.readings import readings_of

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "examples"
DAY = date(2026, 11, 24)
DEPART = datetime(2026, 11, 24, 10, 0, tzinfo=JST)
WHO = ("white_cane", "wheelchair_manual")
TRIPS = (
    ("kotake-mukaihara", "kotake-toshokan"),
    ("heiwadai", "heiwadai-toshokan"),
    ("hikarigaoka", "hikarigaokakumin-center"),
    ("hikarigaoka", "hikarigaoka-toshokan"),
    ("nakamurabashi", "bijutsukan"),
    ("nerima", "nerimabunka-center"),
    ("nerima-takanodai", "juntendoudaigakuigakubufuzokunerima-byoin"),
    ("shakujii-koen", "shakujii-toshokan"),
    ("hikawadai", "sakuradai-taiikukan"),
    ("toshimaen", "nerimakuyakusho"),
)
"""Trips of the ward network that a wheelchair user and a blind walker can make."""

HEAD = """\
<!-- Written by tools/write_examples.py; not to be edited. -->
# {name}

Ten trips of the ward network as routeguide tells them, for a person with a white cane and for one
in a manual wheelchair, on {day}. The ways are candidates, none is designated by the ward, and none
was walked or measured for this project. ♪ is what a voice is given where it differs from the text.
"""


def ask(network: Network, station: str, facility: str, who: str) -> Answer:
    """Answer one trip."""
    query = Query(
        Endpoint(place=f"station:{station}"), Endpoint(place=f"facility:{facility}"),
        get_preset(who), DEPART,
    )  # fmt: skip
    return find_route(network, query)


def write_language(network: Network, code: str) -> str:
    """Return the examples in one language, as Markdown."""
    parts = [HEAD.format(name=LANGUAGES[code], day=DAY.isoformat())]
    manner = Manner(language=code, readings=readings_of(network))
    words = manner.words(Group.WALK)
    for station, facility in TRIPS:
        for who in WHO:
            answer = ask(network, station, facility, who)
            parts += _trip(words, answer, describe_answer(answer, manner=manner)[0], who)
    return "\n".join(parts)


def _trip(words: Words, answer: Answer, guidance: Guidance, who: str) -> Iterator[str]:
    traveller = words.word(Noun("travellers", who))
    yield f"\n## {said.say_title(words, answer)} / {traveller}\n"
    for line in (guidance.overview, *guidance.why):
        yield from _told("", line)
        yield ""
    caution = said.label(words, "caution")
    for number, block in enumerate(guidance.blocks, 1):
        yield from _step(number, block, caution)


def _step(number: int, block: Block, caution: str) -> Iterator[str]:
    head = f"{number}. "
    rows = [(f"{caution}: ", line) for line in block.cautions]
    rows += [("", block.said), *(("", line) for line in block.notes)]
    for row, (mark, line) in enumerate(rows):
        lead = " " * len(head) if row else head
        yield from (f"{lead if n == 0 else ' ' * len(head)}{text}<br>"
                    for n, text in enumerate(_told(mark, line)))  # fmt: skip


def _told(mark: str, line: Line) -> Iterator[str]:
    yield mark + line.text
    if line.speech != line.text:
        yield f"♪ {line.speech}"


def build(folder: Path) -> Network:
    """Return the ward network, built in a folder."""
    ward = load_ward(ROOT / "graphdata" / "ward", today=DAY)
    return load_network(build_network(BuildInput(None, ward), folder))


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        network = build(Path(folder))
        for code in LANGUAGES:
            path = FOLDER / f"directions-{code}.md"
            path.write_text(write_language(network, code), encoding="utf-8")
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
