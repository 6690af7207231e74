"""Settings of the service: read from the environment once, checked at start.

A setting is one line of :class:`Settings`: its default, its variable, how it is
read, and one sentence. ``docs/operations.md`` lists the same (tested).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from routeguide.errors import BadInput
from routeguide.speech.settings import AT_ONCE, ORDER, SpeechSettings, read_order

ROOT = Path(__file__).resolve().parent.parent
MOST_HOPS = 5
BASE_URL = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(?:/[A-Za-z0-9._~/-]*)?")
SHORTEST_KEY = 32
TELEPHONE = re.compile(r"\+?[0-9][0-9-]{5,18}[0-9]")


def _env(variable: str, read: Callable[[str, str], Any], told: str) -> dict[str, Any]:
    """Return how a setting is read: ``read(variable, text)`` makes its value or raises BadInput."""
    return {"variable": variable, "read": read, "told": told}


def _path(_variable: str, text: str) -> Path:
    return Path(text)


def _text(_variable: str, text: str) -> str:
    return text


def _number(low: int, high: int) -> Callable[[str, str], int]:
    def read(variable: str, text: str) -> int:
        if not (text.isascii() and text.isdecimal() and low <= int(text[:9]) <= high):
            raise BadInput(
                f"設定 {variable} は{low}から{high}の数にしてください（今: {text[:40]}）。"
            )
        return int(text)

    return read


def _one_of(*words: str) -> Callable[[str, str], str]:
    def read(variable: str, text: str) -> str:
        if text not in words:
            raise BadInput(
                f"設定 {variable} は {'、'.join(words)} のどれかにしてください（今: {text[:40]}）。"
            )
        return text

    return read


def _telephone(variable: str, text: str) -> str:
    if not TELEPHONE.fullmatch(text):
        raise BadInput(
            f"設定 {variable} は電話番号にしてください（例: 03-1234-5678、今: {text[:40]}）。"
        )
    return text


def _key(variable: str, text: str) -> str:
    """Read a secret; it is told in no message."""
    if len(text) < SHORTEST_KEY:
        raise BadInput(
            f"設定 {variable} が短すぎます。{SHORTEST_KEY}文字以上のでたらめな文字にしてください。"
        )
    return text


def read_base_url(variable: str, text: str) -> str:
    """Read where the service is reached from outside, without a slash at its end.

    Raises:
        BadInput: it is no address of a web site.
    """
    if not BASE_URL.fullmatch(text):
        raise BadInput(
            f"設定 {variable} は、https://michi.example.jp のように書いてください"
            f"（今: {text[:60]}）。"
        )
    return text.rstrip("/")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; None = not set."""

    network: Path = field(
        default=Path("graphdata/built"),
        metadata=_env("ROUTEGUIDE_NETWORK", _path, "folder of the walking network"),
    )
    overlay: Path | None = field(
        default=None,
        metadata=_env("ROUTEGUIDE_OVERLAY", _path, "file of what changed since the build"),
    )
    instance: Path = field(
        default=Path("instance"),
        metadata=_env("ROUTEGUIDE_INSTANCE", _path, "folder of what this installation keeps"),
    )
    secret_key: str | None = field(
        default=None,
        repr=False,
        metadata=_env("ROUTEGUIDE_SECRET_KEY", _key, "signs the cookie; None = a file's key"),
    )
    proxy_hops: int = field(
        default=0,
        metadata=_env("ROUTEGUIDE_PROXY_HOPS", _number(0, MOST_HOPS), "proxies to believe"),
    )
    tls: str = field(
        default="auto",
        metadata=_env("ROUTEGUIDE_TLS", _one_of("auto", "always"), "auto = as requests come"),
    )
    hsts_days: int = field(
        default=365,
        metadata=_env("ROUTEGUIDE_HSTS_DAYS", _number(0, 730), "days of HSTS; 0 = none"),
    )
    class_size: int = field(
        default=40,
        metadata=_env("ROUTEGUIDE_CLASS_SIZE", _number(1, 100_000), "people behind an address"),
    )
    limits_store: str = field(
        default="memory://",
        metadata=_env("ROUTEGUIDE_LIMITS_STORE", _text, "where requests are counted"),
    )
    audio: Path | None = field(
        default=None,
        metadata=_env("ROUTEGUIDE_AUDIO", _path, "folder of sentences as sound; None = instance's"),
    )
    audio_mb: int = field(
        default=500,
        metadata=_env("ROUTEGUIDE_AUDIO_MB", _number(1, 100_000), "its bound in megabytes"),
    )
    voices: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: dict(ORDER),
        metadata=_env("ROUTEGUIDE_VOICES", read_order, "engines of each language, best first"),
    )
    gtts: str = field(
        default="0",
        metadata=_env("ROUTEGUIDE_GTTS", _one_of("0", "1"), "1 = text may be sent to Google"),
    )
    base_url: str | None = field(
        default=None,
        metadata=_env(
            "ROUTEGUIDE_BASE_URL", read_base_url, "address of the service; printed as a QR code"
        ),
    )
    workers: int = field(
        default=2,
        metadata=_env("ROUTEGUIDE_WORKERS", _number(1, 64), "processes that answer"),
    )
    threads: int = field(
        default=4,
        metadata=_env("ROUTEGUIDE_THREADS", _number(1, 64), "threads of each process"),
    )
    contact_telephone: str | None = field(
        default=None,
        metadata=_env("ROUTEGUIDE_CONTACT_TELEPHONE", _telephone, "whom to phone in trouble"),
    )
    tiles: str = field(
        default="none",
        metadata=_env("ROUTEGUIDE_TILES", _one_of("none", "gsi-pale"), "background of the map"),
    )
    max_body_bytes: int = 64 * 1024
    """The most that a request may hold (design/web-and-api.md); no setting of the environment."""

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str] | None = None,
        *,
        network: Path | None = None,
        overlay: Path | None = None,
    ) -> Self:
        """Read the settings; ``network`` and ``overlay`` override the environment.

        A variable that is empty is not set.

        Raises:
            BadInput: a setting cannot be used; the message names it.
        """
        env = os.environ if environment is None else environment
        given: dict[str, Any] = {}
        for one in fields(cls):
            text = env.get(one.metadata.get("variable", ""), "")
            if text:
                given[one.name] = one.metadata["read"](one.metadata["variable"], text)
        over = {"network": network, "overlay": overlay}
        return cls(**given | {name: path for name, path in over.items() if path})

    @property
    def speech(self) -> SpeechSettings:
        """The settings of speech."""
        folder = self.audio or self.instance / "audio"
        at_once = max(1, min(AT_ONCE, self.threads - 2))  # the others go on answering with text
        return SpeechSettings(
            folder, self.audio_mb, self.voices, gtts=self.gtts == "1", at_once=at_once
        )
