"""The page of letters, colours, furigana and language."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from routeguide.web.preferences import SIZES, THEMES, Preferences, keep, own_names
from routeguide.web.presenters import ruby_choices
from routeguide.web.texts import plain

blueprint = Blueprint("settings", __name__)
MOST_ADDRESS = 1000


@blueprint.get("/settings")
def settings() -> str:
    """Ask how the pages should look and speak."""
    return render_template(
        "settings.html",
        languages=own_names(),
        sizes=SIZES,
        themes=[(key, _themes()[key]) for key in THEMES],
        rubies=ruby_choices(),
        after=_own_address(request.args.get("after", "")),
    )


@blueprint.post("/settings")
def keep_settings() -> Response:
    """Keep what was chosen in the cookie and go back to where the reader was."""
    keep(Preferences.read(request.form))
    return redirect(_own_address(request.form.get("after", "")), code=303)


def _own_address(text: str) -> str:
    """Return an address of this site; the first page for anything else.

    Browsers leave tabs out of addresses and take a backslash for a slash.
    """
    is_own = text.startswith("/") and not text.startswith("//") and "\\" not in text
    return text if is_own and text.isprintable() and len(text) <= MOST_ADDRESS else "/"


def _themes() -> dict[str, str]:
    return {
        "device": plain("機器の設定のまま"),
        "light": plain("明るい"),
        "dark": plain("暗い"),
        "white": plain("白い地に黒い文字（はっきり）"),
        "black": plain("黒い地に白い文字（はっきり）"),
        "yellow": plain("黒い地に黄色い文字（はっきり）"),
    }
