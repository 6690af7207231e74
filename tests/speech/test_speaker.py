"""Who speaks: order, fallback, library, breaker, and what happens when nothing works."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from routeguide.errors import NoSound, SpeechBusy
from routeguide.speech import mp3
from routeguide.speech.breaker import Breaker
from routeguide.speech.library import AudioLibrary
from routeguide.speech.processes import Processes
from routeguide.speech.script import Part, Script
from routeguide.speech.speaker import PAUSE_OF_BLOCK_S, PAUSE_S, Speaker
from tests.speech.engines import Beeper, InProcess

SCRIPT = Script(
    "ja",
    (
        Part(0, "はじめに", ("駅から図書館まで、およそ600メートルです。", "階段はありません。")),
        Part(1, "1. 右へ", ("注意。", "段差です。", "右に曲がります。")),
        Part(2, "2. 着く", ("注意。", "到着です。")),
    ),
    "駅から図書館まで",
)
DISTINCT = 6


@pytest.fixture
def library(tmp_path: Path) -> AudioLibrary:
    return AudioLibrary(tmp_path / "audio", 10_000_000)


def speaker(library: AudioLibrary, *engines, **more) -> Speaker:  # noqa: ANN002, ANN003
    return Speaker({"ja": engines, "en": engines}, library, **more)


def test_a_route_is_spoken_once_and_then_kept(library: AudioLibrary) -> None:
    engine = Beeper()
    first = speaker(library, engine).record(SCRIPT)
    assert sorted(engine.asked) == sorted(SCRIPT.sentences)
    assert len(engine.asked) == DISTINCT
    again = speaker(library, engine).record(SCRIPT)
    assert len(engine.asked) == DISTINCT
    assert again == first
    assert first.voices == ("Beep",)


def test_without_a_library_the_engine_is_asked_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    closed, engine = AudioLibrary(tmp_path / "file", 1000), Beeper()
    first = speaker(closed, engine).record(SCRIPT)
    again = speaker(closed, engine).record(SCRIPT)
    assert len(engine.asked) == 2 * DISTINCT
    assert again == first


@pytest.mark.parametrize("change", ["version", "speed", "text", "engine"])
def test_what_changes_the_sound_is_spoken_anew(change: str, library: AudioLibrary) -> None:
    engine = Beeper()
    first = speaker(library, engine).record(SCRIPT)
    other = Beeper(
        name="other" if change == "engine" else "beeper",
        version="2" if change == "version" else "1",
    )
    parts = (Part(0, "", ("別のことばです。",)),) if change == "text" else SCRIPT.parts
    speed = 0.7 if change == "speed" else 1.0
    second = speaker(library, other).record(Script("ja", parts, "題"), speed)
    assert len(other.asked) == (1 if change == "text" else DISTINCT)
    assert second.tag != first.tag
    if change == "speed":
        assert second.duration_s > first.duration_s


def test_a_tag_is_known_before_anything_is_spoken(library: AudioLibrary) -> None:
    engine = Beeper()
    made = speaker(library, engine)
    tag = made.expected_tag(SCRIPT)
    assert engine.asked == []
    assert made.record(SCRIPT).tag == tag
    assert made.expected_tag(SCRIPT, 1.2) != tag
    assert made.expected_tag(SCRIPT.only(1)) != tag
    assert speaker(library).expected_tag(SCRIPT) is None


def test_chapters_are_where_their_blocks_are_heard(library: AudioLibrary) -> None:
    made = speaker(library, Beeper()).record(SCRIPT)
    assert [one.number for one in made.chapters] == [0, 1, 2]
    assert made.duration_s == pytest.approx(mp3.decode(made.stream).duration_s, abs=0.01)
    for before, after in zip(made.chapters, made.chapters[1:], strict=False):
        assert after.start_s - before.end_s == pytest.approx(PAUSE_OF_BLOCK_S, abs=0.03)
    alone = speaker(library, Beeper()).record(SCRIPT.only(1))
    length = made.chapters[1].end_s - made.chapters[1].start_s
    assert alone.duration_s == pytest.approx(length, abs=0.01)
    assert PAUSE_OF_BLOCK_S > 2 * PAUSE_S


def test_the_next_engine_speaks_where_the_first_fails(library: AudioLibrary) -> None:
    broken, second = Beeper(name="broken", broken=True), Beeper(name="second", credit="Second")
    made = speaker(library, broken, second).record(SCRIPT)
    assert made.voices == ("Second",)
    assert len(broken.asked) == 3, "the breaker opened after three failures"
    assert sorted(second.asked) == sorted(SCRIPT.sentences)


def test_an_engine_that_speaks_another_language_is_not_asked(library: AudioLibrary) -> None:
    foreign, own = Beeper(name="foreign", languages=("en",)), Beeper(name="own")
    speaker(library, foreign, own).record(SCRIPT)
    assert foreign.asked == []
    with pytest.raises(NoSound):
        speaker(library, foreign).record(SCRIPT)


def test_when_nobody_speaks_it_is_said_and_the_rest_is_not_tried(library: AudioLibrary) -> None:
    broken = Beeper(broken=True)
    one = speaker(library, broken)
    with pytest.raises(NoSound, match="文章の案内は、そのまま使えます") as failure:
        one.record(SCRIPT)
    assert failure.value.status == 503
    asked = len(broken.asked)
    with pytest.raises(NoSound):
        one.record(SCRIPT)
    assert asked <= 3
    assert len(broken.asked) <= 3


def test_a_breaker_lets_an_engine_recover(library: AudioLibrary) -> None:
    now, engine = [0.0], Beeper(broken=True)
    breaker = Breaker(rest_s=60, clock=lambda: now[0])
    one = speaker(library, engine, breakers={"beeper": breaker})
    for _ in range(4):
        with pytest.raises(NoSound):
            one.record(SCRIPT)
    opened = len(engine.asked)
    engine.broken = False
    with pytest.raises(NoSound):
        one.record(SCRIPT)
    assert len(engine.asked) == opened
    now[0] = 61.0
    try:
        one.record(SCRIPT)  # the trial may be one of two sentences side by side
    except NoSound:
        one.record(SCRIPT)
    assert one.record(SCRIPT).voices == ("Beep",)


@pytest.mark.parametrize("what", ["silent", "empty", "dies", "hangs", "fault"])
def test_an_engine_that_gives_no_speech_is_a_failure(what: str, library: AudioLibrary) -> None:
    processes = Processes(timeout_s=0.5 if what == "hangs" else 10)
    one = speaker(library, InProcess(what, processes))
    with pytest.raises(NoSound):
        one.record(SCRIPT.only(2))
    assert list(library.folder.rglob("*.mp3")) == []
    processes.close()


def test_one_recording_more_than_allowed_is_refused_at_once(library: AudioLibrary) -> None:
    begun, go_on = Event(), Event()

    def wait() -> None:
        begun.set()
        assert go_on.wait(20)

    one = speaker(library, Beeper(before=wait), at_once=1)
    other = Script("ja", (Part(0, "", ("ほかの道です。",)),))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(one.record, SCRIPT)
        assert begun.wait(20)
        with pytest.raises(SpeechBusy) as refused:
            one.record(other)
        go_on.set()
        assert first.result().duration_s > 1
    assert refused.value.status == 503
    assert refused.value.retry_after_s
    assert one.record(other).duration_s > 0.1


def test_what_is_kept_is_heard_even_when_all_are_busy(library: AudioLibrary) -> None:
    speaker(library, Beeper()).record(SCRIPT)
    assert speaker(library, Beeper(), at_once=1).record(SCRIPT).duration_s > 1


@pytest.mark.parametrize("parts", [(), (Part(0, "", ()),)])
def test_nothing_to_say_is_no_sound(parts: tuple[Part, ...], library: AudioLibrary) -> None:
    engine = Beeper()
    with pytest.raises(NoSound, match="声にすることば"):
        speaker(library, engine).record(Script("ja", parts))
    assert engine.asked == []


def test_too_much_at_once_is_refused(library: AudioLibrary) -> None:
    many = tuple(f"{number}です。" for number in range(601))
    with pytest.raises(NoSound, match="長すぎる"):
        speaker(library, Beeper()).record(Script("ja", (Part(0, "", many),)))
