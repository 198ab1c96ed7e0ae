"""Every address, every component, every template."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tandem.ui.components import all_contracts

ROOT = Path(__file__).resolve().parents[2]


def views(resolver: URLResolver, prefix: str = "") -> list[tuple[str, object]]:
    found = []
    for entry in resolver.url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLPattern):
            found.append((address, entry.callback))
        else:
            found += views(entry, address)
    return found


def test_every_view_declares_who_may_open_it():
    silent = [address for address, view in views(get_resolver()) if not hasattr(view, "access")]
    assert silent == []


@pytest.mark.parametrize("contract", all_contracts(), ids=lambda contract: contract.name)
def test_every_component_has_examples_that_keep_its_contract(contract):
    assert contract.examples
    for example in contract.examples:
        contract.check(example["parameters"])
        html = get_template(f"ui/components/{contract.name}/template.html").render(example["parameters"])
        assert html.strip(), example["title"]


def test_a_component_refuses_what_its_contract_does_not_name():
    from tandem.ui.templatetags.tandem import component

    with pytest.raises(TypeError, match="colour"):
        component("tag", text="x", colour="red")


def test_every_template_is_used():
    sources = [
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "src").rglob("templates/**/*.html"),
        *(ROOT / "src").rglob("*.txt"),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    unused = []
    for template in (ROOT / "src").rglob("templates/**/*"):
        if not template.is_file() or template.suffix not in {".html", ".txt"}:
            continue
        name = str(template).split("/templates/")[-1]
        # Names that a library asks for, or that are put together from the name of a component or an e-mail.
        of_libraries = ("429.html", "account/", "allauth/", "django/", "mfa/", "socialaccount/")
        overrides_a_library = name.startswith((*of_libraries, "accounts/mail/", "ui/components/"))
        if not overrides_a_library and not re.search(re.escape(name), text):
            unused.append(name)
    assert unused == []


def test_every_url_name_in_a_template_exists():
    names = set(get_resolver().reverse_dict) | {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    asked: set[str] = set()
    for template in (ROOT / "src").rglob("templates/**/*.*"):
        if template.is_file():
            asked |= set(re.findall(r"{%\s*url\s+['\"]([\w-]+)['\"]", template.read_text(encoding="utf-8")))
    assert asked - names == set()
