"""gTTS, flite and the settings that choose engines: with stand-ins, since none is needed here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from routeguide.config import Settings
from routeguide.errors import BadInput, NoSound
from routeguide.speech import mp3
from routeguide.speech.engine import EngineFailed, Voice
from routeguide.speech.engines import Flite
from routeguide.speech.gtts_engine import PROGRAM, GoogleSpeech
from routeguide.speech.processes import ROOT, Processes
from routeguide.speech.script import script_of_text
from routeguide.speech.settings import ORDER, SpeechSettings, read_order
from routeguide.speech.voices import GTTS_REST_S, make_speaker
from tests.ward_network import ward_network

STAND_IN = """
import io, os
import numpy as np
import soundfile
from pathlib import Path

class gTTS:
    def __init__(self, text, lang, timeout):
        Path(os.environ["ASKED"]).open("a").write(f"{lang} {timeout} {text}\\n")
        self.text = text

    def write_to_fp(self, file):
        what = os.environ["GOOGLE"]
        if what == "429":
            raise RuntimeError("429 Too Many Requests " + self.text)
        if what == "empty":
            return
        t = np.arange(12_000) / 24_000
        soundfile.write(file, 0.5 * np.sin(2000 * t), 24_000, format="MP3")
"""
FLITE = """#!{python}
import sys
import numpy as np
import soundfile
words = sys.argv[1:]
assert words[:2] == ["-voice", "rms"], words
stretch = float(words[words.index("--setf") + 1].partition("=")[2])
assert open(words[words.index("-f") + 1]).read() == "Turn left."
assert "Turn left." not in words
t = np.arange(int(8000 * stretch)) / 16_000
soundfile.write(words[words.index("-o") + 1], 0.5 * np.sin(2000 * t), 16_000)
"""


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a stand-in for gTTS in its place; return the file of what it was asked."""
    (tmp_path / "gtts.py").write_text(STAND_IN)
    asked = tmp_path / "asked.txt"
    asked.touch()
    monkeypatch.setattr("routeguide.speech.processes.ROOT", f"{tmp_path}{os.pathsep}{ROOT}")
    monkeypatch.setenv("ASKED", str(asked))
    return asked


def test_gtts_speaks_with_a_time_limit(google: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE", "ok")
    processes = Processes()
    sound = GoogleSpeech(processes).synthesize("左です。", Voice("zh"))
    assert sound.duration_s == pytest.approx(0.5, abs=0.1)
    assert google.read_text("utf-8") == "zh-CN (3, 8) 左です。\n"
    processes.close()


@pytest.mark.parametrize("what", ["429", "empty"])
def test_gtts_that_refuses_or_gives_nothing_is_a_failure(
    what: str, google: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE", what)
    with pytest.raises(EngineFailed) as failure:
        Processes().ask(PROGRAM, {"text": "左です。", "voice": "ja", "speed": 1.0})
    assert "左" not in str(failure.value)
    assert google.read_text("utf-8")


def test_gtts_rests_for_five_minutes_after_one_failure(
    google: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE", "429")
    settings = SpeechSettings(tmp_path / "audio", order={"ko": ("gtts",)}, gtts=True)
    speaker = make_speaker(ward_network(), settings)
    for text in ("왼쪽입니다.", "오른쪽입니다."):
        with pytest.raises(NoSound):
            speaker.record(script_of_text(text, "ko"))
    assert len(google.read_text("utf-8").splitlines()) == 1
    assert GTTS_REST_S == 300


def test_no_text_leaves_this_machine_unless_it_is_allowed(
    google: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE", "ok")
    script = script_of_text("왼쪽입니다.", "ko")
    for allowed in (False, True):
        settings = SpeechSettings(tmp_path / "audio", order={"ko": ("gtts",)}, gtts=allowed)
        speaker = make_speaker(ward_network(), settings)
        assert (speaker.credit("ko") is not None) is allowed
        if allowed:
            assert speaker.record(script).duration_s > 0.3
        else:
            with pytest.raises(NoSound):
                speaker.record(script)
            assert google.read_text("utf-8") == ""


def test_gtts_has_no_speeds() -> None:
    engine = GoogleSpeech(Processes())
    assert engine.speaks(Voice("ja"))
    assert not engine.speaks(Voice("ja", 1.5))


def test_flite_speaks_english_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flite = Flite(Processes())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not flite.speaks(Voice("en"))
    program = tmp_path / "flite"
    program.write_text(FLITE.format(python=sys.executable))
    program.chmod(0o755)
    assert flite.speaks(Voice("en"))
    assert not flite.speaks(Voice("ja"))
    assert flite.version.startswith(str(program))
    usual = flite.synthesize("Turn left.", Voice("en"))
    slow = flite.synthesize("Turn left.", Voice("en", 0.7))
    assert slow.duration_s / usual.duration_s == pytest.approx(1 / 0.7, rel=0.01)
    flite.processes.close()


@pytest.mark.parametrize("language", ["ja", "en", "zh", "ko"])
def test_every_language_has_a_voice_without_anything_installed(
    language: str, tmp_path: Path
) -> None:
    speaker = make_speaker(ward_network(), SpeechSettings(tmp_path))
    assert speaker.credit(language)


def test_the_order_of_engines_is_a_setting() -> None:
    assert read_order("V", "") == dict(ORDER)
    told = read_order("V", "en=espeak,flite zh=gtts")
    assert told["en"] == ("espeak", "flite")
    assert told["zh"] == ("gtts",)
    assert told["ja"] == ORDER["ja"]
    assert read_order("V", "ja=")["ja"] == ()


@pytest.mark.parametrize("text", ["fr=espeak", "en=festival", "espeak", "en=espeak;flite"])
def test_an_order_that_names_nobody_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="ROUTEGUIDE_VOICES"):
        read_order("ROUTEGUIDE_VOICES", text)


def test_a_recording_of_a_stand_in_is_an_mp3(
    google: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE", "ok")
    settings = SpeechSettings(tmp_path / "audio", order={"ja": ("gtts",)}, gtts=True)
    made = make_speaker(ward_network(), settings).record(script_of_text("左です。", "ja"))
    assert mp3.decode(made.stream).duration_s == pytest.approx(made.duration_s, abs=0.01)
    assert made.voices == ("Google Text-to-Speech (gTTS)",)
    assert google.read_text("utf-8").startswith("ja ")


@pytest.mark.parametrize(("threads", "at_once"), [("1", 1), ("3", 1), ("4", 2), ("16", 2)])
def test_most_threads_go_on_answering_while_voices_speak(threads: str, at_once: int) -> None:
    settings = Settings.from_environment({"ROUTEGUIDE_THREADS": threads})
    assert settings.speech.at_once == at_once


def test_the_settings_of_speech_are_read(tmp_path: Path) -> None:
    environment = {
        "ROUTEGUIDE_INSTANCE": str(tmp_path), "ROUTEGUIDE_AUDIO_MB": "7", "ROUTEGUIDE_GTTS": "1",
        "ROUTEGUIDE_VOICES": "en=espeak",
    }  # fmt: skip
    speech = Settings.from_environment(environment).speech
    assert (speech.folder, speech.most_mb, speech.gtts) == (tmp_path / "audio", 7, True)
    assert speech.order["en"] == ("espeak",)
    assert Settings.from_environment({}).speech.gtts is False
    for name, text in (("ROUTEGUIDE_AUDIO_MB", "0"), ("ROUTEGUIDE_GTTS", "yes")):
        with pytest.raises(BadInput, match=name):
            Settings.from_environment({name: text})
