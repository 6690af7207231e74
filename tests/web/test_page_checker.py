"""The page checker must fail on a broken page: one broken page a rule."""

from __future__ import annotations

import pytest

from tests.web.page_checker import SITES, check_page

GOOD = f"""<!doctype html><html lang="ja"><head><title>道順｜{SITES["ja"][0][1:]}</title>
<meta name="viewport" content="width=device-width"></head><body>
<a href="#main">本文へすすむ</a><header></header><main id="main"><h1>道順</h1><h2>一</h2>
<form><label for="a">駅</label><select id="a" aria-describedby="h"></select><p id="h">x</p>
<fieldset><legend>移動</legend><input type="radio" id="r"><label for="r">白杖</label></fieldset>
</form><ol class="steps"><li>一</li></ol></main><footer></footer></body></html>"""

BROKEN = {
    "no lang=ja": ('lang="ja"', ""),
    "no viewport": ('name="viewport"', 'name="x"'),
    "title": ("<title>道順", "<title>ほか"),
    "0 h1": ("<h1>道順</h1>", ""),
    "h1 then h3": ("<h2>一</h2>", "<h3>一</h3>"),
    "no header": ("<header></header>", ""),
    "no footer": ("<footer></footer>", ""),
    "no skip link first": ('<a href="#main">本文へすすむ</a>', ""),
    "select without a label": ('for="a"', 'for="b"'),
    "choices without a legend": ("<legend>移動</legend>", ""),
    "an invalid field": ('aria-describedby="h"', 'aria-invalid="true"'),
    "id a twice": ('<p id="h">', '<p id="h"></p><p id="a">'),
    "aria-describedby": ('<p id="h">x</p>', ""),
    "2 live regions": ("</form>", '</form><p role="status"></p><p aria-live="polite"></p>'),
    "link to nowhere": ("</main>", '<a href="#gone">もどる</a></main>'),
    "does not say where": ("</main>", '<a href="/x">こちら</a></main>'),
    "inline style": ("<h2>", '<h2 style="color:red">'),
    "inline script": ("</main>", "<script>1</script></main>"),
    "inline handler": ("<h2>", '<h2 onclick="x()">'),
    "outside host": ("</head>", '<link rel="stylesheet" href="//cdn.example/x.css"></head>'),
    "without alt": ("</main>", '<img src="/a.png"></main>'),
    "steps in <ul>": (
        '<ol class="steps"><li>一</li></ol>', '<ul class="steps"><li>一</li></ul>',
    ),
}  # fmt: skip


def test_a_good_page_has_no_findings() -> None:
    assert check_page(GOOD) == []


@pytest.mark.parametrize("finding", BROKEN)
def test_a_broken_page_is_found(finding: str) -> None:
    before, after = BROKEN[finding]
    assert before in GOOD
    assert any(finding in text for text in check_page(GOOD.replace(before, after, 1)))


def test_an_error_page_must_say_so_in_its_title() -> None:
    assert check_page(GOOD, has_error=True)
