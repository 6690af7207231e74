"""A PDF as tests see it: every run of text with its size, place and whether readers are told it."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject
from pypdfium2 import raw

SHORT = ctypes.POINTER(ctypes.c_ushort)


@dataclass(frozen=True, slots=True)
class Run:
    """Some text on one line: page from 0, size in points, box in points from below left."""

    page: int
    text: str
    size_pt: float
    left: float
    bottom: float
    right: float
    top: float
    is_artifact: bool


def read_runs(pdf: bytes) -> list[Run]:
    """Return every run of text in the order in which the file draws it."""
    return list(_runs(pdf))


def _runs(pdf: bytes) -> Iterator[Run]:
    document = pdfium.PdfDocument(pdf)
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        for one in page.get_objects(max_depth=6):
            if one.type == raw.FPDF_PAGEOBJ_TEXT:
                size = ctypes.c_float()
                raw.FPDFTextObj_GetFontSize(one, size)
                text = _text(one, text_page)
                marks = _marks(one)
                yield Run(
                    number, text, round(size.value, 2), *one.get_bounds(), "Artifact" in marks
                )


def _text(one: Any, text_page: Any) -> str:
    length = raw.FPDFTextObj_GetText(one, text_page, None, 0)
    room = ctypes.create_string_buffer(length)
    raw.FPDFTextObj_GetText(one, text_page, ctypes.cast(room, SHORT), length)
    return room.raw[: length - 2].decode("utf-16-le")


def _marks(one: Any) -> list[str]:
    found = []
    for number in range(raw.FPDFPageObj_CountMarks(one)):
        room, length = ctypes.create_string_buffer(200), ctypes.c_ulong()
        mark = raw.FPDFPageObj_GetMark(one, number)
        raw.FPDFPageObjMark_GetName(mark, ctypes.cast(room, SHORT), 200, length)
        found.append(room.raw[: length.value - 2].decode("utf-16-le"))
    return found


def told_text(runs: list[Run]) -> str:
    """Return what a screen reader is told, blanks left out."""
    return squeeze("".join(run.text for run in runs if not run.is_artifact))


def squeeze(text: str) -> str:
    """Return a text without blanks; PDFium has a sign of its own for a hyphen that ends a line."""
    return "".join(text.replace("\u2060", "").replace("\x02", "-").split())


def told_lines(runs: list[Run]) -> list[list[Run]]:
    """Return the runs of each line of text that is told, by page and height."""
    lines: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        if not run.is_artifact and run.text.strip():
            lines.setdefault((run.page, round(run.bottom / 4)), []).append(run)
    return list(lines.values())


def page_pixels(pdf: bytes, page: int, scale: float = 1.0) -> Any:
    """Return a page as an array of grey values, rows from above."""
    drawn = pdfium.PdfDocument(pdf)[page].render(scale=scale).to_numpy()
    return np.asarray(drawn)[:, :, :3].mean(axis=2)


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return the width and height of every page in points."""
    return [page.get_size() for page in pdfium.PdfDocument(pdf)]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a PDF says of itself."""

    title: str
    language: str
    is_tagged: bool
    shows_title: bool
    standard: str
    roles: tuple[str, ...]
    alternatives: tuple[str, ...]


def read_facts(pdf: bytes) -> Facts:
    """Return the title, language, tags and declared standard of a PDF."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.root_object
    metadata = reader.xmp_metadata
    assert metadata is not None
    roles, alternatives = [], []
    for node in _nodes(root["/StructTreeRoot"]):
        if "/S" in node:
            roles.append(str(node["/S"]).lstrip("/"))
        if "/Alt" in node:
            alternatives.append(str(node["/Alt"]))
    parts = metadata.rdf_root.toxml()
    return Facts(
        title=str(reader.metadata.title if reader.metadata else ""),
        language=str(root.get("/Lang", "")),
        is_tagged=bool(root.get("/MarkInfo", {}).get("/Marked")),
        shows_title=bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
        standard="PDF/UA-1" if "<pdfuaid:part>1</pdfuaid:part>" in parts else parts[:400],
        roles=tuple(roles),
        alternatives=tuple(alternatives),
    )


def _nodes(node: Any) -> Iterator[DictionaryObject]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, DictionaryObject):
        yield node
        kids = node.get("/K", ())
        kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from _nodes(kid)
