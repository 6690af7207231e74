"""Set-up lays the fonts and colours that the pages use beside them, whole and local."""

import contextlib
import importlib.util
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest
from fontTools.ttLib import TTFont

from tools import print_fonts

ROOT = Path(__file__).resolve().parent.parent
FACE = """@font-face {{
  font-family: 'BIZ UDPGothic';
  font-weight: {weight};
  src: url(./files/{name}.woff2) format('woff2'), url(./files/{name}.woff) format('woff');
  unicode-range: U+3042;
}}
"""


@pytest.fixture
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fetch_assets", ROOT / "tools/fetch_assets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Return a node_modules folder of the packages' shape, drawn small."""
    fonts = tmp_path / "node_modules/@fontsource/biz-udpgothic"
    tokens = tmp_path / "node_modules/@digital-go-jp/design-tokens"
    (fonts / "files").mkdir(parents=True)
    (tokens / "dist").mkdir(parents=True)
    leaflet = tmp_path / "node_modules/leaflet"
    (leaflet / "dist" / "images").mkdir(parents=True)
    (leaflet / "dist" / "leaflet.js").write_text("window.L = {}", encoding="utf-8")
    sheet = "a { background: url(images/layers.png) } b { background: url(images/layers.png) }"
    (leaflet / "dist" / "leaflet.css").write_text(sheet, encoding="utf-8")
    for image in ("layers.png", "unused.png"):
        (leaflet / "dist" / "images" / image).write_bytes(b"image")
    (tokens / "dist" / "tokens.css").write_text(":root { --color: #000 }", encoding="utf-8")
    for folder in (fonts, tokens, leaflet):
        (folder / "LICENSE").write_text("a licence", encoding="utf-8")
    for weight in (400, 700):
        name = f"biz-udpgothic-0-{weight}-normal"
        sheet = FACE.format(weight=weight, name=name)
        (fonts / f"{weight}.css").write_text(sheet, encoding="utf-8")
        (fonts / "files" / f"{name}.woff2").write_bytes(b"font")
    return tmp_path / "node_modules"


def test_every_face_of_the_style_sheet_lies_beside_it(
    tool: ModuleType, packages: Path, tmp_path: Path
) -> None:
    target = tmp_path / "vendor"
    tool.copy_assets(packages, target)
    sheet = (target / "fonts" / "biz-udpgothic.css").read_text("utf-8")
    named = re.findall(r"url\(([^)]+)\)", sheet)
    assert named == [f"biz-udpgothic-0-{weight}-normal.woff2" for weight in (400, 700)]
    assert all((target / "fonts" / name).is_file() for name in named)
    assert (target / "tokens" / "tokens.css").is_file()
    assert all((target / part / "LICENSE").is_file() for part in ("fonts", "tokens", "leaflet"))


def test_the_map_library_lies_beside_the_images_that_its_style_sheet_names(
    tool: ModuleType, packages: Path, tmp_path: Path
) -> None:
    target = tmp_path / "vendor"
    tool.copy_assets(packages, target)
    assert (target / "leaflet" / "leaflet.js").read_text("utf-8") == "window.L = {}"
    images = [path.name for path in (target / "leaflet" / "images").iterdir()]
    assert images == ["layers.png"]


@pytest.mark.parametrize("name", ["leaflet.js", "leaflet.css", "images/layers.png"])
def test_a_missing_file_of_the_map_library_stops_the_set_up(
    name: str, tool: ModuleType, packages: Path, tmp_path: Path
) -> None:
    (packages / "leaflet" / "dist" / name).unlink()
    with pytest.raises(FileNotFoundError):
        tool.copy_assets(packages, tmp_path / "vendor")


def test_a_second_set_up_leaves_nothing_of_the_first(
    tool: ModuleType, packages: Path, tmp_path: Path
) -> None:
    target = tmp_path / "static" / "vendor"
    target.mkdir(parents=True)
    (target / "old.css").touch()
    tool.copy_assets(packages, packages / ".vendor-new")
    tool.replace_folder(packages / ".vendor-new", target)
    assert not (target / "old.css").exists()
    assert (target / ".ready").exists()
    assert not (packages / ".vendor-new").exists()


def test_a_missing_font_file_stops_the_set_up(
    tool: ModuleType, packages: Path, tmp_path: Path
) -> None:
    next(packages.rglob("*-700-normal.woff2")).unlink()
    with pytest.raises(FileNotFoundError):
        tool.copy_assets(packages, tmp_path / "vendor")


def test_a_style_sheet_of_another_shape_stops_it_instead_of_pointing_elsewhere(
    tool: ModuleType,
) -> None:
    sheet = FACE.format(weight=400, name="a").replace("./files/", "https://fonts.example/")
    with pytest.raises(ValueError, match="0 of 1"):
        tool.localise_faces(sheet)


def test_what_was_laid_out_here_is_whole(not_run: Callable[[str, str], NoReturn]) -> None:
    sheet = ROOT / "static" / "vendor" / "fonts" / "biz-udpgothic.css"
    if not sheet.exists():
        not_run("no browser assets in static/vendor", "make assets")
    named = re.findall(r"url\(([^)]+)\)", sheet.read_text("utf-8"))
    assert len(named) > 200
    assert all((sheet.parent / name).is_file() for name in named)
    leaflet = ROOT / "static" / "vendor" / "leaflet"
    if not leaflet.exists():
        not_run("no map library in static/vendor", "make assets")
    named = re.findall(r"url\((images/[^)]+)\)", (leaflet / "leaflet.css").read_text("utf-8"))
    assert all((leaflet / name).is_file() for name in (*named, "leaflet.js", "LICENSE"))


def characters(font: Path) -> set[int]:
    with TTFont(font, lazy=True) as opened:
        return set(opened.getBestCmap())


def kanji_of_jis(first_row: int, last_row: int) -> set[str]:
    found = set()
    for row in range(first_row, last_row + 1):
        for column in range(1, 95):
            with contextlib.suppress(UnicodeDecodeError):
                found.add(bytes([0xA0 + row, 0xA0 + column]).decode("euc_jp"))
    return found


@pytest.mark.parametrize("weight", [400, 700])
def test_the_font_for_print_holds_every_kanji_of_jis_and_what_its_slices_hold(
    weight: int, not_run: Callable[[str, str], NoReturn]
) -> None:
    fonts = ROOT / "static" / "vendor" / "fonts"
    made = fonts / f"biz-udpgothic-{weight}.ttf"
    if not made.exists():
        not_run("no fonts for print in static/vendor/fonts", "make assets")
    held = characters(made)
    levels = kanji_of_jis(16, 47), kanji_of_jis(48, 84)
    assert [len(level) for level in levels] == [2965, 3390]
    assert {kanji for level in levels for kanji in level if ord(kanji) not in held} == set()
    sheet = (fonts / "biz-udpgothic.css").read_text("utf-8")
    slices = re.findall(rf"biz-udpgothic-[\w-]+-{weight}-normal\.woff2", sheet)
    for name in slices[::12]:
        assert characters(fonts / name) <= held


def test_the_fonts_slices_are_joined_each_character_once(
    tmp_path: Path, not_run: Callable[[str, str], NoReturn]
) -> None:
    kept = ROOT / "static" / "vendor" / "fonts"
    names = [f"biz-udpgothic-{part}-400-normal.woff2" for part in ("latin", "100", "101")]
    if not all((kept / name).exists() for name in names):
        not_run("no browser assets in static/vendor", "make assets")
    for name in names:
        shutil.copyfile(kept / name, tmp_path / name)
    print_fonts.make_print_font(tmp_path, 400, tmp_path / "made.ttf")
    held = characters(tmp_path / "made.ttf")
    assert held == {c for name in names for c in characters(tmp_path / name)}
    with pytest.raises(FileNotFoundError):
        print_fonts.make_print_font(tmp_path, 700, tmp_path / "none.ttf")


def test_the_font_of_braille_has_a_glyph_for_every_cell_with_its_dots(tmp_path: Path) -> None:
    made = tmp_path / "braille.woff2"
    print_fonts.make_braille_font(made)
    with TTFont(made) as font:
        cells, glyphs = font.getBestCmap(), font["glyf"]
        dots = {cell: glyphs[cells[0x2800 + cell]].numberOfContours for cell in (0, 1, 0x3F, 0xFF)}
    assert {0x2800 + cell for cell in range(256)} <= set(cells)
    assert dots == {0: 0, 1: 6, 0x3F: 6, 0xFF: 8}
    again = tmp_path / "again.woff2"
    print_fonts.make_braille_font(again)
    assert made.read_bytes() == again.read_bytes()
