"""Addresses of the pages in every state that tests and browsers look at, on the ward network."""

from __future__ import annotations

ROUTE = "/route?from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller="
LIFT, PLANNED = "lift:kotake-mukaihara/evr", "lift:kotake-mukaihara/2"
MANUAL = ROUTE + "wheelchair_manual"
CUSTOM = "&max_step_cm=3&min_width_cm=none&stairs=priced&speed_mps=0.5"
STATES = {
    "start": "/",
    "from": "/route/from",
    "from, for a goal": "/route/from?to=facility:kotake-toshokan&traveller=cane",
    "exit": "/route/exit?from=station:kotake-mukaihara",
    "exit, any": "/route/exit?from=station:nerima&to=facility:kotake-toshokan",
    "to": "/route/to?from=station:kotake-mukaihara",
    "traveller": "/route/traveller?from=station:kotake-mukaihara&to=facility:kotake-toshokan",
    "settings": "/settings?after=/route/from",
    "all, empty": "/route/all",
    "all, filled": "/route/all?from=station:kotake-mukaihara&to=facility:kotake-toshokan"
    f"&traveller=cane&unknown=pass&depart=2026-11-24T09:30&alternatives=2&what_if={PLANNED}=open{CUSTOM}",
    "all, from an exit": "/route/all?from=exit:kotake-mukaihara/2&to=station:kotake-mukaihara",
    "a route by lift": MANUAL,
    "a route by cane": ROUTE + "white_cane",
    "a plain route": ROUTE + "walk",
    "custom limits": MANUAL + CUSTOM,
    "other ways": ROUTE + "cane&alternatives=3",
    "no other way": MANUAL + "&alternatives=2",
    "assumed, the same way": f"{MANUAL}&what_if={PLANNED}=open",
    "assumed, no way": f"{MANUAL}&what_if={LIFT}=out",
    "no route, unknown refused": MANUAL + "&unknown=refuse",
    "no route, a limit": "/route?from=station:nerima&to=facility:nerimakuyakusho"
    "&traveller=wheelchair_manual",
    "no route, not joined": "/route?from=station:kotake-mukaihara&to=station:nakamurabashi",
    "the way back": "/route?from=facility:kotake-toshokan&to=station:kotake-mukaihara"
    "&traveller=wheelchair_manual&depart=2026-11-24T09:30",
    "step by step": MANUAL.replace("/route?", "/route/steps?") + "&n=4",
    "step by step, overview": ROUTE.replace("/route?", "/route/steps?") + "white_cane",
    "no route, step by step": MANUAL.replace("/route?", "/route/steps?") + "&unknown=refuse",
    "routes kept": "/saved",
    "offline": "/offline",
    "ways of moving": "/travellers",
    "data": "/about-data",
    "for programs": "/api",
}
"""State -> address; each is answered with 200."""

STRANGE = "/route?from=station:kotake-mukaihara&to=facility:"
ERRORS = {
    "no station": ("/route?from=&to=facility:kotake-toshokan", 400, "from"),
    "no goal": ("/route?from=station:kotake-mukaihara&to=", 400, "to"),
    "unknown start": ("/route?from=station:nowhere&to=facility:kotake-toshokan", 404, "from"),
    "unknown goal": (STRANGE + "nowhere", 404, "to"),
    "a goal without a position": (STRANGE + "hayamiya-kumin-jimusho", 400, "to"),
    "the same place": ("/route?from=station:nerima&to=station:nerima", 400, "to"),
    "unknown traveller": (ROUTE + "ghost", 422, "traveller"),
    "unknown policy": (ROUTE + "walk&unknown=perhaps", 400, "unknown"),
    "no moment": (ROUTE + "walk&depart=noon", 400, "depart"),
    "a moment too late": (ROUTE + "walk&depart=2999-01-01T00:00", 400, "depart"),
    "too many ways": (ROUTE + "walk&alternatives=4", 400, "alternatives"),
    "a limit out of range": (ROUTE + "walk&max_step_cm=31", 422, "max_step_cm"),
    "a limit that is no number": (ROUTE + "walk&min_width_cm=wide", 422, "min_width_cm"),
    "a speed taken away": (ROUTE + "walk&speed_mps=none", 422, "speed_mps"),
    "an unknown word": (ROUTE + "walk&worst_surface=ice", 422, "worst_surface"),
    "an unknown lift": (ROUTE + "walk&what_if=lift:nowhere/1=out", 400, "what_if"),
    "no assumption": (ROUTE + "walk&what_if=rain", 400, "what_if"),
}
"""Mistake -> address, status, and the field that the summary leads to."""
