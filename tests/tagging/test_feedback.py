"""Reports of mistakes: kept whole or not at all, bounded, and never in another's file."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from routeguide.cli import main
from routeguide.errors import NotKept
from routeguide.tagging import feedback
from routeguide.tagging.feedback import NAME, Report, keep, list_reports

ONE = Report(
    "2026-11-25", "ward:route:x/1", "左に曲がります。", "工事で通れません。\n南側です。", "abc"
)


def test_a_report_is_read_as_it_was_told(tmp_path: Path) -> None:
    keep(tmp_path / "kept", ONE)
    keep(tmp_path / "kept", replace(ONE, words="二つ目"))
    assert list_reports(tmp_path / "kept") == [ONE, replace(ONE, words="二つ目")]
    assert (tmp_path / "kept" / NAME).stat().st_mode & 0o077 == 0


def test_where_nobody_told_anything_nothing_is_listed(tmp_path: Path) -> None:
    assert list_reports(tmp_path) == []


def test_many_writers_at_once_tear_no_line(tmp_path: Path) -> None:
    rows = [replace(ONE, words=f"{number} " + "長い文" * 300) for number in range(60)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda row: keep(tmp_path, row), rows))
    assert sorted(r.words for r in list_reports(tmp_path)) == sorted(r.words for r in rows)


@pytest.mark.parametrize("fault", ["short", "full", "no sync"])
def test_what_cannot_be_written_whole_is_taken_back(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, ONE)
    write = os.write

    def fail(*_: object) -> int:
        raise OSError(28, "no space")

    broken = {
        "short": ("write", lambda file, blob: write(file, blob[:20])),
        "full": ("write", fail),
        "no sync": ("fsync", fail),
    }
    monkeypatch.setattr(feedback.os, *broken[fault])
    with pytest.raises(NotKept):
        keep(tmp_path, replace(ONE, words="消える"))
    monkeypatch.undo()
    assert list_reports(tmp_path) == [ONE]
    assert (tmp_path / NAME).read_bytes().endswith(b"}\n")


def test_a_folder_that_cannot_be_written_and_a_full_file_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotKept, match="電話"):
        keep(tmp_path / "file", ONE)
    monkeypatch.setattr(feedback, "MOST_BYTES", 300)
    keep(tmp_path, ONE)
    with pytest.raises(NotKept):
        keep(tmp_path, ONE)
    assert len(list_reports(tmp_path)) == 1


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    (tmp_path / NAME).symlink_to(tmp_path / "other")
    with pytest.raises(NotKept):
        keep(tmp_path, ONE)
    assert (tmp_path / "other").read_text() == ""


def test_the_ward_reads_reports_on_the_command_line_without_signs_that_steer(
    tmp_path: Path,
) -> None:
    keep(tmp_path, replace(ONE, words="赤\x1b[31m字\nもう一行"))
    told = CliRunner().invoke(main, ["feedback", "list", "--instance", str(tmp_path)])
    assert told.exit_code == 0
    assert "\x1b" not in told.output
    assert "工事" not in told.output
    assert "    もう一行" in told.output
    rows = CliRunner().invoke(main, ["feedback", "list", "--instance", str(tmp_path), "--json"])
    assert json.loads(rows.output)["about"] == ONE.about
    none = CliRunner().invoke(main, ["feedback", "list", "--instance", str(tmp_path / "no")])
    assert none.output == "知らせはまだありません。\n"
