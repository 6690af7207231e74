"""``routeguide check``: the quality report as text, and what was lost since the last network."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from routeguide.errors import NetworkDamaged
from routeguide.model.attributes import BY_NAME
from routeguide.network.store import POINTER, Network, load_network

MOST_FINDINGS = 20


def find_lost(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return stations and facilities that could be reached before and cannot now."""
    return sorted(set(before["reachable"]) - set(now["reachable"]))


def previous_network(network: Network) -> Network | None:
    """Return the network that was current before this one; None when there is none to compare."""
    if network.folder is None:
        return None
    pointer = network.folder.parent / POINTER
    if not pointer.is_file():
        return None
    name = json.loads(pointer.read_text(encoding="utf-8")).get("previous")
    folder = network.folder.parent / name if name else None
    if folder is None or not (folder / "manifest.json").is_file():
        return None
    try:
        before = load_network(folder, today=date.min)
    except NetworkDamaged:
        return None  # of an older format: nothing to compare with
    return before if before.manifest["source_kind"] == network.manifest["source_kind"] else None


def report_text(network: Network, lost: Sequence[str]) -> str:
    """Return the report as Japanese text for a terminal."""
    report = network.report
    lines = [
        f"道路網 {network.version}（元: {report['source_kind']}、OSM の番号: {report['osm_ids']}）",
        *_counts(report),
        *_attributes(report),
        *_findings(report),
        *_notes(report),
        *_places(report),
    ]
    if lost:
        lines += ["", "前は行けたのに、行けなくなった場所:", *(f"  {place}" for place in lost)]
    return "\n".join(lines)


def _counts(report: Mapping[str, Any]) -> list[str]:
    c, i = report["counts"], report["islands"]
    kinds = "、".join(f"{k} {m / 1000:.1f}km" for k, m in report["metres_by_kind"].items() if m)
    links = (
        f"点 {c['nodes']}、道（両方向）{c['links']}、エレベーター {c['lifts']}、"
        f"縁石・門など {c['points']}、場所 {c['places']}、目印 {c['landmarks']}"
    )
    islands = (
        f"一番大きいつながり {i['main_nodes']}点、"
        f"はなれた部分 {i['islands']}か所（{i['island_nodes']}点）"
    )
    return [links, islands, f"長さ: {kinds}"]


def _attributes(report: Mapping[str, Any]) -> list[str]:
    lines = ["", "属性ごとの未確認の割合（長さ）:"]
    for name, row in report["attributes"].items():
        if row["passages"]:
            known = "、".join(
                f"{word} {row[f'{key}_m'] / 1000:.1f}km"
                for key, word in (
                    ("survey", "調査済み"),
                    ("mapped", "地図に記載"),
                    ("inferred", "推定"),
                )
                if row[f"{key}_m"]
            )
            lines.append(
                f"  {BY_NAME[name].name_ja}（{name}）: 未確認 {row['unknown_share']:.1%}、{known}"
            )
    unknown = [BY_NAME[n].name_ja for n, row in report["attributes"].items() if not row["passages"]]
    return [*lines, f"  どこにも値がない: {'、'.join(unknown)}"]


def _findings(report: Mapping[str, Any]) -> list[str]:
    findings = report["findings"]
    if not findings:
        return []
    words = {"unparsed": "読めない値", "implausible": "ありえない値"}
    lines = ["", f"使わなかった値: {sum(f['count'] for f in findings)}件"]
    for f in findings[:MOST_FINDINGS]:
        reason = words.get(f["reason"], f["reason"])
        lines.append(f"  {f['attribute']}「{f['text']}」 {f['count']}件（{reason}）")
    return lines


def _notes(report: Mapping[str, Any]) -> list[str]:
    lines = []
    for heading, row in report["notes"].items():
        lines += ["", f"{heading}: {row['count']}件"]
        lines += [f"  {text}" for text in row["first"][:10]]
    return lines


def _places(report: Mapping[str, Any]) -> list[str]:
    summary = (
        f"道順をつくれる場所 {len(report['reachable'])}、"
        f"まだ道につながらない場所 {len(report['unreachable'])}、"
        f"位置が確認できず案内しない場所 {len(report['not_destinations'])}"
    )
    cut_off = [f"  道につながらない: {place}" for place in report["unreachable"]]
    readings = (
        f"読み上げるが、まだ確かめていない読みがな: {len(report.get('readings_to_check', []))}件"
    )
    return ["", summary, *cut_off, readings]
