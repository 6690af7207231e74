"""The page checker through which every page test goes: returns what is wrong with a page.

Rules of design/web-and-api.md, "Accessibility". html5lib parses as browsers do.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from urllib.parse import urlparse

from bs4 import BeautifulSoup, Tag

VAGUE_LINKS = {"こちら", "ここ", "クリック", "詳細", "もっと見る", "here", "more"}
FIELDS = ("input", "select", "textarea")
SITES = {
    "ja": ("｜練馬区バリアフリー道案内", "エラー："),
    "en": ("｜Nerima Barrier-Free Route Guide", "Error: "),
    "zh-Hans": ("｜练马区无障碍路线指引", "错误："),
    "ko": ("｜네리마구 배리어프리 길 안내", "오류: "),
}
"""What every title ends with, and what that of a mistake begins with."""


def check_page(html: str, *, has_error: bool = False, lang: str = "ja") -> list[str]:
    """Return the findings on a page; empty when it holds every rule."""
    page = BeautifulSoup(html, "html5lib")
    for reading in page.find_all(["rt", "rp"]):
        reading.decompose()
    rules = (_headings, _landmarks, _fields, _ids, _links, _self_contained, _steps, _live_region)
    found = [finding for rule in rules for finding in rule(page)]
    return found + _document(page, lang) + _title(page, lang, has_error=has_error)


def _document(page: BeautifulSoup, lang: str) -> list[str]:
    html = page.find("html")
    found = [] if isinstance(html, Tag) and html.get("lang") == lang else [f"no lang={lang}"]
    if not page.find("meta", attrs={"name": "viewport"}):
        found.append("no viewport")
    return found


def _title(page: BeautifulSoup, lang: str, *, has_error: bool) -> list[str]:
    site, error = ("".join(part.split()) for part in SITES[lang])
    title = "".join(page.title.get_text().split()) if page.title else ""
    heading = "".join(page.h1.get_text().split()) if page.h1 else ""
    start = f"{error}{heading}" if has_error else heading
    found = [] if title.startswith(start) and title.endswith(site) else [f"title {title!r}"]
    if has_error and not page.find(attrs={"role": "alert"}) and page.find("form"):
        found.append("no error summary")
    return found


def _headings(page: BeautifulSoup) -> list[str]:
    levels = [int(h.name[1]) for h in page.find_all(["h1", "h2", "h3", "h4"])]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    found += [f"h{a} then h{b}" for a, b in itertools.pairwise(levels) if b > a + 1]
    return found


def _landmarks(page: BeautifulSoup) -> list[str]:
    found = [f"no {name}" for name in ("header", "main", "footer") if not page.find(name)]
    first = page.find("a")
    main = page.find("main")
    skips = isinstance(first, Tag) and isinstance(main, Tag)
    if not skips or first.get("href") != f"#{main.get('id')}":  # type: ignore[union-attr]
        found.append("no skip link first")
    return found


def _fields(page: BeautifulSoup) -> list[str]:
    labels = {label.get("for") for label in page.find_all("label")}
    found = []
    for field in page.find_all(FIELDS):
        if field.get("type") in {"hidden", "submit"}:
            continue
        if field.get("id") not in labels:
            found.append(f"{field.name} without a label")
        if field.get("type") == "radio" and not _legend(field):
            found.append("choices without a legend")
        if field.get("aria-invalid") == "true" and not field.get("aria-describedby"):
            found.append("an invalid field without its message")
    return found


def _legend(field: Tag) -> bool:
    group = field.find_parent("fieldset")
    return group is not None and group.find("legend") is not None


def _ids(page: BeautifulSoup) -> list[str]:
    ids = Counter(tag["id"] for tag in page.find_all(id=True))
    found = [f"id {name} twice" for name, count in ids.items() if count > 1]
    for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in page.find_all(attrs={attribute: True}):
            found += [f"{attribute} {r}" for r in str(tag[attribute]).split() if r not in ids]
    for link in page.find_all("a", href=True):
        target = str(link["href"])
        if target.startswith("#") and target[1:] not in ids:
            found.append(f"link to nowhere {target}")
    return found


def _links(page: BeautifulSoup) -> list[str]:
    found = []
    for link in page.find_all("a"):
        words = link.get_text(strip=True) or str(link.get("aria-label", ""))
        if not words or words in VAGUE_LINKS:
            found.append(f"a link that does not say where it goes: {words!r}")
    return found


def _self_contained(page: BeautifulSoup) -> list[str]:
    found = []
    if page.find("style") or page.find(attrs={"style": True}):
        found.append("inline style")
    scripts = page.find_all("script", type=lambda kind: kind != "application/json")
    if any(not script.get("src") for script in scripts):
        found.append("inline script")
    if any(
        name.startswith("on") for tag in page.find_all(name=re.compile(".")) for name in tag.attrs
    ):
        found.append("inline handler")
    for tag in page.find_all(["link", "script", "img", "iframe", "form"]):
        target = str(tag.get("href") or tag.get("src") or tag.get("action") or "")
        if urlparse(target).netloc:
            found.append(f"outside host {target}")
    found += ["an image without alt" for image in page.find_all("img") if image.get("alt") is None]
    return found


def _live_region(page: BeautifulSoup) -> list[str]:
    regions = page.select("[role=status], [aria-live], output")
    return [] if len(regions) <= 1 else [f"{len(regions)} live regions"]


def _steps(page: BeautifulSoup) -> list[str]:
    steps = page.find_all(class_="steps")
    return [f"steps in <{tag.name}>" for tag in steps if tag.name != "ol"]
