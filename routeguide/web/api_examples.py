"""The examples of the page /api: questions, and the answers that the ward network gave.

The answers are written by ``tools/write_api_examples.py``, never at a request: the network
that is served may be made from an extract, whose data are not to be repeated here.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from routeguide.web.texts import plain

FILE = "api_examples.json"
LEFT_OUT = "…"
MOST_ITEMS = 1
WHOLE_KEYS = frozenset({"bound", "lonlat", "at"})
NETWORK = "network"
TEXT_LINES = 16


@dataclass(frozen=True, slots=True)
class Example:
    """One question; ``body`` None for GET."""

    key: str
    method: str
    path: str
    body: dict[str, Any] | None = None

    def curl(self, host: str) -> str:
        """Return the line that asks it."""
        if self.body is None:
            return f"curl {shlex.quote(host + self.path)}"
        sent = json.dumps(self.body, ensure_ascii=False)
        return (
            f"curl {host}{self.path} \\\n  -H 'Content-Type: application/json' \\\n"
            f"  -d {shlex.quote(sent)}"
        )


LIBRARY = {
    "from": {"place": "station:kotake-mukaihara"},
    "to": {"place": "facility:kotake-toshokan"},
}
WHO = {"preset": "wheelchair_manual", "max_step_cm": 3}
WHEN = "2026-11-24T10:00:00+09:00"
EXAMPLES = (
    Example("find", "GET", "/api/v1/facilities?q=kotake&limit=1"),
    Example(
        "need", "GET",
        "/api/v1/facilities?near=station:hikarigaoka&need=wheelchair_toilet&within_m=1500",
    ),
    Example("station", "GET", "/api/v1/stations/kotake-mukaihara"),
    Example("outages", "GET", "/api/v1/outages"),
    Example(
        "around", "POST", "/api/v1/facilities/search",
        {"lat": 35.7434, "lon": 139.6795, "kind": ["library"], "within_m": 1000},
    ),
    Example("route", "POST", "/api/v1/routes", {**LIBRARY, "traveller": WHO, "depart_at": WHEN}),
    Example(
        "text", "POST", "/api/v1/routes.txt",
        {**LIBRARY, "traveller": WHO, "depart_at": WHEN, "language": "ja-child", "ruby": "grade:3"},
    ),
    Example(
        "matrix", "POST", "/api/v1/matrix",
        {"origins": [LIBRARY["from"]], "destinations": [LIBRARY["to"]], "traveller": WHO},
    ),
    Example(
        "reach", "POST", "/api/v1/reachable",
        {"from": LIBRARY["from"], "traveller": WHO, "minutes": [10, 20], "depart_at": WHEN},
    ),
    Example("problem", "GET", "/api/v1/stations/nowhere?language=en"),
)  # fmt: skip


@cache
def answers() -> dict[str, str]:
    """Return the answers of the examples by their keys, as they are shown."""
    text = resources.files("routeguide.web").joinpath(FILE).read_text("utf-8")
    found: dict[str, str] = json.loads(text)
    return found


def shown(answer: str, media: str) -> str:
    """Return an answer as the page shows it: of lists the first, of the network nothing."""
    if not media.endswith("json"):
        lines = answer.splitlines()
        more = [LEFT_OUT] if len(lines) > TEXT_LINES else []
        return "\n".join([*lines[:TEXT_LINES], *more])
    return json.dumps(_shortened(json.loads(answer)), ensure_ascii=False, indent=1)


def _shortened(part: Any, key: str = "") -> Any:  # noqa: ANN401 - JSON
    if key == NETWORK:
        return {LEFT_OUT: LEFT_OUT}
    if isinstance(part, dict):
        return {name: _shortened(one, name) for name, one in part.items()}
    if isinstance(part, list) and len(part) > MOST_ITEMS and key not in WHOLE_KEYS:
        return [*(_shortened(one, key) for one in part[:MOST_ITEMS]), LEFT_OUT]
    if isinstance(part, list) and key not in WHOLE_KEYS:
        return [_shortened(one, key) for one in part]
    return part


def titles() -> dict[str, str]:
    """Return what each example is for."""
    return {
        "find": plain("名前や読みで施設をさがす"),
        "need": plain("近くで、車いすで使えるトイレのある施設をさがす"),
        "station": plain("駅の出口・エレベーター・ホームドアをしらべる"),
        "outages": plain("止まっているエレベーターをしらべる"),
        "around": plain("今いる所の近くの施設をさがす"),
        "route": plain("車いすの人の道順をしらべる"),
        "text": plain("小学生向けの文章で道順をしらべる"),
        "matrix": plain("多くの場所のあいだの長さと時間をしらべる"),
        "reach": plain("何分でどこまで行けるかをしらべる"),
        "problem": plain("まちがいは、番号と文で分かる"),
    }
