"""What stands on a page in the reader's language: names of places, attributes, limits."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from routeguide.directions.limits import list_limits, say_limit
from routeguide.directions.phrase import Literal, Noun, Spot, Value
from routeguide.directions.words import Words
from routeguide.model.guidance import Line
from routeguide.model.place import Place
from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.web.current import the_readings
from routeguide.web.texts import language, ruby


def words() -> Words:
    """Return the words of this request: its language, furigana and names."""
    return Words(language(), readings=the_readings(), ruby=ruby())


def say(value: Value) -> str:
    """Return a value as plain text."""
    return words().word(value)


def show(value: Value, form: str | None = None) -> Markup:
    """Return a value as HTML, with furigana where the reader wants it."""
    return line_html(words().value(value, form))


def line_html(line: Line) -> Markup:
    """Return a line as HTML, with its furigana."""
    if not line.ruby:
        return escape(line.text)
    ruby = Markup("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>")
    return Markup("").join(
        escape(text) if kana is None else ruby.format(text, kana) for text, kana in line.ruby
    )


def name_of(place: Place | None, station: Place | None = None) -> str:
    """Return a place's name, a lift's or exit's with its station; empty without a place."""
    return say(Spot(place, station)) if place else ""


def show_name(place: Place | None, station: Place | None = None) -> Markup:
    """Return a place's name as HTML, with its furigana; empty without a place."""
    return show(Spot(place, station)) if place else Markup("")


def japanese(text: str) -> Markup:
    """Return a text that is only there in Japanese, marked as such for other readers."""
    if language().startswith("ja"):
        return show(Literal(text))
    return Markup('<span lang="ja">{}</span>').format(text)


def comma() -> Markup:
    """Return what stands between two of several things."""
    return escape(words().language.join("comma")[0].text)


def attribute_of(name: str) -> str:
    """Return the name of an attribute."""
    return say(Noun("attributes", name))


def limit_of(key: str, value: Any) -> tuple[str, str]:  # noqa: ANN401 - the value of any limit
    """Return the name of a limit and its value."""
    name, limit = say_limit(key, value)
    return say(name), say(limit)


def limits_of(traveller: Traveller) -> list[tuple[str, str]]:
    """Return every limit of a traveller, without the policy for what is unknown."""
    rows = list_limits(traveller, UnknownPolicy.WARN)[:-1]
    return [(say(what), say(limit)) for what, limit in rows]
