"""A route of twelve blocks as sound: cold, kept, and beside the length of its sound.

Run by ``make bench``; prints figures and ratios measured in this one run, on
the ward network, so that it needs no extract.
"""

from __future__ import annotations

import gc
import resource
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from routeguide.directions.describe import read_manner
from routeguide.model.route import Answer, Endpoint, Query
from routeguide.model.traveller import get_preset
from routeguide.network.build import BuildInput, build_network
from routeguide.network.store import Network, load_network
from routeguide.network.ward import load_ward
from routeguide.routing.plan import find_route
from routeguide.speech.readings import readings_of
from routeguide.speech.script import Script, script_of_answer
from routeguide.speech.settings import SpeechSettings
from routeguide.speech.voices import make_speaker

ROOT = Path(__file__).resolve().parent.parent
BUILT = date(2026, 11, 24)
BLOCKS = 12
COLD_S, FIRST_S = 3.0, 1.0
LANGUAGES = ("ja", "en", "zh", "ko")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ward = load_ward(ROOT / "graphdata" / "ward", today=BUILT)
        built = build_network(BuildInput(None, ward), Path(folder) / "network")
        network = load_network(built, today=BUILT)
        answer = find_answer(network)
        for language in LANGUAGES:
            for length in ("full", "walking"):
                measure(network, answer, language, length)


def find_answer(network: Network) -> Answer:
    """Return the answer whose number of blocks comes nearest to twelve, from below."""
    asked = datetime.now(UTC)
    reachable = sorted(network.report["reachable"])
    stations = [name for name in reachable if name.startswith("station:")]
    goals = [name for name in reachable if name.startswith("facility:")]
    best: tuple[int, Answer] | None = None
    for start in stations:
        for goal in goals:
            ends = Endpoint(place=start), Endpoint(place=goal)
            answer = find_route(network, Query(*ends, get_preset("white_cane"), asked))
            script = spoken(network, answer, "ja", "full") if answer.routes else None
            count = len(script.parts) - 1 if script else 0
            if count and (best is None or abs(count - BLOCKS) < abs(best[0] - BLOCKS)):
                best = count, answer
            if count == BLOCKS:
                return answer
    if best is None:
        raise SystemExit("no route on the ward network")
    return best[1]


def spoken(network: Network, answer: Answer, language: str, length: str) -> Script:
    """Return what is read aloud of an answer."""
    manner = read_manner(language, length, "none", readings_of(network))
    script = script_of_answer(answer, manner)
    if script is None:
        raise SystemExit("nothing to read")
    return script


def measure(network: Network, answer: Answer, language: str, length: str) -> None:
    """Print how long the first block, the whole route and the kept route take."""
    script = spoken(network, answer, language, length)
    with tempfile.TemporaryDirectory() as folder:
        speaker = make_speaker(network, SpeechSettings(folder=Path(folder) / "first"))
        began = time.perf_counter()
        speaker.record(script.only(1) or script)
        first = time.perf_counter() - began
        del speaker
        speaker = make_speaker(network, SpeechSettings(folder=Path(folder) / "whole"))
        began, spent = time.perf_counter(), used_s()
        made = speaker.record(script)
        cold = time.perf_counter() - began
        kept = []
        for _ in range(9):
            began = time.perf_counter()
            speaker.record(script)
            kept.append((time.perf_counter() - began) * 1000)
        del speaker
        work = used_s() - spent
    print(
        f"{language} {length:<8} {len(script.parts) - 1:2} blocks,"
        f" {len(script.sentences):2} sentences, {made.duration_s:6.1f} s of sound,"
        f" {len(made.stream) // 1000} KB"
    )
    print(f"  first block cold   {first:6.2f} s   {reached(first, FIRST_S)}")
    print(
        f"  whole route cold   {cold:6.2f} s   {reached(cold, COLD_S)};"
        f" {cold / made.duration_s:5.3f} of its sound"
    )
    print(f"  processor time     {work:6.2f} s   {work / made.duration_s:5.3f} of its sound")
    print(f"  whole route kept   {statistics.median(kept):6.1f} ms")


def used_s() -> float:
    """Return the processor time of this process and of those that it has ended, in seconds."""
    gc.collect()  # ends the processes of speakers that are gone
    rows = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(row.ru_utime + row.ru_stime for row in rows)


def reached(seconds: float, wanted: float) -> str:
    """Return whether a goal was reached."""
    return f"goal {wanted:.0f} s: {'reached' if seconds <= wanted else 'NOT reached'}"


if __name__ == "__main__":
    main()
