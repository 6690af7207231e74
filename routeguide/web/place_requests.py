"""What may be asked of places: parameters of addresses, and bodies with a position."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from routeguide.model.asked import now
from routeguide.model.facility_kind import FacilityKind
from routeguide.model.passage import LonLat
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.routing.finding import MOST_FOUND, MOST_TEXT
from routeguide.routing.needs import Need
from routeguide.routing.reachable import ReachQuery
from routeguide.web.requests import (
    WHOLE,
    Body,
    Degrees,
    Language,
    Moment,
    PlaceId,
    Policy,
    Position,
    TravellerBody,
)

Text = Annotated[str, StringConstraints(max_length=MOST_TEXT)]
Kinds = Annotated[list[FacilityKind], Field(max_length=len(FacilityKind))]
Needs = Annotated[list[Need], Field(max_length=len(Need))]
FARTHEST_M = 15_000
MOST_MINUTES, MOST_METRES, MOST_BANDS = 60, 3_000, 6
STREET_MINUTES, STREET_METRES = 20, 1_500
"""Streets drawn one by one are at most so far away: the answer stays below a megabyte."""


class LanguageQuery(Body):
    """The language of the names in an answer; absent = by Accept-Language, else Japanese."""

    language: Language | None = None


class PlacesQuery(LanguageQuery):
    """What is looked for; nothing = all."""

    q: Text = Field(
        default="",
        description="名前・読み（かな、ローマ字）の一部",
        json_schema_extra={"example": "こたけ"},
    )
    near: PlaceId | None = Field(
        default=None,
        description="場所の番号。座標は書けません（POST /facilities/search へ）",
        json_schema_extra={"example": "station:kotake-mukaihara"},
    )
    within_m: int | None = Field(default=None, ge=1, le=FARTHEST_M, description="直線のメートル")
    need: Needs = Field(
        default=[], description="あると分かっている場所だけ。分からない場所は unknown に入ります"
    )
    limit: int = Field(default=MOST_FOUND, ge=1, le=MOST_FOUND)


class FacilitiesQuery(PlacesQuery):
    """Facilities that are looked for."""

    kind: Kinds = Field(default=[], description="施設の種類")


class SearchBody(Body):
    """Facilities around a position; it stands in this body alone and is neither kept nor logged."""

    lat: Annotated[Degrees, Field(ge=-90, le=90, examples=[35.7434])]
    lon: Annotated[Degrees, Field(ge=-180, le=180, examples=[139.6795])]
    q: Text = ""
    kind: Kinds = Field(default=[])
    need: Needs = Field(default=[])
    within_m: Annotated[int, Field(ge=1, le=FARTHEST_M), WHOLE] = 2_000
    limit: Annotated[int, Field(ge=1, le=MOST_FOUND), WHOLE] = 20
    language: Language | None = None

    @property
    def lonlat(self) -> LonLat:
        """The position (lon, lat)."""
        return self.lon, self.lat


Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES), WHOLE]
Metres = Annotated[int, Field(ge=50, le=MOST_METRES), WHOLE]


def _add_bands(schema: dict[str, Any]) -> None:
    """Tell that bands are minutes or metres, and how far streets are drawn."""
    some, none = {"minItems": 1}, {"maxItems": 0}
    schema["oneOf"] = [
        {"required": [own], "properties": {own: some, other: none}}
        for own, other in (("minutes", "metres"), ("metres", "minutes"))
    ]
    schema["if"] = {"properties": {"shape": {"const": "streets"}}, "required": ["shape"]}
    schema["then"] = {
        "properties": {
            "minutes": {"items": {"maximum": STREET_MINUTES}},
            "metres": {"items": {"maximum": STREET_METRES}},
        }
    }


class ReachBody(Body):
    """From where, by whom, and how far: bands in minutes or in metres of way, not both."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_add_bands)
    origin: Position = Field(alias="from")
    traveller: TravellerBody = TravellerBody()
    unknown: Policy = "warn"
    depart_at: Moment | None = Field(
        default=None, description="ISO 8601; no offset = Japan time; absent = now"
    )
    minutes: list[Minutes] = Field(default=[], max_length=MOST_BANDS, examples=[[5, 10, 15]])
    metres: list[Metres] = Field(default=[], max_length=MOST_BANDS)
    shape: Literal["areas", "streets"] = "areas"
    language: Language | None = None

    @model_validator(mode="after")
    def has_bands(self) -> ReachBody:
        """Refuse bands of both kinds, and none."""
        if bool(self.minutes) is bool(self.metres):
            raise ValueError("minutes（分）か metres（メートル）のどちらかを指定してください。")
        far = max(self.minutes, default=0) > STREET_MINUTES
        if self.shape == "streets" and (far or max(self.metres, default=0) > STREET_METRES):
            raise ValueError(
                f"streets は{STREET_MINUTES}分、{STREET_METRES}メートルまでです。"
                "それより広いときは areas にしてください。"
            )
        return self

    def query(self) -> ReachQuery:
        """Return the question.

        Raises:
            BadTraveller: a limit is not known or out of range.
        """
        return ReachQuery(
            origin=self.origin.endpoint(),
            traveller=self.traveller.traveller(),
            depart_at=self.depart_at or now(),
            bands=tuple(map(float, self.metres)) or tuple(60.0 * m for m in self.minutes),
            in_metres=bool(self.metres),
            unknown=UnknownPolicy(self.unknown),
        )


class IdPath(Body):
    """The id of a station or facility, with or without the word before its colon."""

    place_id: PlaceId
