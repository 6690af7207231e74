"""Write docs/examples/: ten trips of the ward network in every language, as they are told.

Three of them also on paper, in braille and as texts for reading aloud, with a
table of how long each is.

``python tools/write_examples.py`` writes them; a test compares them with what
the program tells today. Trips and the day are fixed, so that a difference is
one of words or of data.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from routeguide.directions.describe import Manner, describe_answer
from routeguide.directions.language import LANGUAGES
from routeguide.directions.phrase import Noun
from routeguide.directions.ruby import ALL_RUBY
from routeguide.directions.words import Words, Writing
from routeguide.exchange import said
from routeguide.exchange.answer_sheet import answer_to_sheet
from routeguide.exchange.answer_text import answer_to_text
from routeguide.exchange.network_info import network_info
from routeguide.model.asked import JST
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.route import Answer, Endpoint, Query
from routeguide.model.sheet import Sheet
from routeguide.model.traveller import Group, get_preset
from routeguide.network.build import BuildInput, build_network
from routeguide.network.store import Network, load_network
from routeguide.network.ward import load_ward
from routeguide.routing.plan import find_route
from routeguide.speech.braille_page import to_pages, write_brf
from routeguide.speech.braille_sheet import braille_lines, sheet_to_braille
from routeguide.speech.print_pdf import PrintOptions, Theme, sheet_to_png
from routeguide.speech.readings import readings_of
from routeguide.speech.script import get_part, script_of_answer
from routeguide.speech.settings import SpeechSettings
from routeguide.speech.voices import make_speaker

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


# -- on paper, in braille, for reading aloud ----------------------------------------

SHEET_TRIPS = (
    ("kotake-mukaihara", "kotake-toshokan", "white_cane", PrintOptions(22)),
    ("nakamurabashi", "bijutsukan", "wheelchair_manual", PrintOptions(28, Theme.BLACK)),
    ("hikarigaoka", "hikarigaoka-toshokan", "walk", PrintOptions(25, Theme.CREAM)),
)
SHEETS = FOLDER / "sheets"
PAGE, PPI = 1, 45.0
ADDRESS = "https://michi.example.jp/route"
SHEET_HEAD = f"""\
<!-- Written by tools/write_examples.py; not to be edited. -->
# Three trips on paper, in braille and for reading aloud

From the ward network, on {DAY.isoformat()}. The ways are candidates, none designated by the ward
and none walked or measured for this project. The braille is 自動点訳（校正前）: nobody has read
it over. Pictures show the second page of each print.
"""

Durations = Callable[[Network, Answer, Manner], str | None]


def tell_sound(network: Network, answer: Answer, manner: Manner) -> str | None:
    """Return how long a trip sounds and when each block begins, from its sound made now."""
    script = get_part(script_of_answer(answer, manner, places=network.places))
    with tempfile.TemporaryDirectory() as folder:
        made = make_speaker(network, SpeechSettings(folder=Path(folder))).record(script)
    begins = ", ".join(f"{one.number} at {_clock(one.start_s)}" for one in made.chapters)
    sentences = f"{len(script.sentences)} sentences"
    return f"{_clock(made.duration_s)}, {sentences}, {', '.join(made.voices)}; blocks: {begins}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def write_trip(network: Network, number: int) -> dict[str, bytes]:
    """Return the files of one trip by their names, the picture left out."""
    station, facility, who, _ = SHEET_TRIPS[number]
    answer, manner = ask(network, station, facility, who), _read_manner(network)
    kana = replace(manner, writing=Writing.KANA)
    lines = braille_lines(sheet_to_braille(_sheet(network, answer, manner), readings_of(network)))
    name = f"{station}-{who}"
    return {
        f"{name}.txt": (
            answer_to_text(answer, manner=replace(manner, ruby=Manner().ruby)) + "\n"
        ).encode(),
        f"{name}.yomi.txt": (answer_to_text(answer, manner=kana) + "\n").encode(),
        f"{name}.brf": write_brf(lines).encode(),
    }


def draw_trip(network: Network, number: int) -> tuple[str, bytes]:
    """Return the name and the picture of a page of one trip's print."""
    station, facility, who, options = SHEET_TRIPS[number]
    answer = ask(network, station, facility, who)
    sheet = _sheet(network, answer, _read_manner(network))
    picture = sheet_to_png(sheet, options=options, made_at=DEPART, page=PAGE, ppi=PPI)
    return f"{station}-{who}.png", picture


def write_index(network: Network, durations: Durations = tell_sound) -> str:
    """Return the page that leads to the files, as Markdown."""
    return SHEET_HEAD + "".join(
        row for n in range(len(SHEET_TRIPS)) for row in _sheet_row(network, n, durations)
    )


def _sheet_row(network: Network, number: int, durations: Durations) -> Iterator[str]:
    station, facility, who, options = SHEET_TRIPS[number]
    answer, manner = ask(network, station, facility, who), _read_manner(network)
    words = Manner(readings=manner.readings).words(Group.WALK)
    texts = sheet_to_braille(_sheet(network, answer, manner), readings_of(network))
    lines, steps = braille_lines(texts), sum(text.step is not None for text in texts)
    name = f"sheets/{station}-{who}"
    sound = durations(network, answer, manner)
    yield f"\n## {said.say_title(words, answer)}\n\n"
    yield f"- `{who}`, {steps} steps, printed in {options.size_pt} pt, {options.theme}\n"
    yield f"- [text]({name}.txt), [in kana]({name}.yomi.txt)\n"
    yield f"- [braille]({name}.brf): {len(lines)} lines, {len(to_pages(lines))} pages\n"
    yield f"- sound: {sound}\n" if sound else ""
    yield f"\n![The second page of the print]({name}.png)\n"


def _read_manner(network: Network) -> Manner:
    return Manner(readings=readings_of(network), ruby=ALL_RUBY)


def _sheet(network: Network, answer: Answer, manner: Manner) -> Sheet:
    info = network_info(network) | {"built_at": None}
    return answer_to_sheet(
        answer, network_info=info, manner=manner, address=ADDRESS, places=network.places
    )


def main() -> None:
    """Write all files."""
    SHEETS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        network = build(Path(folder))
        for code in LANGUAGES:
            path = FOLDER / f"directions-{code}.md"
            path.write_text(write_language(network, code), encoding="utf-8")
            print(path.relative_to(ROOT))
        for number in range(len(SHEET_TRIPS)):
            drawn, picture = draw_trip(network, number)
            for name, made in {**write_trip(network, number), drawn: picture}.items():
                (SHEETS / name).write_bytes(made)
                print((SHEETS / name).relative_to(ROOT))
        (FOLDER / "sheets.md").write_text(write_index(network), encoding="utf-8")


if __name__ == "__main__":
    main()
