"""What every form does with what people type."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from tandem.ui.forms import Line, TandemForm, WholeNumber


class Asked(TandemForm):
    text = Line(max_length=5)
    colour = forms.ChoiceField(choices=[("red", "red")])
    hours = WholeNumber(min_value=1)


def test_a_refusal_says_what_fits_and_repeats_nothing():
    form = Asked({"text": "abcdefgh", "colour": "<b>blue", "hours": "0"})
    assert form.errors == {
        "text": ["Too long: 8 characters, where 5 fit."],
        "colour": ["This is not in the list: choose something else."],
        "hours": ["Write a number that is at least 1."],
    }


@pytest.mark.parametrize("written", ["1000", "1 000", "1\u202f000", "1.000", "1,000 €", " 1000€ "])
def test_a_thousand_may_be_written_as_people_do(written):
    assert WholeNumber().clean(written) == 1000


@pytest.mark.parametrize("written", ["1.5", "1e9", "12.34", "a thousand", "1 00"])
def test_what_is_no_whole_number_is_refused(written):
    with pytest.raises(ValidationError):
        WholeNumber().clean(written)


def test_invisible_letters_are_left_out():
    assert Line().clean("\u202eevil\u202c\0 one") == "evil one"


class Ticked(TandemForm):
    must = forms.BooleanField(label="We cannot do without it", required=False)


def test_a_box_to_tick_stands_before_its_words():
    page = Ticked().render()
    assert page.index("checkbox") < page.index("We cannot do without it")
    assert 'class="choice"' in page


def test_a_name_keeps_to_one_line_and_a_text_keeps_its_lines():
    typed = "Free money\r\nhttps://evil.example\tnow\u00a0!"
    assert Line().clean(typed) == "Free money https://evil.example now\u00a0!"
    assert "\n" in Line(widget=forms.Textarea).clean(typed)


def test_a_hint_is_words_and_never_markup():
    class Hinted(TandemForm):
        text = Line(help_text="<meta http-equiv=refresh>")

    assert "&lt;meta" in str(Hinted()) and "<meta" not in str(Hinted())
