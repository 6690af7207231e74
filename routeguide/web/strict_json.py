"""JSON as RFC 8259 has it: no NaN, no infinity, and no nesting that no question of ours has."""

from __future__ import annotations

import json
from typing import Any

from flask.json.provider import DefaultJSONProvider


class StrictJson(DefaultJSONProvider):
    """Reads and writes strict JSON, Japanese as it is, keys in the order that they were given."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **more: Any) -> Any:  # noqa: ANN401
        """Read JSON.

        Raises:
            ValueError: it is none, holds NaN or an infinity, or nests too deep to be read.
        """
        try:
            return json.loads(s, parse_constant=_refuse, **more)
        except RecursionError:
            raise ValueError("nested too deep") from None

    def dumps(self, obj: Any, **more: Any) -> str:  # noqa: ANN401
        """Write JSON.

        Raises:
            ValueError: it would hold NaN or an infinity.
        """
        return super().dumps(obj, allow_nan=False, **more)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
