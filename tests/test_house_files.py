"""What may not stand in the repository, and what its locks must hold."""

import hashlib
import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("registry.", "yarnpkg"),
        ("deb.", "debian.org"),
        ("--index", "-url"),
        ("--extra-index", "-url"),
        ("--find", "-links"),
    )
]
MAP_FILES = (".pbf", ".osm.bz2", ".osm.gz")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@pytest.fixture(scope="module")
def files(not_run: Callable[[str, str], NoReturn]) -> list[Path]:
    """Return the files that are or would be committed."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        not_run(f"no list of the project's files: {done.stderr.strip()}", "use a git clone")
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def list_addresses(text: str) -> list[str]:
    return [word for word in REGISTRIES if word in text.lower()]


def list_copies(paths: Iterable[Path], originals: Iterable[Path]) -> list[Path]:
    """Return the paths that hold the bytes or bear the name of an original."""
    originals = list(originals)
    digests = {hashlib.sha256(path.read_bytes()).digest() for path in originals}
    names = {path.name for path in originals}
    return [
        path
        for path in paths
        if path.name in names or hashlib.sha256(path.read_bytes()).digest() in digests
    ]


def read_lock(text: str) -> dict[str, str]:
    """Return versions by canonical name; every pin must carry its hashes.

    Raises:
        ValueError: a pin has no hash.
    """
    lines = text.splitlines()
    pins = {}
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if found := PIN.match(line):
            if not HASH.match(following):
                raise ValueError(f"{found[1]} has no hash")
            pins[canonicalize_name(found[1])] = found[2]
    return pins


def list_uncovered(project: dict[str, object], pins: dict[str, str]) -> list[str]:
    """Return the requirements of pyproject.toml that the lock does not satisfy."""
    table = project["project"]
    assert isinstance(table, dict)
    extras = [text for group in table["optional-dependencies"].values() for text in group]
    wanted = [Requirement(text) for text in [*table["dependencies"], *extras]]
    return [
        str(requirement)
        for requirement in wanted
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]


def read_project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_no_file_names_a_registry_or_an_index(files: list[Path]) -> None:
    found = {}
    for path in files:
        text = path.read_bytes().decode("utf-8", errors="replace")
        if words := list_addresses(text):
            found[path] = words
    assert found == {}


def test_a_lock_with_an_index_address_is_noticed() -> None:
    host = REGISTRIES[0]
    assert list_addresses(f"{REGISTRIES[6]} https://{host}/simple\n") == [
        REGISTRIES[0],
        REGISTRIES[6],
    ]


def test_no_real_extract_was_copied_into_the_project(
    files: list[Path], real_data: Callable[[str], Path]
) -> None:
    folder = real_data("SOURCE.md").parent
    originals = [p for p in folder.rglob("*") if p.is_file() and p.name != "SOURCE.md"]
    assert len(originals) > 5
    assert list_copies(files, originals) == []


def test_no_map_file_is_committed_whatever_its_name(files: list[Path]) -> None:
    assert [path for path in files if path.name.endswith(MAP_FILES)] == []


def test_a_copy_is_found_under_another_name_and_a_changed_one_under_its_own(tmp_path: Path) -> None:
    original = tmp_path / "ward.osm"
    renamed, changed, other = tmp_path / "a", tmp_path / "b" / "ward.osm", tmp_path / "c"
    changed.parent.mkdir()
    for path, text in ((original, "x"), (renamed, "x"), (changed, "y"), (other, "z")):
        path.write_text(text, encoding="utf-8")
    assert list_copies([renamed, changed, other], [original]) == [renamed, changed]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-node.lock"])
def test_every_requirement_of_a_lock_carries_its_hashes(name: str) -> None:
    assert read_lock((ROOT / name).read_text("utf-8"))


def test_the_lock_covers_what_the_project_asks_for() -> None:
    pins = read_lock((ROOT / "requirements.lock").read_text("utf-8"))
    assert list_uncovered(read_project(), pins) == []


def test_a_pin_without_hash_and_a_requirement_without_pin_are_noticed() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    with pytest.raises(ValueError, match="flask has no hash"):
        read_lock(re.sub(r"(?m)^(flask==\S+) \\\n(    --hash\S+( \\)?\n)+", r"\1\n", text))
    pins = read_lock(text)
    assert list_uncovered(read_project(), pins | {"click": "8.3.0"}) == ["click<8.2,>=8.1"]
    assert list_uncovered(read_project(), {k: v for k, v in pins.items() if k != "numpy"}) == [
        "numpy>=2.1"
    ]


def test_the_browser_assets_are_locked_by_hash_and_not_by_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    packages = {name: value for name, value in lock["packages"].items() if name}
    names = {*wanted["dependencies"], *wanted["devDependencies"]}
    assert {f"node_modules/{name}" for name in names} <= set(packages)
    assert all(value["integrity"].startswith("sha512-") for value in packages.values())
    assert not any("resolved" in value for value in packages.values())


def test_what_set_up_and_builds_make_is_not_committed(files: list[Path]) -> None:
    made = ("static/vendor/", "node_modules/", "graphdata/built/", "graphdata/sources/", ".venv/")
    names = [str(path.relative_to(ROOT)) for path in files]
    assert [name for name in names if name.startswith(made)] == []
