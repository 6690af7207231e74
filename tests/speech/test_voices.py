"""The real engines are heard: MP3s are decoded and measured against what they should say.

Japanese by Open JTalk against its moras; English, Chinese and Korean by espeak-ng.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest

from routeguide.directions.describe import read_manner
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import get_preset
from routeguide.routing.plan import find_route
from routeguide.speech import mp3
from routeguide.speech.engines import MEI, JapaneseVoice
from routeguide.speech.openjtalk import OpenJTalk
from routeguide.speech.openjtalk_runner import read_lexicon
from routeguide.speech.processes import Processes
from routeguide.speech.readings import readings_of
from routeguide.speech.script import Script, script_of_answer, script_of_text
from routeguide.speech.settings import SpeechSettings
from routeguide.speech.sound import RATE, Samples
from routeguide.speech.speaker import PAUSE_OF_BLOCK_S, Recording, Speaker
from routeguide.speech.user_dictionary import count_moras
from routeguide.speech.voices import make_speaker
from tests.ward_network import ward_network

TRIP = ("station:kotake-mukaihara", "facility:kotake-toshokan")
WHEN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PARTS = 5
"""The first blocks of the route: half a minute of sound."""

QUIET = 0.012
"""Of full scale: below it there is no speech (the voices' own noise is a tenth of it)."""

LONGEST_GAP_S = 0.62
"""Inside a sentence: a comma of Open JTalk is 0.45 s."""

PER_MORA_S = (0.085, 0.24)
"""Of speech without pauses: Mei says six to nine moras a second."""

PER_SYLLABLE_S = {"zh": (0.15, 0.45), "ko": (0.1, 0.4)}
HAN, HANGUL = re.compile(r"[一-鿿\d]"), re.compile(r"[가-힣\d]")


@dataclass(frozen=True)
class Heard:
    """A recording with its samples."""

    script: Script
    made: Recording
    samples: Samples

    def chapter(self, number: int) -> Samples:
        one = next(c for c in self.made.chapters if c.number == number)
        return self.samples[int(one.start_s * RATE) : int(one.end_s * RATE)]


def script(code: str) -> Script:
    network = ward_network()
    ends = (Endpoint(place=place) for place in TRIP)
    answer = find_route(network, Query(*ends, get_preset("wheelchair_manual"), WHEN))
    manner = read_manner(code, "walking", "none", readings_of(network))
    told = script_of_answer(answer, manner)
    assert told is not None
    return Script(told.language, told.parts[:PARTS], told.title)


@pytest.fixture(scope="module")
def speaker(tmp_path_factory: pytest.TempPathFactory) -> Speaker:
    settings = SpeechSettings(folder=tmp_path_factory.mktemp("audio"))
    return make_speaker(ward_network(), settings)


def hear(speaker: Speaker, told: Script, speed: float = 1.0) -> Heard:
    made = speaker.record(told, speed)
    return Heard(told, made, mp3.decode(made.stream).samples)


@pytest.fixture(scope="module", params=["ja", "en", "zh", "ko"])
def heard(request: pytest.FixtureRequest, speaker: Speaker) -> Heard:
    return hear(speaker, script(request.param))


@pytest.fixture(scope="module")
def japanese(speaker: Speaker) -> Heard:
    return hear(speaker, script("ja"))


def quiet_runs(samples: Samples) -> list[tuple[float, float]]:
    """Return from when to when it is quiet, in seconds, for 50 ms and more."""
    step = RATE // 100
    loud = [
        float(np.abs(samples[at : at + step]).max()) > QUIET for at in range(0, len(samples), step)
    ]
    edges = np.flatnonzero(np.diff([1, *loud, 1]))
    runs = [(a / 100, b / 100) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [(start, end) for start, end in runs if end - start >= 0.05]


def spoken_s(samples: Samples) -> float:
    return len(samples) / RATE - sum(end - start for start, end in quiet_runs(samples))


def test_a_file_is_at_our_level_and_does_not_clip(heard: Heard) -> None:
    assert heard.made.duration_s == pytest.approx(len(heard.samples) / RATE, abs=0.01)
    assert 0.8 < np.abs(heard.samples).max() < 0.999
    assert np.mean(np.abs(heard.samples) > 0.98) < 1e-5
    loud = heard.samples[np.abs(heard.samples) > QUIET]
    assert 0.05 < np.sqrt(np.mean(loud**2)) < 0.4


def test_every_block_is_heard_and_a_pause_stands_between_blocks(heard: Heard) -> None:
    chapters = heard.made.chapters
    assert [one.number for one in chapters] == [part.number for part in heard.script.parts]
    for one in chapters:
        part = heard.chapter(one.number)
        assert spoken_s(part) > 0.5, f"block {one.number}"
    for before, after in pairwise(chapters):
        between = heard.samples[int((before.end_s) * RATE) : int(after.start_s * RATE)]
        assert len(between) / RATE == pytest.approx(PAUSE_OF_BLOCK_S, abs=0.03)
        assert np.abs(between[RATE // 10 :]).max() < QUIET


def list_gaps(heard: Heard) -> list[float]:
    """Return the pauses inside blocks, in seconds."""
    return [end - start for part in heard.script.parts
            for start, end in quiet_runs(heard.chapter(part.number))]  # fmt: skip


def test_no_silence_stands_inside_a_sentence(heard: Heard) -> None:
    assert max(list_gaps(heard)) < LONGEST_GAP_S


def test_a_swallowed_word_would_be_noticed(japanese: Heard) -> None:
    one = next(c for c in japanese.made.chapters if c.number == 1)
    middle = (one.start_s + one.end_s) / 2
    spoiled = japanese.samples.copy()
    spoiled[int(middle * RATE) : int((middle + 0.7) * RATE)] = 0
    gaps = list_gaps(Heard(japanese.script, japanese.made, spoiled))
    assert max(gaps) >= LONGEST_GAP_S


def test_japanese_lasts_as_long_as_its_moras(japanese: Heard) -> None:
    engine = OpenJTalk(readings_of(ward_network()).lexicon)
    for part in japanese.script.parts:
        kana = re.sub("[、。]", "", "".join(map(engine.kana, part.sentences)))
        each = spoken_s(japanese.chapter(part.number)) / count_moras(kana)
        assert PER_MORA_S[0] < each < PER_MORA_S[1], (part.number, each)


@pytest.mark.parametrize(("language", "sign"), [("zh", HAN), ("ko", HANGUL)])
def test_chinese_and_korean_last_as_long_as_their_syllables(
    language: str, sign: re.Pattern[str], speaker: Speaker
) -> None:
    heard = hear(speaker, script(language))
    count = len(sign.findall("".join(s for part in heard.script.parts for s in part.sentences)))
    low, high = PER_SYLLABLE_S[language]
    assert low < spoken_s(heard.samples) / count < high


def test_half_of_a_sentence_would_be_noticed(japanese: Heard) -> None:
    engine = OpenJTalk(readings_of(ward_network()).lexicon)
    part = japanese.script.parts[2]
    half = japanese.chapter(2)[: len(japanese.chapter(2)) // 3]
    kana = re.sub("[、。]", "", "".join(map(engine.kana, part.sentences)))
    assert spoken_s(half) / count_moras(kana) < PER_MORA_S[0]


def test_speeds_change_the_length(speaker: Speaker) -> None:
    told = script_of_text("右に曲がり、歩道をまっすぐ進みます。", "ja")
    slow, usual, fast = (speaker.record(told, speed).duration_s for speed in (0.7, 1.0, 1.5))
    assert slow / usual == pytest.approx(1 / 0.7, rel=0.12)
    assert fast / usual == pytest.approx(1 / 1.5, rel=0.12)


def test_voices_are_credited(heard: Heard) -> None:
    voices = {"ja": (MEI,), "en": ("eSpeak NG",)}
    if heard.script.language in voices and "Flite" not in heard.made.voices[0]:
        assert heard.made.voices == voices[heard.script.language]
    assert "CC BY 3.0" in MEI
    assert "Mei" in MEI


def test_the_second_time_no_engine_is_asked(
    speaker: Speaker, japanese: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("an engine was asked")

    monkeypatch.setattr(Processes, "ask", refuse)
    assert hear(speaker, japanese.script).made == japanese.made
    with pytest.raises(AssertionError, match="asked"):
        speaker.record(script_of_text("まだ言っていないことばです。", "ja"))


def test_the_analyser_is_not_blocked_while_a_voice_speaks() -> None:
    """The engine that reads names lives in the service; what speaks is another process."""
    lexicon = readings_of(ward_network()).lexicon
    program = JapaneseVoice(lexicon, Processes())._program
    assert program.module == "routeguide.speech.openjtalk_runner"
    assert len(read_lexicon(program.greeting)) == len(lexicon)
    assert len(program.greeting) > 1 << 16, "more than a pipe holds at once"


def test_what_a_user_declares_changes_the_key() -> None:
    lexicon = readings_of(ward_network()).lexicon
    whole = JapaneseVoice(lexicon, Processes()).version
    entries = list(lexicon)[:-1]
    fewer = JapaneseVoice(type(lexicon)(entries), Processes()).version
    assert whole != fewer
    assert whole == JapaneseVoice(lexicon, Processes()).version
