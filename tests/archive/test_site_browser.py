"""The website as people use it: in Chromium, from a folder on a disk, without any server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from smallarchive import sample

from printshop.archive.folding import canonical, fold, words
from printshop.archive.site import write_site
from printshop.problems import Problems
from support import REPOSITORY, tool

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

WORDS = [
    *(REPOSITORY / "tests/data/words-to-fold.txt").read_text("utf-8").split(),
    "Ho\u0300a bi\u0309nh",  # decomposed
    "d\u0323\u0302 \u01d7",
    "“dân\u00a0vận” khéo!",
    "",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, spoken to over pipes: the network stays off."""
    chromium = tool("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small archive, in a folder whose name is a trap for addresses."""
    bags = sample(tmp_path_factory.mktemp("kho") / "archive")
    return write_site(tmp_path_factory.mktemp("usb") / "Thẻ nhớ #1 %20", bags, Problems()).folder


class Visit:
    """A page that notes what it complains of, and what it asks for."""

    def __init__(self, browser: Browser, site: Path, **context: object) -> None:
        self.site = site
        self.context = browser.new_context(**context)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, name: str) -> Page:
        path, _, query = name.partition("?")
        address = (self.site / path).as_uri() + (f"?{query}" if query else "")
        self.page.goto(address)
        return self.page

    def search(self, text: str, **filters: str) -> list[str]:
        """Titles that a search finds."""
        asked = "&".join(f"{k}={quote(v)}" for k, v in {"q": text, **filters}.items())
        page = self.open(f"tim-kiem.html?{asked}")
        page.wait_for_selector("html[data-ready]")
        return page.locator("#ket-qua h2").all_inner_texts()

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visit]:
    """What a visit asks for is on the disk, and nothing is complained of."""
    visit = Visit(browser, site)
    yield visit
    visit.close()
    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith(("file:", "data:"))] == []


def test_search_with_and_without_diacritics(visit: Visit) -> None:
    wanted = "Dân vận khéo ở cơ sở"
    for text in ("dân vận khéo", "dan van kheo", "DÂN  VẬN khéo!", '"dân vận khéo"'):
        assert visit.search(text) == [wanted], text
    assert visit.page.locator("#ket-qua mark").first.inner_text() == "Dân vận khéo"
    snippet = visit.page.locator("#ket-qua .snippet")
    assert snippet.locator("mark").first.inner_text() == "dân vận khéo"
    assert "ấp Vĩnh Thành" in snippet.inner_text()
    assert visit.page.locator("#tinh-hinh").inner_text() == '1 bài có "dân vận khéo"'
    assert visit.page.title().startswith('"dân vận khéo" – Tìm kiếm – Thông tin công tác')
    # đ, and either place of the tone
    found = {"Dân vận khéo ở cơ sở", "Thăm đê"}
    assert set(visit.search("do van duc")) == set(visit.search("Đỗ Văn Đức")) == found
    assert visit.search("hòa giải") == visit.search("hoà giải") == ["Hoà giải"]
    assert visit.search("thủy lợi") == visit.search("thuỷ lợi") != []


def test_exact_words_come_first_and_phrases_before_scattered_words(visit: Visit) -> None:
    titles = visit.search("dan van")
    assert titles[0] == "Dân vận khéo ở cơ sở"
    assert titles[1].startswith("<script>")  # “Dẫn nước … vân vi”
    titles = visit.search("dân vận")
    assert (titles[0], len(titles)) == ("Dân vận khéo ở cơ sở", 2)
    assert visit.page.locator("#ket-qua .divider").inner_text() == "1 bài viết khác dấu"
    assert visit.search('"dan van"') == ["Dân vận khéo ở cơ sở"]
    assert visit.search("không có chữ nào thế này") == []
    assert "Không có bài nào" in visit.page.locator("#tinh-hinh").inner_text()
    assert visit.search("…") == []


def test_filters(visit: Visit) -> None:
    everything = visit.search("", tu="2016")
    assert len(everything) == 7
    assert visit.search("", muc="Đời sống", tu="2017") == [
        "Thăm đê",
        "Hoà giải",
        "Tin vắn",
        everything[4],
    ]
    assert visit.search("", ai="nguyen van an") == ["Dân vận khéo ở cơ sở", everything[4]]
    assert visit.page.input_value("#ai") == "nguyen van an"
    assert visit.search("de", den="2016") == ["Trang 2"]
    assert visit.search("đê", tu="2017", ai="Ánh", muc="Đời sống") == ["Thăm đê"]
    assert visit.search("đê", tu="2018", den="2017") == []


def test_from_the_start_page_to_a_page_of_the_pdf(visit: Visit) -> None:
    page = visit.open("index.html")
    page.fill("#tim-lon", "tham de")
    page.press("#tim-lon", "Enter")
    page.wait_for_selector("#ket-qua h2 a")
    found = page.locator("#ket-qua h2 a").first
    assert str(found.get_attribute("href")) == "pdf/2017-09.pdf#page=4"
    assert (visit.site / "pdf/2017-09.pdf").is_file()
    page.locator("#ket-qua .by a").first.click()
    assert page.locator("h1").inner_text().startswith("Số 9")
    page.go_back()
    page.wait_for_selector("#ket-qua h2 a")
    assert page.input_value("#q") == "tham de"
    page.get_by_role("link", name="Tác giả", exact=True).click()
    page.get_by_role("link", name="Đỗ Văn Đức").click()
    assert page.url.endswith("tac-gia.html#m2")
    assert "Dân vận khéo" in page.locator("section", has=page.locator("#m2")).inner_text()


def test_keyboard(visit: Visit) -> None:
    """The first key leads past the head; what has the focus shows it."""
    page = visit.open("so/2017-09.html")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Đến phần nội dung"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_print_view(visit: Visit) -> None:
    page = visit.open("so/2017-09.html")
    shown = {"nav[aria-label='Trang chính']", ".finder", ".turn", ".actions"}
    assert all(page.locator(part).first.is_visible() for part in shown)
    page.emulate_media(media="print")
    assert not any(page.locator(part).first.is_visible() for part in shown)
    assert page.locator("h1").is_visible()
    assert page.locator(".contents li").count() == 4
    visit.search("dân vận")
    page.emulate_media(media="print")
    assert not page.locator("form").is_visible()
    assert page.locator("#ket-qua li").first.is_visible()


def test_a_phone_needs_no_sideways_scrolling(browser: Browser, site: Path) -> None:
    phone = Visit(browser, site, viewport={"width": 320, "height": 640})
    pages = ("index.html", "so/2017-08.html", "nam/2017.html", "tac-gia.html", "chuyen-muc.html")
    for name in (*pages, "tim-kiem.html?q=nuoc"):
        page = phone.open(name)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, name
    phone.close()


def test_contents_need_no_javascript(browser: Browser, site: Path) -> None:
    plain = Visit(browser, site, java_script_enabled=False)
    page = plain.open("tim-kiem.html")
    assert page.locator("noscript").inner_text().startswith("Tìm kiếm cần JavaScript")
    page = plain.open("so/2017-09.html")
    assert page.get_by_role("link", name="Thăm đê").is_visible()
    plain.close()


def test_axe_finds_nothing(browser: Browser, site: Path) -> None:
    """Rules of WCAG 2 A and AA and good practice, in light and dark, wide and narrow."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    run = "axe.run(document, {resultTypes: ['violations']})"
    pages = ("index.html", "so/2017-09.html", "tac-gia.html", "tim-kiem.html?q=dan%20van")
    for scheme, width in (("light", 1280), ("dark", 390)):
        size = {"width": width, "height": 800}
        # the page's own policy forbids foreign scripts; axe is one
        visit = Visit(browser, site, color_scheme=scheme, viewport=size, bypass_csp=True)
        for name in pages:
            page = visit.open(name)
            if "?" in name:
                page.wait_for_selector("html[data-ready]")
            page.evaluate(axe)
            found = page.evaluate(run)
            assert len(found["passes"]) > 15
            assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], name
        page.locator(".mast-what").evaluate("element => element.style.color = '#999'")
        spoilt = [violation["id"] for violation in page.evaluate(run)["violations"]]
        assert spoilt == (["color-contrast"] if scheme == "light" else [])
        visit.close()


def test_the_browser_folds_words_as_the_catalogue_does(visit: Visit) -> None:
    page = visit.open("tim-kiem.html")
    page.wait_for_function("typeof kho === 'object' && 'take' in kho")
    in_browser = """words => words.map(word => [
        kho.fold(word), kho.canonical(word), kho.words(kho.canonical(word)).map(w => w.text)
    ])"""
    told = page.evaluate(in_browser, WORDS)
    assert told == [[fold(w), canonical(w), words(canonical(w))] for w in WORDS]


def test_a_site_that_was_copied_in_part_says_so(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(site, copy)
    shutil.rmtree(copy / "tep" / "tim")
    visit = Visit(browser, copy)
    visit.open("tim-kiem.html?q=dan")
    visit.page.wait_for_selector("html[data-ready]")
    assert "hãy chép lại cả thư mục" in visit.page.locator("#tinh-hinh").inner_text()
    visit.close()
