"""A form sent from a page that is too old."""

from django.test import Client


def test_a_form_without_its_key_is_refused_in_the_language_of_the_page(db):
    page = Client(enforce_csrf_checks=True).post("/fr/needs/new/", {"problem": "x"})
    assert page.status_code == 403
    assert "Ce formulaire a attendu trop longtemps." in page.content.decode()
