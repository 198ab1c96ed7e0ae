"""A browser and two ways to use it: with the mouse under the eyes of axe, with the keyboard and no JavaScript."""

from __future__ import annotations

import gzip
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, Playwright, sync_playwright

from tandem.cli.commands.test import BROWSERS

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"]
MOST_BYTES = 100_000
MOST_REQUESTS = 10
MOST_SCRIPT = 20_000
MOST_ELEMENTS = 800
#: Both languages without JavaScript; axe, widths and weight where words are longer.
WALKS = [("mouse", "fr"), ("keyboard", "fr"), ("keyboard", "en")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    import shutil

    path = os.environ.get("TANDEM_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, (
        "no Chromium or Chrome found (Debian's package: chromium); or leave journeys out with --without-browser"
    )
    chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
    yield chromium
    chromium.close()


@pytest.fixture(autouse=True)
def _nobody_tried_before(transactional_db: None) -> None:
    """Attempts are counted in the cache, whose table is not among those that are emptied after a journey."""
    cache.clear()


class Walker(ABC):
    """Somebody in front of a page. Names of links, buttons and fields are given in English and said in the
    language of the walk, as the catalogues say them."""

    def __init__(self, browser: Browser, address: str, language: str, *, script: bool, **context: Any) -> None:
        self.context = browser.new_context(
            java_script_enabled=script,
            locale=f"{language}-{language.upper()}",
            viewport={"width": 1280, "height": 800},
            **context,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.language = language
        self.home = f"{address}/{language}/"

    def say(self, text: str) -> str:
        with translation.override(self.language):
            return translation.gettext(text)

    def open(self, path: str = "") -> None:
        self.page.goto(self.home + path)
        self.look()

    def press(self, name: str, *, role: str = "button", exact: bool = True) -> None:
        """Follow a link or press a button by its visible name."""
        self.activate(self._named(role, name, exact))
        self.look()

    def follow(self, name: str, *, exact: bool = True) -> None:
        self.press(name, role="link", exact=exact)

    def _named(self, role: str, name: str, exact: bool) -> Locator:
        return self.page.get_by_role(role, name=self.say(name), exact=exact).first  # type: ignore[arg-type]

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(self.say(label), exact=False).first

    @abstractmethod
    def activate(self, target: Locator) -> None: ...

    @abstractmethod
    def write(self, label: str, text: str) -> None: ...

    @abstractmethod
    def choose(self, label: str) -> None: ...

    @abstractmethod
    def look(self) -> None:
        """What is checked on each page one comes to."""

    def taken(self, name: str) -> str:
        """The file that a link with this visible name hands over."""
        address = self._named("link", name, exact=True).get_attribute("href")
        assert address, name
        answer = self.page.request.get(urljoin(self.page.url, address))
        assert answer.ok, address
        return answer.text()

    def code_from_mail(self) -> str:
        found = re.findall(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.MULTILINE)
        assert found, mail.outbox[-1].body
        return found[0]


class Mouse(Walker):
    """Clicks, and looks at each page with axe, at 320 pixels, and at its weight."""

    def __init__(self, browser: Browser, address: str, language: str, **context: Any) -> None:
        super().__init__(browser, address, language, script=True, **context)
        self.seen: set[str] = set()
        self.weights: list[int] = []
        self.scripts = 0
        self.elsewhere: list[str] = []
        self.page.on("response", self._weigh)
        self.address = address

    def _weigh(self, response: Any) -> None:
        if not response.url.startswith((self.address, "data:")):
            self.elsewhere.append(response.url)
        if response.status == 200:
            weight = len(gzip.compress(response.body(), 6))
            self.weights.append(weight)
            if response.request.resource_type == "script":
                self.scripts += weight

    def activate(self, target: Locator) -> None:
        self.weights, self.scripts = [], 0
        target.click()

    def write(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def choose(self, label: str) -> None:
        self.field(label).check()

    def look(self) -> None:
        self.page.wait_for_load_state("networkidle")
        path = re.sub(r"[?#].*", "", self.page.url)
        assert self.elsewhere == [], "a request left the origin"
        assert sum(self.weights) <= MOST_BYTES, f"{path}: {sum(self.weights)} bytes"
        assert len(self.weights) <= MOST_REQUESTS, f"{path}: {len(self.weights)} requests"
        assert self.scripts <= MOST_SCRIPT, path
        self.page.locator("html[lang]").wait_for(state="attached")
        assert self.page.locator("html").get_attribute("lang") == self.language
        assert self.page.locator("h1").count() == 1, f"{path}: one h1"
        assert self.page.locator("*").count() <= MOST_ELEMENTS, f"{path}: {self.page.locator('*').count()} elements"
        self._axe(path)
        self.page.set_viewport_size({"width": 320, "height": 640})
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path}: {wide} pixels too wide at 320"
        self.page.set_viewport_size({"width": 1280, "height": 800})

    def _axe(self, path: str) -> None:
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = Axe().run(self.page, options={"runOnly": AXE_RULES})
            assert found.violations_count == 0, f"{path} ({scheme})\n{found.generate_report()}"
        self.page.emulate_media(color_scheme="light")


class Keyboard(Walker):
    """Tab, space, enter and letters; no JavaScript on the page."""

    MOST_TABS = 250

    def __init__(self, browser: Browser, address: str, language: str, **context: Any) -> None:
        super().__init__(browser, address, language, script=False, **context)

    def look(self) -> None:
        """That the page is one of ours, in its language: axe needs a script, and there is none here."""
        assert self.page.locator("html").get_attribute("lang") == self.language

    def reach(self, target: Locator) -> None:
        """Tab until the focus is there: what cannot be reached so cannot be used."""
        target.wait_for(state="attached")
        for _step in range(self.MOST_TABS):
            if target.and_(self.page.locator(":focus")).count():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def activate(self, target: Locator) -> None:
        self.reach(target)
        if target.evaluate("element => element.tagName") == "SUMMARY":
            self.page.keyboard.press("Enter")
            return
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        self.reach(self.field(label))
        if self.field(label).get_attribute("type") == "date":  # its parts stand in the order of the browser
            self.field(label).fill(text)
            return
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, label: str) -> None:
        """A checkbox by space; in a group of radio buttons the arrows move, as the keyboard expects."""
        target = self.field(label)
        if target.get_attribute("type") == "radio":
            self._choose_radio(target)
            return
        self.reach(target)
        self.page.keyboard.press("Space")

    def _choose_radio(self, target: Locator) -> None:
        group = self.page.locator(f'input[type=radio][name="{target.get_attribute("name")}"]')
        for _step in range(self.MOST_TABS):
            if group.and_(self.page.locator(":focus")).count():
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _step in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrows do not reach this choice")


@pytest.fixture
def walk(browser: Browser, live_server: Any) -> Iterator[Any]:
    """`walk("mouse", "fr")`: somebody with a browser of their own."""
    walkers: list[Walker] = []

    def begin(hand: str, language: str, **context: Any) -> Walker:
        kind = {"mouse": Mouse, "keyboard": Keyboard}[hand]
        walker = kind(browser, live_server.url, language, **context)
        walkers.append(walker)
        return walker

    yield begin
    for walker in walkers:
        walker.context.close()
