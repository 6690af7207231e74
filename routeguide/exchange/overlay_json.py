"""An overlay as a JSON file, made by hand or by a store: read and checked as a whole.

::

    {"revision": 3, "as_of": "2026-11-24T09:00:00+09:00",
     "outages": [{"lift": "lift:kotake-mukaihara/evr", "state": "out",
                  "begins": "2026-11-24T08:10:00+09:00", "source": "..."}],
     "values": {"w12:3-4": {"step_cm": {"value": 1.5, "source": "ward"}}},
     "opened": ["lift:kotake-mukaihara/2"], "closed": ["w12:4-5"],
     "added": [{"key": "ward:bridge", "from": "n3", "to": "n9", "kind": "footbridge",
                "line": [[139.68, 35.74], [139.681, 35.741]], "values": {}}]}
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from routeguide.errors import BadInput, say_os_error
from routeguide.exchange.findings import list_findings
from routeguide.model.attributes import BY_NAME
from routeguide.model.geodesy import length_m
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.passage import Passage
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, Kind, LiftState, RoadClass

Key = Annotated[str, Field(min_length=1, max_length=200)]
Lonlat = tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-10_000, le=10_000)]


class Strict(BaseModel):
    """An object in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


class OutageRow(Strict):
    """One report on one lift, as :class:`LiftReport`."""

    lift: Annotated[str, Field(pattern=r"^lift:", max_length=200)]
    state: Literal["out", "planned", "confirmed"]
    begins: AwareDatetime
    ends: AwareDatetime | None = None
    source: str = ""

    @model_validator(mode="after")
    def is_a_report(self) -> Self:
        """Refuse what a report cannot say."""
        if (self.ends is None) is not (self.state == "out"):
            raise ValueError("out には終わり（ends）を書かず、planned と confirmed には書きます")
        if self.ends is not None and self.ends <= self.begins:
            raise ValueError("終わり（ends）は始まり（begins）より後にしてください")
        return self

    def report(self) -> LiftReport:
        """Return the report."""
        return LiftReport(self.lift, LiftState(self.state), self.begins, self.ends, self.source)


class ValueRow(Strict):
    """One observed value: a number, [low, high], or a word; how and when it was seen."""

    value: Number | tuple[Number, Number] | str
    evidence: Literal["survey", "mapped", "inferred"] = "survey"
    source: str
    checked_on: date | None = None

    def known(self, name: str) -> Known:
        """Return the value of attribute ``name``.

        Raises:
            ValueError: it is no value of that attribute.
        """
        attribute = BY_NAME.get(name)
        if attribute is None:
            raise ValueError(f"属性「{name}」はありません")
        evidence = Evidence(self.evidence)
        if attribute.is_measure:
            if isinstance(self.value, str):
                raise ValueError(f"{name}: 数を書いてください")
            low, high = self.value if isinstance(self.value, tuple) else (self.value, self.value)
            if low > high:
                raise ValueError(f"{name}: 小さい数を先に書いてください")
            return Measure(low, high, evidence, self.source, self.checked_on)
        if not isinstance(self.value, str):
            raise ValueError(f"{name}: 語を書いてください")  # noqa: TRY004 - pydantic tells ValueErrors
        words = [str(word) for word in attribute.vocabulary or ()]
        if words and self.value not in words:
            raise ValueError(f"{name}: 次のどれかにしてください（{'、'.join(words)}）")
        return Fact(self.value, evidence, self.source, self.checked_on)


Values = dict[str, ValueRow | None]


class AddedRow(Strict):
    """A new passage between two nodes of the network."""

    key: Key
    origin: Key = Field(alias="from")
    destination: Key = Field(alias="to")
    kind: Kind
    line: Annotated[list[Lonlat], Field(min_length=2, max_length=1000)]
    road_class: RoadClass | None = None
    lift: str | None = None
    name: str | None = None
    values: Values = {}

    def passage(self) -> Passage:
        """Return the passage."""
        line = tuple(self.line)
        return Passage(
            key=self.key,
            from_key=self.origin,
            to_key=self.destination,
            kind=self.kind,
            length_m=round(length_m(line), 2),
            line=line,
            road_class=self.road_class,
            values={name: row.known(name) for name, row in self.values.items() if row},
            names={"ja": self.name} if self.name else {},
            lift_id=self.lift,
        )


class OverlayFile(Strict):
    """A whole overlay."""

    revision: Annotated[int, Field(ge=1, le=2**53)]
    as_of: AwareDatetime
    outages: list[OutageRow] = []
    values: dict[Key, Values] = {}
    added: list[AddedRow] = []
    opened: list[Key] = []
    closed: list[Key] = []

    @model_validator(mode="after")
    def has_values_of_attributes(self) -> Self:
        """Refuse attributes that do not exist and values that are not theirs."""
        named = {name for rows in self.values.values() for name in rows}
        unknown = sorted(named - set(BY_NAME))
        if unknown:
            raise ValueError(f"属性「{'、'.join(unknown)}」はありません")
        self.overlay()
        return self

    def overlay(self) -> Overlay:
        """Return the overlay."""
        values = {
            key: {name: row.known(name) if row else None for name, row in rows.items()}
            for key, rows in self.values.items()
        }
        return Overlay(
            revision=self.revision,
            as_of=self.as_of,
            outages=tuple(row.report() for row in self.outages),
            values=values,
            added=tuple(row.passage() for row in self.added),
            opened=frozenset(self.opened),
            closed=frozenset(self.closed),
        )


def read_overlay(path: Path) -> Overlay:
    """Read an overlay from a JSON file.

    Raises:
        BadInput: the file is not there, is not JSON, or says something that an
            overlay cannot say; every finding is told.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(
            f"重ねる情報のファイル「{path}」を読めません（{say_os_error(error)}）。"
            "場所と名前を確かめてください。"
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadInput(
            f"重ねる情報のファイル「{path}」は JSON として読めません。書き方を確かめてください。"
        ) from error
    try:
        return OverlayFile.model_validate(content).overlay()
    except ValidationError as error:
        told = [f"{one.at or '全体'}: {one.message}" for one in list_findings(error)]
        raise BadInput(
            f"重ねる情報のファイル「{path}」を直してください。{''.join(told[:10])}"
        ) from error
