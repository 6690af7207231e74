"""The package keeps its layers: who may import whom.

What import-linter can say stands in pyproject.toml; what it cannot is said here
over the same graph of imports. Each rule is shown to catch a wrong build: a copy
of the package with one forbidden import.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINT = "from importlinter.cli import lint_imports_command as run; run()"
GRAPH = """
import grimp, json
graph = grimp.build_graph("routeguide", include_external_packages=True, cache_dir=None)
print(json.dumps({m: list(graph.find_modules_directly_imported_by(m)) for m in graph.modules}))
"""
PAGE_LIBRARIES = ("flask", "flask_openapi3", "gunicorn", "jinja2", "werkzeug")
PAGE_PARTS = ("routeguide.web", "routeguide.app", "routeguide.cli", "routeguide.commands")
RUN_TIME = (
    "routeguide.network.store",
    "routeguide.network.flags",
    "routeguide.network.overlay",
    "routeguide.network.verify",
)
"""The stored network's reader, the meaning of its bits, and what is laid over it."""

Imports = dict[str, list[str]]


def run_python(code: str, root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=root, capture_output=True, text=True, check=False
    )


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return run_python(LINT, root, "--no-cache", "--config", "pyproject.toml")


def read_imports(root: Path = ROOT) -> Imports:
    """Return for every module of the package in ``root`` what it imports directly."""
    done = run_python(GRAPH, root)
    assert done.returncode == 0, done.stderr
    found: Imports = json.loads(done.stdout)
    return found


def is_inside(module: str, parts: Iterable[str]) -> bool:
    return any(module == part or module.startswith(f"{part}.") for part in parts)


def list_third_parties(imports: Imports, part: str) -> list[tuple[str, str]]:
    known = {"routeguide", *sys.stdlib_module_names}
    return [
        (module, imported)
        for module, names in imports.items()
        for imported in names
        if is_inside(module, [part]) and imported.partition(".")[0] not in known
    ]


def list_users(imports: Imports, library: str) -> list[str]:
    return sorted(module for module, names in imports.items() if library in names)


def list_build_time_uses(imports: Imports) -> list[tuple[str, str]]:
    """Return who, outside the network and the command line, imports more of it than its store."""
    return [
        (module, imported)
        for module, names in imports.items()
        for imported in names
        if is_inside(imported, ["routeguide.network"])
        and imported not in RUN_TIME
        and not is_inside(module, ["routeguide.network", "routeguide.commands"])
    ]


@pytest.fixture(scope="module")
def imports() -> Imports:
    return read_imports()


@pytest.fixture
def spoil(tmp_path: Path) -> "Spoil":
    return Spoil(tmp_path)


class Spoil:
    """A copy of the package that a test may put a wrong import into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "routeguide", folder / "routeguide", ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", folder)

    def add_import(self, file: str, line: str) -> Path:
        path = self.folder / "routeguide" / file
        with path.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{line}\n")
        return self.folder


def test_the_layers_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("model/place.py", "from routeguide.network import store", "stands below it BROKEN"),
        ("routing/verdict.py", "from routeguide import app", "stands below it BROKEN"),
        ("web/__init__.py", "import osmnx", "builds a network BROKEN"),
        ("network/store.py", "from routeguide.network import read_osm", "builds a network BROKEN"),
    ],
)
def test_an_import_upwards_or_of_a_builder_breaks_them(
    file: str, line: str, broken: str, spoil: Spoil
) -> None:
    done = lint(spoil.add_import(file, line))
    assert done.returncode == 1
    assert broken in done.stdout


def test_a_part_without_a_place_in_the_layers_is_refused(spoil: Spoil) -> None:
    done = lint(spoil.add_import("helpers.py", "import json"))
    assert done.returncode == 1
    assert "helpers" in done.stdout


def test_the_model_needs_the_standard_library_alone(imports: Imports, spoil: Spoil) -> None:
    assert list_third_parties(imports, "routeguide.model") == []
    assert list_third_parties(imports, "routeguide.errors") == []
    wrong = read_imports(spoil.add_import("model/values.py", "import numpy"))
    assert list_third_parties(wrong, "routeguide.model") == [("routeguide.model.values", "numpy")]


def test_the_words_need_no_third_party(imports: Imports, spoil: Spoil) -> None:
    assert list_third_parties(imports, "routeguide.directions") == []
    wrong = read_imports(spoil.add_import("directions/__init__.py", "import jinja2"))
    assert list_third_parties(wrong, "routeguide.directions") == [
        ("routeguide.directions", "jinja2")
    ]


def test_only_the_pages_and_what_wires_them_know_the_web_libraries(
    imports: Imports, spoil: Spoil
) -> None:
    def strangers(found: Imports) -> list[str]:
        users = [user for library in PAGE_LIBRARIES for user in list_users(found, library)]
        return [user for user in users if not is_inside(user, PAGE_PARTS)]

    assert strangers(imports) == []
    wrong = read_imports(spoil.add_import("routing/verdict.py", "from flask import request"))
    assert strangers(wrong) == ["routeguide.routing.verdict"]


def test_what_serves_requests_knows_of_the_network_only_its_store(
    imports: Imports, spoil: Spoil
) -> None:
    assert list_build_time_uses(imports) == []
    wrong = read_imports(spoil.add_import("routing/verdict.py", "import routeguide.network.write"))
    assert list_build_time_uses(wrong) == [
        ("routeguide.routing.verdict", "routeguide.network.write")
    ]


def test_the_speech_that_sends_text_away_stays_in_one_file(imports: Imports, spoil: Spoil) -> None:
    def strangers(found: Imports) -> list[str]:
        return [u for u in list_users(found, "gtts") if not is_inside(u, ["routeguide.speech"])]

    assert strangers(imports) == []
    assert len(list_users(imports, "gtts")) <= 1
    wrong = read_imports(spoil.add_import("model/place.py", "import gtts"))
    assert strangers(wrong) == ["routeguide.model.place"]


def test_the_japanese_engine_is_known_to_one_file(imports: Imports, spoil: Spoil) -> None:
    assert list_users(imports, "pyopenjtalk") == ["routeguide.speech.openjtalk"]
    wrong = read_imports(spoil.add_import("speech/normalise.py", "import pyopenjtalk"))
    assert list_users(wrong, "pyopenjtalk") == [
        "routeguide.speech.normalise",
        "routeguide.speech.openjtalk",
    ]
