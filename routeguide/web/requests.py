"""What may be asked: the definitions that validate requests and make the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from flask import Response
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from routeguide.errors import BadInput
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import Traveller, customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.web.problems import problem

JST = ZoneInfo("Asia/Tokyo")
PlaceId = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Strict(BaseModel):
    """A body in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


class Position(Strict):
    """A place id, or a free coordinate in degrees (only in a POST body, never stored)."""

    place: PlaceId | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)

    @model_validator(mode="after")
    def is_one_of_both(self) -> Position:
        """Refuse a position that is neither or both."""
        coordinate = self.lat is not None and self.lon is not None
        partial = (self.lat is None) != (self.lon is None)
        if partial or (self.place is None) is not coordinate:
            raise ValueError("place か、lat と lon の両方を指定してください。")
        return self

    def endpoint(self) -> Endpoint:
        """Return the endpoint of a query."""
        if self.place is not None:
            return Endpoint(place=self.place)
        return Endpoint(lonlat=(self.lon or 0.0, self.lat or 0.0))


class TravellerBody(BaseModel):
    """A preset with any of its limits changed (ranges: GET /api/v1/travellers)."""

    model_config = ConfigDict(extra="allow")
    preset: Annotated[str, StringConstraints(max_length=40)] = "walk"

    def traveller(self) -> Traveller:
        """Return the traveller.

        Raises:
            BadTraveller: a limit is not known or out of range.
        """
        return customise(get_preset(self.preset), self.model_extra or {})


class RouteBody(Strict):
    """The body of POST /api/v1/routes."""

    origin: Position = Field(alias="from")
    destination: Position = Field(alias="to")
    traveller: TravellerBody = TravellerBody()
    unknown: Literal["refuse", "warn", "pass"] = "warn"
    depart_at: datetime | None = Field(
        default=None, description="ISO 8601; no offset = Japan time; absent = now"
    )
    language: Literal["ja"] = "ja"

    def query(self) -> Query:
        """Return the question.

        Raises:
            BadTraveller: a limit is not known or out of range.
        """
        when = self.depart_at or datetime.now(JST)
        return Query(
            origin=self.origin.endpoint(),
            destination=self.destination.endpoint(),
            traveller=self.traveller.traveller(),
            depart_at=when if when.tzinfo else when.replace(tzinfo=JST),
            unknown=UnknownPolicy(self.unknown),
        )


class PlacePath(BaseModel):
    """The id of a place in a path; ids hold a slash for exits."""

    place_id: PlaceId


def invalid_request(error: ValidationError) -> Response:
    """Return what is wrong with a request as problem+json, every finding at once."""
    findings = [
        {"at": ".".join(str(part) for part in e["loc"]), "message": e["msg"]}
        for e in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    names = "、".join(dict.fromkeys(str(f["at"]) or "本文" for f in findings))
    return problem(422, "RG103", f"送られた内容を確かめてください（{names}）。", errors=findings)


def query_of_page(arguments: Any) -> Query:  # noqa: ANN401 - a MultiDict
    """Return the question in a page's address: place ids and settings only.

    Raises:
        BadInput: something is missing or not understood.
    """
    origin, destination = arguments.get("from", ""), arguments.get("to", "")
    if not origin or not destination:
        missing = "出発する駅" if not origin else "行き先"
        raise BadInput(f"{missing}を選んでください。")
    unknown = arguments.get("unknown", "warn")
    if unknown not in list(UnknownPolicy):
        raise BadInput("「未確認の道」の選び方が正しくありません。選びなおしてください。")
    return Query(
        origin=Endpoint(place=origin),
        destination=Endpoint(place=destination),
        traveller=get_preset(arguments.get("traveller", "walk")),
        depart_at=datetime.now(JST),
        unknown=UnknownPolicy(unknown),
    )
