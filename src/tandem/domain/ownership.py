"""Does an e-mail address show that its reader belongs to the organisation of a website?

An address at the domain of the site does, unless the domain is shared by strangers: mail providers and hosts of
sites, where anybody opens an address or a page.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop

#: Providers of mailboxes to the public, and of sites under their own name: an address there proves nothing.
SHARED_DOMAINS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.fr",
        "outlook.pt",
        "hotmail.com",
        "hotmail.fr",
        "hotmail.co.uk",
        "hotmail.it",
        "hotmail.es",
        "live.com",
        "live.fr",
        "live.com.pt",
        "msn.com",
        "yahoo.com",
        "yahoo.fr",
        "yahoo.co.uk",
        "yahoo.es",
        "yahoo.it",
        "yahoo.de",
        "ymail.com",
        "rocketmail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "gmx.fr",
        "web.de",
        "t-online.de",
        "freenet.de",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "tutanota.com",
        "tuta.io",
        "tuta.com",
        "mailbox.org",
        "posteo.de",
        "posteo.net",
        "zaclys.net",
        "ecomail.fr",
        "mailo.com",
        "fastmail.com",
        "hey.com",
        "zoho.com",
        "yandex.com",
        "yandex.ru",
        "mail.ru",
        "inbox.lv",
        "wp.pl",
        "onet.pl",
        "o2.pl",
        "interia.pl",
        "seznam.cz",
        "libero.it",
        "virgilio.it",
        "tiscali.it",
        "alice.it",
        "tin.it",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "sfr.fr",
        "neuf.fr",
        "laposte.net",
        "bbox.fr",
        "numericable.fr",
        "club-internet.fr",
        "sapo.pt",
        "telefonica.net",
        "skynet.be",
        "telenet.be",
        "bluewin.ch",
        "ziggo.nl",
        "kpnmail.nl",
        "xs4all.nl",
        "duck.com",
        "riseup.net",
        "disroot.org",
        "yopmail.com",
        "mailinator.com",
        "guerrillamail.com",
        "10minutemail.com",
        "temp-mail.org",
        "wordpress.com",
        "blogspot.com",
        "blogger.com",
        "wixsite.com",
        "wix.com",
        "weebly.com",
        "jimdo.com",
        "jimdofree.com",
        "webnode.com",
        "webnode.fr",
        "squarespace.com",
        "godaddysites.com",
        "google.com",
        "github.io",
        "gitlab.io",
        "github.com",
        "gitlab.com",
        "netlify.app",
        "vercel.app",
        "pages.dev",
        "herokuapp.com",
        "facebook.com",
        "instagram.com",
        "linkedin.com",
        "twitter.com",
        "x.com",
        "youtube.com",
        "helloasso.com",
        "assoconnect.com",
        "over-blog.com",
        "e-monsite.com",
        "canalblog.com",
        "strikingly.com",
        "notion.site",
        "carrd.co",
        "linktr.ee",
        "framer.website",
    ]
)


def domain_of_site(website: str) -> str:
    """The host of a site without "www.", in ASCII; empty when there is none.

    >>> domain_of_site("https://www.passerelle.example.org/qui-sommes-nous")
    'passerelle.example.org'
    """
    host = (urlsplit(website if "//" in website else f"//{website}").hostname or "").strip(".").lower()
    return _ascii(host.removeprefix("www."))


def proves(email: str, website: str) -> Decision:
    """Whether an address at this domain belongs to this site.

    The domains are the same, or one stands under the other (`info@passerelle.org` for `en.passerelle.org`,
    `ana@paris.passerelle.org` for `passerelle.org`); the shorter of the two has two parts at least and is not shared.

    >>> proves("ana@passerelle.org", "https://www.passerelle.org").allowed
    True
    >>> proves("ana@gmail.com", "https://www.passerelle.org").allowed
    False
    """
    at = _ascii(email.rpartition("@")[2].strip().lower())
    site = domain_of_site(website)
    if not site or "." not in site:
        return refused(gettext_noop("This page names no website: an address proves nothing. Take another proof."))
    if _is_shared(at):
        return refused(gettext_noop("%(domain)s gives addresses to everybody: it proves nothing."), domain=at)
    if _is_shared(site):
        return refused(gettext_noop("%(domain)s hosts sites of everybody: it proves nothing."), domain=site)
    shorter, longer = sorted((at, site), key=len)
    if shorter.count(".") >= 1 and (at == site or longer.endswith(f".{shorter}")) and not _is_public_suffix(shorter):
        return ALLOWED
    return refused(gettext_noop("The address must end with @%(domain)s."), domain=site)


#: Second levels under which countries give names to everybody.
_SECOND_LEVELS = frozenset({"co", "com", "org", "net", "ac", "gov", "gouv", "edu", "asso", "nom", "or", "ne", "go"})


def _is_public_suffix(domain: str) -> bool:
    """ "org.uk" or "asso.fr": everybody gets a name below it."""
    parts = domain.split(".")
    return len(parts) == 2 and parts[0] in _SECOND_LEVELS and len(parts[1]) == 2


def _is_shared(domain: str) -> bool:
    parts = domain.split(".")
    return any(".".join(parts[start:]) in SHARED_DOMAINS for start in range(len(parts)))


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
