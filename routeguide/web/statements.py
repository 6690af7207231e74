"""What the service says of itself: accessibility, personal data, sources, ways of moving."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from routeguide.directions.phrase import Day
from routeguide.web.texts import t
from routeguide.web.wording import show

blueprint = Blueprint("statements", __name__)
FILE = Path(__file__).with_name("accessibility.toml")
TESTED: Mapping[str, str] = {
    "checker": "見出し、題名、入力らんの名前、リンクの名前などの決まりを、"
    "すべてのページについて%(languages)sつのことばでしらべました（プログラムによる検査）。",
    "axe": "axe-core という道具で、明るい色と暗い色の画面をしらべました。"
    "違反は%(violations)s件です。",
    "keyboard": "キーボードだけで、行き先をえらんで"
    "道順の最後まで進めることを確かめました（Chromium）。",
    "no_script": "JavaScript を止めても、同じことができるのを確かめました（Chromium）。",
    "narrow": "はば%(width_px)sピクセルの画面と、%(zoom_pct)s%%に広げた画面で、"
    "横に動かさずに読めることを確かめました。",
    "targets": "押す所の高さが%(least_px)sピクセル以上あることを測りました。",
    "print": "印刷したときに、道順と条件が残ることを確かめました。",
}
"""How each check was made, with the figures of the file."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tested, how, and when."""

    what: Markup
    day: Markup


@blueprint.get("/accessibility")
def accessibility() -> str:
    """Tell what was tested, how and when, and what was not."""
    told = load_checks()
    return render_template(
        "statements/accessibility.html",
        target=told["target"],
        level=told["level"],
        tested=[Check(_tested(row), show(Day(row["on"].isoformat()))) for row in told["tested"]],
        not_tested=[_not_tested(key) for key in told["not_tested"]["keys"]],
    )


@cache
def load_checks() -> Mapping[str, Any]:
    """Return the figures of what was tested, from their one file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _tested(row: Mapping[str, Any]) -> Markup:
    figures = {name: value for name, value in row.items() if name not in {"key", "on"}}
    sentence = TESTED[row["key"]]
    return t(sentence, **figures)


def _not_tested(key: str) -> Markup:
    return {
        "people": t("障害のある人や高齢の人といっしょに使って確かめること。"),
        "screen_readers": t(
            "読み上げソフト（NVDA、VoiceOver、TalkBack など）で、人が聞いて確かめること。"
        ),
        "phones": t("本物のスマートフォンやタブレットで確かめること。"),
        "standard": t("規格の項目を、人が一つずつ確かめること。"),
        "translations": t(
            "英語、中国語、韓国語の文を、そのことばを母語とする人が読んで確かめること。"
        ),
    }[key]


@blueprint.get("/privacy")
def privacy() -> str:
    """Tell what is kept, where, and what never is."""
    return render_template("statements/privacy.html")
