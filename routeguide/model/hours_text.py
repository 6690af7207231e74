"""How opening hours and conditional access share one text attribute.

A text is either a plain opening-hours expression, or entries joined by
`` || ``: ``opening_hours=<raw>`` and ``conditional:<base access>:<raw>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

JOINT = " || "
OPENING = "opening_hours="
CONDITIONAL = "conditional:"
SEAM = re.compile(rf"{re.escape(JOINT)}(?={OPENING}|{CONDITIONAL})")
"""A joint between entries: an expression may hold `` || `` itself (its "otherwise")."""


@dataclass(frozen=True, slots=True)
class HourRule:
    """One rule: opening hours, or a conditional access with the access that holds otherwise.

    ``kind`` is ``opening_hours`` or ``conditional``; ``base`` is the access
    word outside the conditions (empty for opening hours); ``raw`` the source's text.
    """

    kind: str
    raw: str
    base: str = ""


def join_hours(rules: Iterable[HourRule]) -> str:
    """Return the text that :func:`split_hours` takes apart again."""
    return JOINT.join(
        f"{OPENING}{rule.raw}"
        if rule.kind == "opening_hours"
        else f"{CONDITIONAL}{rule.base}:{rule.raw}"
        for rule in rules
    )


def split_hours(text: str) -> tuple[HourRule, ...]:
    """Return the rules of a text; a text without marks is opening hours."""
    rules = []
    for part in SEAM.split(text):
        if part.startswith(CONDITIONAL):
            base, _, raw = part.removeprefix(CONDITIONAL).partition(":")
            rules.append(HourRule("conditional", raw, base))
        else:
            rules.append(HourRule("opening_hours", part.removeprefix(OPENING)))
    return tuple(rules)
