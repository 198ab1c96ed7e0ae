"""Numbers as pages write them."""

import pytest
from django.utils import translation

from tandem.ui.templatetags.tandem import grouped


@pytest.mark.parametrize(("language", "written"), [("en", "3,227"), ("fr", "3\u202f227")])
def test_thousands_are_grouped_as_the_language_does(language, written):
    with translation.override(language):
        assert grouped(3227) == written
