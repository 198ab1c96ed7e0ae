"""A result as tagged PDF, where Typst is installed: in both languages, for those who may see the result."""

import pytest
from tests.diagnosis.scenes import first_ten, keep

from tandem.diagnosis import paper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_result_is_a_tagged_pdf_in_both_languages(cast, language):
    pytest.importorskip("typst")
    alice = cast.client("alice")
    reference = first_ten(alice, 1)
    keep(alice, reference)
    answer = alice.get(f"/{language}/diagnosis/{reference}/result.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"pdfuaid" in answer.content
    assert cast.client("dina").get(f"/{language}/diagnosis/{reference}/result.pdf").status_code == 404


def test_where_typst_is_not_there_the_page_does_not_offer_it(cast, monkeypatch):
    monkeypatch.setattr(paper, "is_possible", lambda: False)
    alice = cast.client("alice")
    reference = first_ten(alice, 1)
    assert "result.pdf" not in alice.get(f"/en/diagnosis/{reference}/").content.decode()
    assert alice.get(f"/en/diagnosis/{reference}/result.pdf").status_code == 404
