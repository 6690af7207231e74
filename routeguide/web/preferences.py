"""How a reader wants the pages: language, size, colours, furigana; kept in the one cookie.

Nothing else is kept: no traveller, no place. Before any choice the browser's
own languages decide, and its own light or dark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from flask import Flask, g, request, session

from routeguide.directions.language import LANGUAGES
from routeguide.directions.ruby import RUBIES, Ruby
from routeguide.web.texts import USUAL, is_language, usual_ruby

SIZES = (100, 125, 150, 200, 250, 300)
"""Sizes of the letters in percent of the browser's own."""

THEMES = ("device", "light", "dark", "white", "black", "yellow")
"""As the device says, light, dark; and three of the strongest contrast."""

TAGS = {"zh": "zh-Hans"}
SPOKEN = ("ja", "en", "zh", "ko")
"""Languages that a browser can ask for; the others are chosen by people."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a reader chose; None = the usual of the language or device."""

    language: str | None = None
    size: int = 100
    theme: str = "device"
    ruby: Ruby | None = None

    @classmethod
    def read(cls, words: Mapping[str, object]) -> Self:
        """Read what a cookie or form says; whatever is not known is left out."""
        code, size = str(words.get("language", "")), str(words.get("size", ""))
        theme, ruby = str(words.get("theme", "")), RUBIES.get(str(words.get("ruby", "")))
        return cls(
            language=code if is_language(code) else None,
            size=int(size) if size in map(str, SIZES) else 100,
            theme=theme if theme in THEMES else "device",
            ruby=ruby,
        )

    def words(self) -> dict[str, str]:
        """Return what the cookie keeps: only what is not the usual."""
        told = {
            "language": self.language, "size": str(self.size), "theme": self.theme,
            "ruby": str(self.ruby) if self.ruby else None,
        }  # fmt: skip
        usual = {"size": "100", "theme": "device"}
        return {name: word for name, word in told.items() if word and word != usual.get(name)}

    @property
    def classes(self) -> str:
        """The classes of the page's root element."""
        return f"size-{self.size} theme-{self.theme}"


def register(app: Flask) -> None:
    """Read the preferences before every request."""
    app.before_request(read_preferences)


def read_preferences() -> None:
    """Set ``g.preferences``, ``g.language`` and ``g.ruby`` of this request.

    The language of the address comes first (a shared link), then the cookie,
    then what the browser asks for.
    """
    chosen = Preferences.read(session)
    asked = request.args.get("language", "")
    g.preferences = chosen
    g.language = asked if is_language(asked) else chosen.language or _of_browser()
    g.ruby = chosen.ruby or usual_ruby(g.language)


def _of_browser() -> str:
    wanted = request.accept_languages.best_match(SPOKEN)
    return wanted or USUAL


def own_address() -> str:
    """Return the address of this page to come back to; the first page where it was posted."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def keep(chosen: Preferences) -> None:
    """Keep the preferences in the cookie, and nothing that was chosen before."""
    for name in ("language", "size", "theme", "ruby"):
        session.pop(name, None)
    session.update(chosen.words())
    session.permanent = True


def html_language(code: str) -> str:
    """Return the tag (BCP 47) of one of our languages; plain and pupils' Japanese are ja."""
    return TAGS.get(code) or code.partition("-")[0]


def own_names() -> Mapping[str, str]:
    """Return the languages that the pages offer, with their own names."""
    return {code: name for code, name in LANGUAGES.items() if code != "ja-child"}
