"""A small collector: values and findings of one element, with evidence and date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from routeguide.model.values import Fact, Finding, Known, Measure
from routeguide.model.vocabulary import Evidence
from routeguide.network.tags.values import read_day

OSM = "osm"


@dataclass(slots=True)
class Collector:
    """Collects what the tags of one element say.

    ``checked_on`` is the date of the element; ``check_date`` and
    ``survey:date`` beat it, and ``check_date:<key>`` beats them for one tag.
    """

    tags: Mapping[str, str]
    checked_on: date | None
    values: dict[str, Known] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the element's own date of checking."""
        for key in ("survey:date", "check_date"):
            if key in self.tags:
                self.checked_on = self._day(key)

    def _day(self, key: str) -> date | None:
        found = read_day(self.tags[key], key)
        if isinstance(found, Finding):
            if found not in self.findings:  # one tag dates several values
                self.findings.append(found)
            return None
        return found

    def day_of(self, key: str) -> date | None:
        """Return the date on which one tag was checked; None = undated."""
        own = f"check_date:{key}"
        return self._day(own) if own in self.tags else self.checked_on

    def say(self, attribute: str, word: str, key: str = "", *, rule: str | None = None) -> None:
        """Keep a word; with ``rule`` it is inferred by that rule, else mapped from tag ``key``."""
        evidence = Evidence.INFERRED if rule else Evidence.MAPPED
        source = f"rule:{rule}" if rule else OSM
        self.values[attribute] = Fact(str(word), evidence, source, self.day_of(key))

    def measure(
        self, attribute: str, low: float, high: float, key: str = "", *, rule: str | None = None
    ) -> None:
        """Keep a measure with bounds; evidence as in :meth:`say`."""
        evidence = Evidence.INFERRED if rule else Evidence.MAPPED
        source = f"rule:{rule}" if rule else OSM
        self.values[attribute] = Measure(low, high, evidence, source, self.day_of(key))

    def number(self, attribute: str, key: str, read: Callable[[str, str], float | Finding]) -> bool:
        """Read tag ``key`` into an exact measure; tell whether it could be used."""
        if key not in self.tags:
            return False
        found = read(self.tags[key], key)
        if isinstance(found, Finding):
            self.findings.append(found)
            return False
        self.measure(attribute, found, found, key)
        return True

    def word(self, attribute: str, key: str, table: Mapping[str, str | None]) -> bool:
        """Look tag ``key`` up; a value outside the table is a finding, None in it says nothing."""
        if key not in self.tags:
            return False
        text = self.tags[key].strip().lower()
        if text not in table:
            self.findings.append(Finding(key, self.tags[key], "unparsed"))
            return False
        found = table[text]
        if found is None:
            return False
        self.say(attribute, found, key)
        return True
