"""How every form looks: hint above the field, the error's words beside it, a summary above the title."""

import re
import unicodedata
from collections import Counter
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

#: What is said of a value that a field refuses, unless the field has words of its own.
REFUSALS: dict[str, Any] = {
    "max_length": ngettext_lazy(
        "Too long: %(show_value)d characters, where %(limit_value)d fits.",
        "Too long: %(show_value)d characters, where %(limit_value)d fit.",
        "limit_value",
    ),
    "min_value": _("Write a number that is at least %(limit_value)s."),
    "max_value": _("Write a number that is at most %(limit_value)s."),
}
NOT_IN_THE_LIST = _("This is not in the list: choose something else.")


class Renderer(TemplatesSetting):
    """Field and form templates of `ui/templates/django/forms`."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class TandemForm(forms.Form):
    """A form of Tandem: the server checks everything, the browser nothing (`novalidate`, no `required`)."""

    use_required_attribute = False
    error_css_class = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_django = forms.ChoiceField.default_error_messages["invalid_choice"]  # it repeats what was sent, at length
        for field in self.fields.values():
            field.error_messages = REFUSALS | field.error_messages
            if field.error_messages.get("invalid_choice") == of_django:
                field.error_messages["invalid_choice"] = NOT_IN_THE_LIST

    def summary(self) -> list[dict[str, str]]:
        """The errors in the order of the fields, each with the address of its field; what is said of several fields
        comes with the name of each."""
        lines = [{"text": text, "href": ""} for text in self.non_field_errors()]
        wrong = [(bound, text) for bound in self for text in bound.errors]
        said = Counter(text for _bound, text in wrong)
        for bound, text in wrong:
            named = f"{bound.label} – {text}" if said[text] > 1 else text
            lines.append({"text": named, "href": f"#{first_id(bound)}"})
        return lines


class Line(forms.CharField):
    """Text as people see it: nothing that is invisible, reverses what follows, or was pasted by accident. A field
    of one line keeps to one line: names stand in the subjects of e-mails."""

    def to_python(self, value: Any) -> str:
        text = plain(super().to_python(value))
        return text if isinstance(self.widget, forms.Textarea) else re.sub(r"[\n\t]+", " ", text)


def plain(text: str) -> str:
    """`text` without what is invisible."""
    kept = (letter for letter in text if letter in "\n\t" or not unicodedata.category(letter).startswith("C"))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


class WholeNumber(forms.IntegerField):
    """A whole number as people write it: "1 000", "1.000", "1,000 €" are a thousand."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.replace("€", "").strip()
            if re.fullmatch(r"\d{1,3}([.,\s]\d{3})+", value):
                value = re.sub(r"\D", "", value)
        return super().to_python(value)


def first_id(bound: forms.BoundField) -> str:
    """The id that a link to this field goes to: for choices, the first of them."""
    several = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if several else bound.auto_id
