"""Settings of the service: read from the environment once, checked at start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from routeguide.errors import BadInput

ROOT = Path(__file__).resolve().parent.parent
MOST_HOPS = 5
BASE_URL = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(?:/[A-Za-z0-9._~/-]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings.

    ``network`` is the folder of the walking network (ROUTEGUIDE_NETWORK).
    ``overlay`` is a file of what changed since it was built (ROUTEGUIDE_OVERLAY,
    None = nothing; its form: :mod:`routeguide.exchange.overlay_json`).
    ``proxy_hops`` is the number of proxies in front whose X-Forwarded headers
    are believed (ROUTEGUIDE_PROXY_HOPS, 0 = none). ``max_body_bytes`` bounds
    request bodies (design/web-and-api.md: 64 KiB). ``base_url`` is where the
    service is reached from outside (ROUTEGUIDE_BASE_URL): printed sheets lead
    back to it. None = they carry no QR code.
    """

    network: Path = Path("graphdata/built")
    overlay: Path | None = None
    proxy_hops: int = 0
    max_body_bytes: int = 64 * 1024
    base_url: str | None = None

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str] | None = None,
        *,
        network: Path | None = None,
        overlay: Path | None = None,
    ) -> Self:
        """Read the settings; ``network`` and ``overlay`` override the environment.

        Raises:
            BadInput: a setting cannot be used; the message names it.
        """
        env = os.environ if environment is None else environment
        folder = network or Path(env.get("ROUTEGUIDE_NETWORK", "graphdata/built"))
        hops = env.get("ROUTEGUIDE_PROXY_HOPS", "0")
        if not hops.isdecimal() or int(hops) > MOST_HOPS:
            raise BadInput(
                f"設定 ROUTEGUIDE_PROXY_HOPS は0から{MOST_HOPS}の数にしてください（今: {hops}）。"
            )
        laid = overlay or (Path(name) if (name := env.get("ROUTEGUIDE_OVERLAY")) else None)
        base = read_base_url(env.get("ROUTEGUIDE_BASE_URL", ""))
        return cls(network=folder, overlay=laid, proxy_hops=int(hops), base_url=base)


def read_base_url(text: str) -> str | None:
    """Return where the service is reached, without a slash at its end; None for an empty text.

    Raises:
        BadInput: it is no address of a web site.
    """
    if not text:
        return None
    if not BASE_URL.fullmatch(text):
        raise BadInput(
            "設定 ROUTEGUIDE_BASE_URL は、https://michi.example.jp のように書いてください"
            f"（今: {text[:60]}）。"
        )
    return text.rstrip("/")
