"""Kinds of facilities as people look for them: a few, over the ward's own categories."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class FacilityKind(StrEnum):
    """What somebody looks for; ``OTHER`` is every category that stands in no row."""

    LIBRARY = "library"
    OFFICE = "office"
    HALL = "hall"
    WELFARE = "welfare"
    HEALTH = "health"
    CHILDREN = "children"
    SCHOOL = "school"
    CULTURE = "culture"
    SPORTS = "sports"
    SAFETY = "safety"
    POST = "post"
    OTHER = "other"


KIND_JA: Mapping[FacilityKind, str] = {
    FacilityKind.LIBRARY: "図書館",
    FacilityKind.OFFICE: "区役所・区民事務所",
    FacilityKind.HALL: "集会所・区民館・区民センター",
    FacilityKind.WELFARE: "福祉の施設",
    FacilityKind.HEALTH: "病院・保健相談所",
    FacilityKind.CHILDREN: "児童館・幼稚園",
    FacilityKind.SCHOOL: "学校",
    FacilityKind.CULTURE: "美術館・文化施設",
    FacilityKind.SPORTS: "体育館・スポーツ施設",
    FacilityKind.SAFETY: "警察署・消防署",
    FacilityKind.POST: "郵便局",
    FacilityKind.OTHER: "そのほか",
}
CATEGORIES: Mapping[FacilityKind, tuple[str, ...]] = {
    FacilityKind.LIBRARY: ("図書館",),
    FacilityKind.OFFICE: ("区役所", "区民事務所"),
    FacilityKind.HALL: (
        "地域集会所", "地区区民館", "区民センター", "区民交流センター", "区民・産業プラザ",
    ),
    FacilityKind.WELFARE: (
        "総合福祉事務所", "障害者福祉施設", "障害者福祉センター", "福祉", "敬老館",
        "街かどケアカフェ",
    ),
    FacilityKind.HEALTH: ("病院", "保健相談所"),
    FacilityKind.CHILDREN: ("児童館", "区立幼稚園"),
    FacilityKind.SCHOOL: ("区立小学校(避難拠点)", "区立中学校(避難拠点)", "特別支援学校"),
    FacilityKind.CULTURE: ("美術館", "記念館", "文化センター", "文化ホール", "文化施設"),
    FacilityKind.SPORTS: ("体育館・スポーツ施設",),
    FacilityKind.SAFETY: ("警察署", "消防署"),
    FacilityKind.POST: ("郵便局",),
}  # fmt: skip
BY_CATEGORY = {word: kind for kind, words in CATEGORIES.items() for word in words}


def kind_of_category(category: str | None) -> FacilityKind:
    """Return the kind of a category of the ward's data."""
    return BY_CATEGORY.get(category or "", FacilityKind.OTHER)
