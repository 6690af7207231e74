"""What is wrong with data from outside, in Japanese: pydantic tells it in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

WORDS: Mapping[str, str] = {
    "missing": "書いてください",
    "extra_forbidden": "この項目はありません",
    "greater_than_equal": "{ge:g}以上にしてください",
    "less_than_equal": "{le:g}以下にしてください",
    "finite_number": "数にしてください",
    "string_too_short": "{min_length}文字以上にしてください",
    "string_too_long": "{max_length}文字までにしてください",
    "string_pattern_mismatch": "形が正しくありません（{pattern}）",
    "string_unicode": "文字として読めません",
    "too_short": "{min_length}個以上にしてください",
    "too_long": "{max_length}個までにしてください",
    "literal_error": "次のどれかにしてください（{expected}）",
    "enum": "次のどれかにしてください（{expected}）",
    "timezone_aware": "時差も書いてください（例: 2026-11-24T09:30+09:00）",
    "value_error": "{error}",
}
KINDS: Mapping[str, str] = {
    "string": "文字列",
    "int": "整数",
    "float": "数",
    "bool": "true か false ",
    "list": "並び（配列）",
    "dict": "組（オブジェクト）",
    "model": "組（オブジェクト）",
    "tuple": "並び（配列）",
    "datetime": "日時（例: 2026-11-24T09:30+09:00）",
    "date": "日（例: 2026-11-24）",
}
"""What is expected, by the first word of pydantic's name of a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: where (``from.lat``; empty = the whole), pydantic's name of it, a sentence."""

    at: str
    code: str
    message: str


def list_findings(error: ValidationError) -> list[Finding]:
    """Return everything that is wrong, in the order of the data; no input is repeated."""
    rows = error.errors(include_url=False, include_input=False)
    return [
        Finding(
            at=".".join(str(part) for part in row["loc"]),
            code=row["type"],
            message=f"{_say(row['type'], row.get('ctx', {}), is_whole=not row['loc'])}。",
        )
        for row in rows
    ]


def _say(code: str, context: Mapping[str, Any], *, is_whole: bool) -> str:
    if is_whole and code == "model_type":
        return "JSON の組（オブジェクト）として読めません"
    if code in WORDS:
        return WORDS[code].format(**context).rstrip("。")
    expected = KINDS.get(code.partition("_")[0])
    return f"{expected}にしてください" if expected else "正しい値ではありません"
