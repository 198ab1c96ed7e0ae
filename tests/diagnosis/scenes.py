"""Short ways, through the pages, to a diagnosis with answers."""

from django.test import Client

from tandem.questionnaires import queries

MATURITY = queries.newest("maturity")
READINESS = queries.newest("readiness")
CORE = [question for question in MATURITY.questionnaire.questions if question.core]


def begin(browser: Client, choice: int = 0, kind: str = "diagnosis") -> str:
    """A diagnosis from its first answer; return its reference."""
    content = MATURITY if kind == "diagnosis" else READINESS
    first = next(question for question in content.questionnaire.questions if question.core)
    return browser.post(f"/en/{kind}/new/", {"choice": first.choices[choice]}).url.split("/")[3]


def answer(browser: Client, reference: str, question: str, choice: str, **more: str):
    return browser.post(f"/en/diagnosis/{reference}/question/{question}/", {"choice": choice, **more})


def first_ten(browser: Client, choice: int = 0) -> str:
    """The ten first questions, all answered with the choice of this rank."""
    reference = begin(browser, choice)
    for question in CORE[1:]:
        answer(browser, reference, question.id, question.choices[choice])
    return reference


def keep(browser: Client, reference: str, organisation: str = "la-passerelle", kind: str = "diagnosis"):
    return browser.post(f"/en/{kind}/{reference}/keep/", {"choice": organisation})
