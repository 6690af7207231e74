"""What a page weighs by kind of file, and how soon the first block is heard.

Run by ``make bench``; needs Chromium (``CHROMIUM``, default /usr/bin/chromium).
Serves the newest built network. Weights are bytes as they are sent, nothing
compressed: a proxy may do that.
"""

from __future__ import annotations

import os
import time
import urllib.request
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import click
from bench_load import serving
from playwright.sync_api import Browser, Response, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
ROUTE = {
    "from": "station:kotake-mukaihara", "to": "facility:kotake-toshokan",
    "traveller": "wheelchair_manual",
}  # fmt: skip
PAGES = {
    "first page": "/",
    "where to": "/route/to",
    "route": "/route?" + urlencode(ROUTE),
    "route, furigana": "/route?" + urlencode({**ROUTE, "language": "ja-easy"}),
    "a station": "/places/station:kotake-mukaihara",
}


def weigh(browser: Browser, address: str) -> Counter[str]:
    """Return the bytes that a first visit fetches, by kind of file."""
    found: Counter[str] = Counter()
    context = browser.new_context(locale="ja-JP", service_workers="block")
    page = context.new_page()

    def note(response: Response) -> None:
        size = response.headers.get("content-length")
        found[response.request.resource_type] += int(size) if size else len(response.body())

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    context.close()
    return found


def hear(address: str) -> list[float]:
    """Return the seconds until the first block was there as sound: cold, then kept."""
    asked = f"{address}/route/sound/1.mp3?{urlencode(ROUTE)}"
    took = []
    for _ in range(2):
        began = time.perf_counter()
        urllib.request.urlopen(asked, timeout=60).read()  # noqa: S310 - our own address
        took.append(time.perf_counter() - began)
    return took


@click.command()
@click.option(
    "--network", type=click.Path(path_type=Path), default=Path("graphdata/built"), show_default=True
)
def main(network: Path) -> None:
    """Weigh pages and time the first spoken block."""
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(chromium).is_file():
        print("not run: no Chromium")
        return
    with (
        serving(network, workers=1) as (port, _),
        sync_playwright() as playwright,
    ):
        address = f"http://127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, path in PAGES.items():
            found = weigh(browser, address + path)
            kinds = ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in found.most_common())
            print(f"  {name:<20} {sum(found.values()) / 1000:7.0f} kB  ({kinds})")
        browser.close()
        cold, kept = hear(address)
        print(f"  first block as sound: cold {cold:.2f} s, kept {kept * 1000:.0f} ms")


if __name__ == "__main__":
    main()
