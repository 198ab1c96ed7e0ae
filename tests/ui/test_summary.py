"""The summary of what is wrong in a form."""

from django import forms

from tandem.ui.forms import TandemForm


class Asked(TandemForm):
    gain = forms.CharField(label="What you gain", error_messages={"required": "Choose an answer."})
    cost = forms.CharField(label="What it costs", error_messages={"required": "Choose an answer."})
    day = forms.DateField(label="Day", error_messages={"required": "Choose a day."})


def test_what_is_said_of_several_fields_comes_with_the_name_of_each():
    assert [line["text"] for line in Asked({}).summary()] == [
        "What you gain – Choose an answer.",
        "What it costs – Choose an answer.",
        "Choose a day.",
    ]
