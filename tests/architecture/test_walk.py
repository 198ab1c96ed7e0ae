"""Every page that one reaches by links: it answers, has one title, and a French page speaks French."""

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from django.test import Client
from tests.matching.scenes import introduce, publish

from tandem.ui.languages import codes

MOST_PAGES = 150
ENGLISH = {"the", "your", "you", "and", "with", "this", "that", "not", "are", "from", "here", "what", "who", "why"}
#: A charter that is called so in French too.
OWN_NAMES = re.compile("Contract for the Web")
LEADS_AWAY = re.compile(r"/account/(logout|data)/|/(discard|close)/|^/static/")
#: An address with these parameters shows the same page again in another order.
SAME_PAGE = {"page", "q", "sort"}

FRENCH_NEED = {
    "title": {"title": "Nous perdons la trace des personnes"},
    "place": {"language": "fr", "remote": "yes"},
    "audience": {"visibility": "public"},
}
FRENCH_OFFER = {
    "title": {"title": "Des dossiers partagés, avec vous"},
    "place": {"language": "fr", "remote": "yes"},
    "audience": {"visibility": "public"},
}


@pytest.fixture
def french_place(cast):
    """The cast with a need, an offer and an accepted introduction, all written in French."""
    cast.cooperative.summary = {"fr": "Une coopérative qui développe des logiciels libres."}
    cast.cooperative.save()
    need = publish(cast.client("alice"), "la-passerelle", **FRENCH_NEED)
    offer = publish(cast.client("dina"), "fio-livre", "offers", **FRENCH_OFFER)
    type(cast.alice).objects.update(language="fr")
    from tandem.matching.models import IntroductionStep, Need, Offer

    Need.objects.update(problem="Chaque collègue tient un carnet et personne ne retrouve rien.")
    Offer.objects.update(text="Nous installons vos dossiers et partons quand deux personnes savent faire.")
    address = introduce(cast.client("alice"), need, offer)
    IntroductionStep.objects.update(text="Pouvons-nous parler la semaine prochaine ?")
    cast.client("dina").post(f"{address}accept/")
    return cast


def walk(browser: Client, start: str) -> dict[str, object]:
    """The pages reached from `start` by links, each read once."""
    pages: dict[str, object] = {}
    waiting, seen = [start], {start}
    while waiting and len(pages) < MOST_PAGES:
        address = waiting.pop(0)
        answer = browser.get(address, follow=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        arrived = answer.request["PATH_INFO"]
        if arrived in pages or not answer["Content-Type"].startswith("text/html"):
            answer.close()
            continue
        page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
        pages[arrived] = page
        for link in page.iter("a"):
            target = urlsplit(urljoin(address, link.get("href", "")))
            plain = target.path + (f"?{target.query}" if target.query else "")
            parameters = {part.partition("=")[0] for part in target.query.split("&")}
            other_language = set(target.path.split("/")[1:2]) & (set(codes()) - {start.strip("/")})
            away = (
                target.netloc or target.scheme or LEADS_AWAY.search(plain) or parameters & SAME_PAGE or other_language
            )
            if not away and target.path not in seen:
                seen.add(target.path)
                waiting.append(plain)
    return pages


def words_in(page_language: str, element, language: str = "") -> set[str]:
    """The words that stand in the language of the page: parts marked as another language are left out."""
    own = element.get("lang", language or page_language)
    texts = []
    unmarked = {"script", "style", "textarea", "code"} | ({"title"} if page_language != "fr" else set())
    if own == page_language and element.tag not in unmarked:
        texts = [element.text, *(element.get(name) for name in ("aria-label", "placeholder", "title", "alt"))]
    words = {word for text in texts if text for word in _words(text)}
    for child in element:
        if isinstance(child.tag, str):
            words |= words_in(page_language, child, own)
        if child.tail and own == page_language:
            words |= _words(child.tail)
    return words


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", OWN_NAMES.sub("", text).lower()))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["visitor", "alice", "elio"])
def test_every_page_reached_by_links_answers_in_french_under_its_own_title(french_place, who):
    pages = walk(french_place.client(who), "/fr/")
    assert len(pages) > 15
    english = {address: words for address, page in pages.items() if (words := words_in("fr", page) & ENGLISH)}
    assert english == {}
    assert [address for address, page in pages.items() if page.get("lang") != "fr"] == []
    assert [address for address, page in pages.items() if len(page.findall(".//h1")) != 1] == []
    titles = Counter(page.find(".//title").text for page in pages.values())
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.django_db
def test_what_a_language_lacks_is_marked_as_english_on_its_pages(french_place):
    pages = walk(french_place.client("visitor"), "/pt/")
    assert len(pages) > 15
    unmarked = {address: words for address, page in pages.items() if (words := words_in("pt", page) & ENGLISH)}
    assert unmarked == {}
