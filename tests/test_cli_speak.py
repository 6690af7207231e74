"""``routeguide speak``: a route, one block or a text as an MP3 file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from routeguide.cli import main
from routeguide.speech import mp3

TRIP = ("station:kotake-mukaihara", "facility:kotake-toshokan")
Run = Callable[..., Result]


@pytest.fixture
def speak(ward_network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return ``speak(*words)`` on the ward network; it writes ``out.mp3``."""
    monkeypatch.setenv("ROUTEGUIDE_AUDIO", str(tmp_path / "audio"))
    ends = ["--network", str(ward_network), "--out", str(tmp_path / "out.mp3")]
    return lambda *words: CliRunner(mix_stderr=False).invoke(main, ["speak", *words, *ends])


def test_a_route_is_written_as_sound_with_the_times_of_its_blocks(
    speak: Run, tmp_path: Path
) -> None:
    times = tmp_path / "times.json"
    words = ("--traveller", "white_cane", "--language", "en", "--chapters", str(times))
    done = speak(*TRIP, *words, "--length", "walking", "--speed", "1.5")
    assert done.exit_code == 0, done.stderr
    told = json.loads(times.read_text("utf-8"))
    sound = mp3.decode((tmp_path / "out.mp3").read_bytes())
    assert told["duration_s"] == pytest.approx(sound.duration_s, abs=0.01)
    assert told["speed"] == 1.5
    assert len(told["chapters"]) > 4
    assert "声: " in done.stderr
    assert done.stdout == ""


def test_one_block_in_japanese(speak: Run, tmp_path: Path) -> None:
    done = speak(*TRIP, "--traveller", "white_cane", "--block", "1")
    assert done.exit_code == 0, done.stderr
    assert "Mei" in done.stderr
    assert 1 < mp3.decode((tmp_path / "out.mp3").read_bytes()).duration_s < 15


def test_a_text_alone(speak: Run, tmp_path: Path) -> None:
    done = speak("--text", "Open from 9:00. Turn left.", "--language", "en")
    assert done.exit_code == 0, done.stderr
    assert mp3.decode((tmp_path / "out.mp3").read_bytes()).duration_s > 1


def test_where_no_way_leads_the_reason_is_spoken_and_the_status_is_3(
    speak: Run, tmp_path: Path
) -> None:
    words = ("--traveller", "wheelchair_manual", "--unknown", "refuse", "--language", "en")
    assert speak(*TRIP, *words, "--length", "summary").exit_code == 3
    assert (tmp_path / "out.mp3").exists()


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("--speed", "3", "--text", "x"), 2, "0.7から1.5"),
        ((TRIP[0],), 2, "FROM と TO"),
        ((), 2, "--text"),
        ((*TRIP, "--block", "99"), 2, "その番号の案内はありません"),
        (("--text", "🚻"), 1, "声にすることばがありません"),
        (("station:nowhere", TRIP[1]), 2, "見つかりません"),
    ],
)
def test_a_mistake_gets_one_plain_sentence(
    words: tuple[str, ...], status: int, told: str, speak: Run, tmp_path: Path
) -> None:
    done = speak(*words)
    assert done.exit_code == status
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out.mp3").exists()


def test_a_file_that_cannot_be_written_is_told(
    ward_network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTEGUIDE_AUDIO", str(tmp_path / "audio"))
    words = ["speak", "--text", "Left.", "--language", "en", "--network", str(ward_network)]
    done = CliRunner(mix_stderr=False).invoke(main, [*words, "--out", "/nowhere/out.mp3"])
    assert done.exit_code == 1
    assert "/nowhere/out.mp3" in done.stderr


def test_engines_that_are_switched_off_are_said_so(
    speak: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTEGUIDE_VOICES", "en= ja=gtts")
    done = speak("--text", "Left.", "--language", "en")
    assert done.exit_code == 1
    assert done.stderr.startswith("RG400")
    assert speak("--text", "左です。").exit_code == 1
