"""The sentences of the pages in the reader's language, with furigana where the reader wants it.

Catalogues are gettext files, one a journey and language:
``translations/<language>/<journey>.po``. All files of a language are one
catalogue. A message is the ordinary Japanese sentence; Japanese catalogues say
the same with its readings, ``{道順|みちじゅん}をしらべる``, or in easier words.
Files are read as they are: there is no compiled copy that could be older.
"""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import g, has_request_context
from flask_babel import Domain
from markupsafe import Markup

from routeguide.directions.language import LANGUAGES
from routeguide.directions.ruby import ALL_RUBY, NO_RUBY, Ruby, parse_marked, ruby_html
from routeguide.errors import RouteguideError

FOLDER = Path(__file__).with_name("translations")
USUAL = "ja"
RUBIED = frozenset({"ja-easy", "ja-child"})
"""Languages that have furigana on every kanji unless the reader wants it otherwise."""


@cache
def load_catalogue(code: str) -> Translations:
    """Return every message of a language, all journeys together.

    Raises:
        ValueError: two files of a language translate one message.
    """
    whole = Catalog()
    for file in sorted((FOLDER / code).glob("*.po")):
        with file.open("rb") as opened:
            for message in read_po(opened):
                if not message.id:
                    continue
                if message.id in whole:
                    raise ValueError(f"{file.name} of {code}: {message.id!r} is there already")
                whole.add(message.id, message.string)
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


class Pages(Domain):  # type: ignore[misc]
    """The catalogue of the language of this request."""

    def get_translations(self) -> Translations:
        """Return the catalogue of the reader's language."""
        return load_catalogue(language())


PAGES = Pages()


def language() -> str:
    """Return the code of the reader's language; Japanese outside a request."""
    return str(g.get("language", USUAL)) if has_request_context() else USUAL


def ruby() -> Ruby:
    """Return the furigana that the reader wants."""
    found = g.get("ruby") if has_request_context() else None
    return found or usual_ruby(language())


def usual_ruby(code: str) -> Ruby:
    """Return the furigana of a language before any choice."""
    return ALL_RUBY if code in RUBIED else NO_RUBY


def t(message: str, /, **values: object) -> Markup:
    """Return a sentence as HTML in the reader's language; ``values`` are escaped."""
    words = Markup(_as_html(PAGES.gettext(message), ruby()))  # noqa: S704 - escaped there
    return words % values if values else words


def plain(message: str, /, **values: object) -> str:
    """Return a sentence as plain text, for attributes, titles and options."""
    words = _as_text(PAGES.gettext(message))
    return words % values if values else words


def is_told(message: str) -> bool:
    """Tell whether the catalogue of the reader's language holds a message."""
    found: str = PAGES.gettext(message)
    return found != message


def tell_error(error: RouteguideError) -> Markup:
    """Return what an error says, in the reader's language; marked as Japanese where it is not."""
    words = t(error.template, **error.values)
    is_japanese = language().startswith(USUAL)
    return (
        words
        if is_told(error.template) or is_japanese
        else Markup('<span lang="ja">{}</span>').format(words)
    )


@lru_cache(maxsize=8192)
def _as_html(marked: str, wanted: Ruby) -> str:
    return ruby_html(parse_marked(marked), wanted)


@lru_cache(maxsize=8192)
def _as_text(marked: str) -> str:
    return "".join(piece.text for piece in parse_marked(marked))


def is_language(code: str) -> bool:
    """Tell whether the pages speak a language."""
    return code in LANGUAGES


__all__ = [
    "is_language", "is_told", "language", "load_catalogue", "plain", "ruby", "t", "tell_error",
    "usual_ruby",
]  # fmt: skip
