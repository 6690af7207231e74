"""The documents speak of what is there, in the words of the code."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from routeguide.model.attributes import ATTRIBUTES
from routeguide.model.traveller import presets
from routeguide.model.vocabulary import EVIDENCE_JA

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MADE = (
    ".venv/",
    "graphdata/built/",
    "graphdata/sources/",
    "node_modules/",
    "static/vendor/",
    "../shared/",
)
"""Places that set-up and builds fill, or that lie outside."""
TOP = {
    "routeguide",
    "graphdata",
    "static",
    "templates",
    "tests",
    "docs",
    "benchmarks",
    "tools",
    ".ci",
}
NAMED = re.compile(r"`([\w./-]+)`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")
SAID = re.compile(r"(?:^|`|\s)make ([a-z]+)", re.MULTILINE)
SETTING = re.compile(r"ROUTEGUIDE_[A-Z_]+[A-Z]")


def list_missing(document: Path, text: str) -> list[str]:
    """Return the files of ours that a text names or links to and that are not there."""
    missing = [name for name in LINKED.findall(text) if not (document.parent / name).exists()]
    for name in NAMED.findall(text):
        is_path = name.partition("/")[0] in TOP and "/" in name
        is_document = name.endswith((".md", ".lock", ".toml"))
        if f"{name}/".startswith(MADE) or not (is_path or is_document):
            continue
        if not (ROOT / name).exists() and not (document.parent / name).exists():
            missing.append(name)
    return missing


def list_targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def list_unpaired(glossary: str, pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return the English words that the glossary does not pair with their Japanese."""
    rows = {tuple(cell.strip() for cell in row.split("|")[1:3]) for row in glossary.splitlines()}
    return [english for english, japanese in pairs if (f"`{english}`", japanese) not in rows]


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_no_file_that_is_not_there(document: Path) -> None:
    assert list_missing(document, document.read_text("utf-8")) == []


def test_a_missing_file_in_a_document_is_noticed() -> None:
    text = "See `tools/none.py`, [this](docs/none.md), `make serve` and `graphdata/built/`."
    assert list_missing(ROOT / "README.md", text) == ["docs/none.md", "tools/none.py"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/operations.md"])
def test_every_make_command_of_a_document_exists(name: str) -> None:
    assert set(SAID.findall(read(name))) - list_targets(read("Makefile")) == set()


def test_the_two_commands_of_the_readme_are_said_in_both_languages() -> None:
    english, japanese = read("README.md").split("\n## 日本語\n")
    for half in (english, japanese):
        assert {"serve", "test", "network"} <= set(SAID.findall(half))
        assert "routeguide route station:kotake-mukaihara facility:kotake-toshokan" in half
    assert {"serve", "test", "network", "proof", "bench", "lint"} <= list_targets(read("Makefile"))


def test_the_glossary_pairs_the_words_of_the_code() -> None:
    pairs = [(a.name, a.name_ja) for a in ATTRIBUTES]
    pairs += [(preset.id, preset.name_ja) for preset in presets().values()]
    pairs += [(str(word), japanese) for word, japanese in EVIDENCE_JA.items() if word]
    assert list_unpaired(read("docs/glossary.md"), pairs) == []
    assert list_unpaired(read("docs/glossary.md"), [("width_cm", "ひろさ")]) == ["width_cm"]


def test_every_setting_of_the_code_is_in_the_operations_manual() -> None:
    sources = [*ROOT.glob("routeguide/**/*.py"), *ROOT.glob("tests/**/*.py"), ROOT / ".ci" / "run"]
    used = {name for path in sources for name in SETTING.findall(path.read_text("utf-8"))}
    assert "ROUTEGUIDE_NETWORK" in used
    assert used - set(SETTING.findall(read("docs/operations.md"))) == set()
