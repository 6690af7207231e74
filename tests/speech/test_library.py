"""The audio library keeps whole sentences within its bound, and a closed disk is no fault."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from routeguide.speech.library import AudioLibrary, key_of

SENTENCE = "小竹向原駅の出口2から進みます。"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_what_is_kept_is_found_and_named_by_a_hash_alone(tmp_path: Path) -> None:
    library = AudioLibrary(tmp_path, 10_000)
    key = key_of("openjtalk", "1", "ja", 1.0, SENTENCE)
    assert library.find(key) is None
    library.keep(key, b"sound")
    assert library.find(key) == b"sound"
    assert names(tmp_path) == [f"{key}.mp3"]
    assert len(key) == 64
    assert set(key) <= set("0123456789abcdef")


def test_each_part_of_a_key_makes_another_key() -> None:
    usual = ["openjtalk", "1", "ja", 1.0, SENTENCE]
    others = [
        key_of(*(f"{part}x" if i == place else part for i, part in enumerate(usual)))
        for place in range(len(usual))
    ]
    assert len({key_of(*usual), *others}) == len(usual) + 1
    assert key_of("a", "bc") != key_of("ab", "c")


def test_the_bound_holds_and_what_was_used_last_stays(tmp_path: Path) -> None:
    library = AudioLibrary(tmp_path, 10_000)
    keys = [key_of(str(number)) for number in range(30)]
    for number, key in enumerate(keys):
        library.keep(key, bytes(1000))
        os.utime(library._path(key), (number, number))
        if number >= 3:
            library.find(keys[3])
    kept = [number for number, key in enumerate(keys) if library._path(key).exists()]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.mp3")) <= 10_000
    assert 3 in kept
    assert kept[-1] == 29
    assert 0 not in kept


def test_two_processes_keep_one_bound(tmp_path: Path) -> None:
    first, second = AudioLibrary(tmp_path, 10_000), AudioLibrary(tmp_path, 10_000)
    for number in range(40):
        (first if number % 2 else second).keep(key_of(str(number)), bytes(900))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.mp3")) <= 10_000


def test_what_is_larger_than_the_bound_is_not_kept(tmp_path: Path) -> None:
    library = AudioLibrary(tmp_path, 100)
    library.keep(key_of("a"), bytes(101))
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_told_once_and_without_what_was_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    library = AudioLibrary(tmp_path / "file", 1000)
    with caplog.at_level(logging.DEBUG):
        for number in range(3):
            library.keep(key_of(SENTENCE, number), b"sound")
            assert library.find(key_of(SENTENCE, number)) is None
    assert [record.getMessage() for record in caplog.records] == [
        "the audio library cannot be written: NotADirectoryError"
    ]


def test_a_full_disk_leaves_no_half_made_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = AudioLibrary(tmp_path, 1000)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    library.keep(key_of("a"), b"sound")
    assert names(tmp_path) == []
    assert library.find(key_of("a")) is None


def test_an_empty_file_is_nothing(tmp_path: Path) -> None:
    library = AudioLibrary(tmp_path, 1000)
    library.keep(key_of("a"), b"sound")
    library._path(key_of("a")).write_bytes(b"")
    assert library.find(key_of("a")) is None
