"""One error tree for the whole package.

::

    RouteguideError
    ├── BadInput            the caller's words cannot be used        400
    │   ├── UnknownPlace    no place of that id or name              404
    │   ├── AmbiguousPlace  several places of that name              409
    │   └── BadTraveller    a limit out of range or not known        422
    ├── BadData             a file of ours or a source is damaged    500
    │   ├── WardDataError   graphdata/ward does not hold its schema  500
    │   ├── NetworkMissing  no built network where one was expected  503
    │   └── NetworkDamaged  a built network does not match its manifest 503
    ├── NotKept             what somebody told us cannot be written  503
    ├── BuildRefused        a build that must not replace the last   409
    │   └── SourceRefused   an input that gave nothing or only a part 502
    ├── NoSound             the text is there, its sound is not      503
    │   └── SpeechBusy      too much is being spoken at once         503
    └── PrintFailed         a sheet that could not be set            503
        └── PrintBusy       too many sheets at once                  503

Errors are raised in the domain with a Japanese sentence that says what happened
and what to do, and are translated to a page, a problem+json body or an exit
status once, at the edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category


class RouteguideError(Exception):
    """Base of all errors that we raise on purpose.

    ``message`` is a Japanese sentence for people; ``code`` is the stable,
    numbered name that the API and the documentation use. ``template`` and
    ``values`` are the sentence before its values were put in (``%(name)s``): by
    the template the pages find it in the reader's language. ``retry_after_s`` are
    the seconds after which the same may work; None where nobody can tell.
    """

    status = 500
    code = "RG000"
    retry_after_s: int | None = None

    def __init__(self, message: str, **values: object) -> None:
        self.template = seen(message)
        self.values = {
            name: seen(value) if isinstance(value, str) else value for name, value in values.items()
        }
        self.message = self.template % self.values if values else self.template
        super().__init__(self.message)


class BadInput(RouteguideError):
    """The caller's words cannot be used as they are.

    ``about`` names what they concern: a limit of the traveller, or a field of
    the question (from, to, depart ...); empty where that is not known.
    """

    status = 400
    code = "RG100"

    def __init__(self, message: str, *, about: str = "", **values: object) -> None:
        super().__init__(message, **values)
        self.about = about


class UnknownPlace(BadInput):
    """No place has this id or name."""

    status = 404
    code = "RG101"


class AmbiguousPlace(BadInput):
    """Several places share the name; ``candidates`` holds (id, name) pairs."""

    status = 409
    code = "RG102"

    def __init__(
        self,
        message: str,
        candidates: Sequence[tuple[str, str]],
        *,
        about: str = "",
        **values: object,
    ) -> None:
        super().__init__(message, about=about, **values)
        self.candidates = tuple(candidates)


class BadTraveller(BadInput):
    """A traveller's limit is not known or lies outside its range."""

    status = 422
    code = "RG103"


class BadData(RouteguideError):
    """A file of ours, or a source, is damaged."""

    status = 500
    code = "RG200"


class WardDataError(BadData):
    """A file of ``graphdata/ward`` does not hold its schema."""

    code = "RG201"


class NetworkMissing(BadData):
    """No built network where one was expected."""

    status = 503
    code = "RG202"


class NetworkDamaged(BadData):
    """A built network does not match its manifest."""

    status = 503
    code = "RG203"


class NotKept(RouteguideError):
    """What somebody told us cannot be written down now; it has to be told another way."""

    status = 503
    code = "RG400"

    def __init__(self) -> None:
        super().__init__("今、お知らせを書きとめることができません。電話で知らせてください。")


class BuildRefused(RouteguideError):
    """A build that must not replace the last one."""

    status = 409
    code = "RG300"


class SourceRefused(BuildRefused):
    """An input that gave nothing, or only a part, of what was asked."""

    status = 502
    code = "RG301"


class NoSound(RouteguideError):
    """No engine could speak what was asked; the text is complete without."""

    status = 503
    code = "RG400"
    retry_after_s = 60


class SpeechBusy(NoSound):
    """Too much is being spoken at once; it can be asked for again."""

    code = "RG401"
    retry_after_s = 3


class PrintFailed(RouteguideError):
    """A sheet could not be set: no font, or no time."""

    status = 503
    code = "RG500"


class PrintBusy(PrintFailed):
    """Too many sheets are asked for at once."""

    code = "RG501"
    retry_after_s = 5


def seen(text: str) -> str:
    """Return a text without signs that would steer a screen; lines stay lines."""
    return "".join(letter if _is_seen(letter) else "�" for letter in text)


def _is_seen(letter: str) -> bool:
    """Whether a letter may be shown: a caller's words must not steer a screen or turn a line."""
    return letter == "\n" or not category(letter).startswith("C")


def say_os_error(error: OSError) -> str:
    """Return why a file could not be used, in Japanese: the system tells it in its own language."""
    for kind, words in OS_ERRORS.items():
        if isinstance(error, kind):
            return words
    return f"番号 {error.errno}"


OS_ERRORS = {
    FileNotFoundError: "見つかりません",
    PermissionError: "許可がありません",
    IsADirectoryError: "フォルダーです",
    NotADirectoryError: "途中がフォルダーではありません",
    FileExistsError: "すでにあります",
}
