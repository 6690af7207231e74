"""Numbers with their counters as they are read: 3分 さんぷん, 4時 よじ, 3階 さんがい.

A row of :data:`COUNTERS` says how a counter is read, which ends of a number it
changes, and where the engine (Open JTalk, measured in
``tests/speech/test_openjtalk.py``) reads the digits otherwise and is given kana.
Where two readings are both right, the row holds the one the engine says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from routeguide.directions.kana import for_engine
from routeguide.directions.pieces_of_text import Piece

MOST = 99_999
LETTERS = {
    "A": "エー", "B": "ビー", "C": "シー", "D": "ディー", "E": "イー", "F": "エフ", "G": "ジー",
    "H": "エイチ", "I": "アイ", "J": "ジェー", "K": "ケー", "L": "エル", "M": "エム", "N": "エヌ",
    "O": "オー", "P": "ピー", "Q": "キュー", "R": "アール", "S": "エス", "T": "ティー",
    "U": "ユー", "V": "ブイ", "W": "ダブリュー", "X": "エックス", "Y": "ワイ", "Z": "ゼット",
}  # fmt: skip
"""How the letters of the alphabet are said one by one."""

DIGITS = ("ゼロ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
SIZES = ((10_000, "まん"), (1_000, "せん"), (100, "ひゃく"), (10, "じゅう"))
OWN_PARTS = {
    300: "さんびゃく",
    600: "ろっぴゃく",
    800: "はっぴゃく",
    3000: "さんぜん",
    8000: "はっせん",
}
SHORT = {
    1: ("いち", "いっ"),
    6: ("ろく", "ろっ"),
    8: ("はち", "はっ"),
    10: ("じゅう", "じゅっ"),
    100: ("ゃく", "ゃっ"),
}
"""How an end of a number is read before a counter that shortens it."""

Ends = Mapping[int, str]
"""Readings by the end of a number: the last part that is said (13: 3, 20: 10, 300: 100)."""


@dataclass(frozen=True, slots=True)
class Counter:
    """How one counter is read.

    ``kana`` is its usual reading (None = as written), ``after`` what it is read
    after certain ends (3 -> ぷん). ``shortens`` holds the ends that become short
    (いっ, ろっ, はっ, じゅっ, ひゃっ), ``digits`` other readings of the last digit
    (4 -> よ), ``whole`` readings of number and counter as one word (20 -> はつか).
    ``zero`` is how 0 is read. ``misread`` tells which whole numbers the engine
    reads otherwise.
    """

    kana: str | None = None
    after: Ends = field(default_factory=dict)
    shortens: frozenset[int] = frozenset()
    digits: Ends = field(default_factory=dict)
    whole: Ends = field(default_factory=dict)
    zero: str = DIGITS[0]
    misread: Callable[[int], bool] = lambda _number: False


def _at_zero(number: int) -> bool:
    return number == 0


def _at_eight(number: int) -> bool:
    return number % 10 == 8  # noqa: PLR2004 - the digit: はちかい is heard, はっかい is right


KA_ROW = frozenset({1, 6, 8, 10, 100})
SA_ROW = frozenset({1, 8, 10})
HOUR = {4: "よ", 7: "しち", 9: "く"}
DAYS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか",
    8: "ようか", 9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか",
    24: "にじゅうよっか",
}  # fmt: skip
THINGS = {
    1: "ひと", 2: "ふた", 3: "みっ", 4: "よっ", 5: "いつ", 6: "むっ", 7: "なな", 8: "やっ",
    9: "ここの",
}  # fmt: skip

COUNTERS: Mapping[str, Counter] = MappingProxyType(
    {
        "メートル": Counter(),
        "センチ": Counter(shortens=SA_ROW),
        "キロメートル": Counter(shortens=frozenset({6, 10, 100})),
        "パーセント": Counter(shortens=frozenset({10})),
        "分": Counter(
            "ふん",
            after=dict.fromkeys((1, 3, 4, 6, 8, 10, 100, 1_000, 10_000), "ぷん"),
            shortens=KA_ROW,
            zero="れい",
            misread=lambda number: _at_zero(number) or _at_eight(number),
        ),
        "時": Counter("じ", digits=HOUR, zero="れい", misread=_at_zero),
        "時間": Counter("じかん", digits=HOUR, zero="れい", misread=_at_zero),
        "秒": Counter("びょう"),
        "度": Counter("ど", zero="れい", misread=_at_zero),
        "段": Counter("だん"),
        "階": Counter("かい", after={3: "がい"}, shortens=KA_ROW, misread=_at_eight),
        "か所": Counter("かしょ", shortens=KA_ROW, misread=_at_eight),
        "回": Counter("かい", shortens=KA_ROW, misread=_at_eight),
        "個": Counter("こ", shortens=KA_ROW, misread=_at_eight),
        # The engine takes 110番 for the police: ひゃくとおばん.
        "番": Counter("ばん", misread=lambda number: number == 110),  # noqa: PLR2004
        "番線": Counter("ばんせん"),
        "号": Counter("ごう"),
        "台": Counter("だい"),
        "人": Counter("にん", digits={4: "よ", 7: "しち"}, whole={1: "ひとり", 2: "ふたり"}),
        "年": Counter("ねん", digits={4: "よ"}),
        "月": Counter(
            "がつ",
            digits={4: "し", 7: "しち", 9: "く"},
            misread=lambda number: number not in range(1, 13),
        ),
        "日": Counter(
            "にち", digits={7: "しち", 9: "く"}, whole=DAYS, misread=lambda number: number == 1
        ),
        "丁目": Counter("ちょうめ", shortens=SA_ROW),
        "つ": Counter(digits=THINGS),
    }
)
"""日 is the day of the month (1日 ついたち). つ counts to nine; other numbers take 個."""

BEFORE_POINT = Counter(shortens=SA_ROW, zero="れい")


@lru_cache(maxsize=4096)
def count_pieces(number: float, counter: str) -> tuple[Piece, ...]:
    """Return a number and its counter as pieces with their readings.

    Decimals are kept to two places. Where number and counter are one word
    (20日 はつか, 1人 ひとり) there is one piece.

    Raises:
        KeyError: the counter is not known.
        ValueError: the number is negative or above 99,999.
    """
    if counter == "つ" and number not in THINGS:
        counter = "個"
    row = COUNTERS[counter]
    digits = write_number(number)
    whole = None if "." in digits else row.whole.get(int(digits))
    if whole:
        misread = row.misread(int(digits))
        return (Piece(digits + counter, whole, for_engine(whole) if misread else None),)
    read, read_counter, misread = _read(digits, row)
    if misread:
        spoken = for_engine(read), for_engine(read_counter or counter)
        return Piece(digits, read, spoken[0]), Piece(counter, read_counter, spoken[1])
    return Piece(digits, read), Piece(counter, read_counter)


@lru_cache(maxsize=4096)
def read_number(number: float) -> str:
    """Return the reading of a number that stands alone: 105 ひゃくご, 4.2 よんてんに.

    Raises:
        ValueError: it is negative or above 99,999.
    """
    return _read(write_number(number), Counter())[0]


def write_number(number: float) -> str:
    """Return a number as written: at most two decimals, no zeros behind them.

    Raises:
        ValueError: it is negative or above 99,999.
    """
    if not 0 <= number <= MOST:
        raise ValueError(f"no reading for {number}: only 0 to {MOST}")
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _read(digits: str, row: Counter) -> tuple[str, str | None, bool]:
    """Return the readings of number and counter, and whether the engine says otherwise."""
    whole, _, decimals = digits.partition(".")
    number = int(whole)
    if not decimals:
        return (
            _read_whole(number, row),
            row.after.get(_end_of(number), row.kana),
            row.misread(number),
        )
    # Behind the point every digit is read alone and none is shortened.
    read = f"{_read_whole(number, BEFORE_POINT)}てん{''.join(DIGITS[int(d)] for d in decimals)}"
    last = int(decimals[-1])
    changed = None if last in row.shortens else row.after.get(last)
    return read, changed or row.kana, changed is not None


def _read_whole(number: int, row: Counter) -> str:
    if number == 0:
        return row.zero
    end = _end_of(number)
    parts = _parts_of(number)
    if end in row.digits:
        parts[-1] = row.digits[end]
    read = "".join(parts)
    if end in row.shortens:
        long, short = SHORT[end]
        return read.removesuffix(long) + short
    return read


def _parts_of(number: int) -> list[str]:
    """Return the parts of a number as they are said: 3,010 さんぜん じゅう."""
    parts = []
    for size, word in SIZES:
        count, number = divmod(number, size)
        if count:
            one = DIGITS[1] if size == SIZES[0][0] else ""
            said = one if count == 1 else DIGITS[count]
            parts.append(OWN_PARTS.get(count * size, said + word))
    return [*parts, DIGITS[number]] if number else parts


def _end_of(number: int) -> int:
    """Return the last part of a number that is said: 13 -> 3, 20 -> 10, 300 -> 100, 0 -> 0."""
    if number % 10:
        return number % 10
    return next((size for size, _ in reversed(SIZES) if number // size % 10), 0)
