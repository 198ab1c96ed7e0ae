"""How every form looks: hint above the field, the error's words beside it, a summary above the title."""

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Field and form templates of `ui/templates/django/forms`."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class TandemForm(forms.Form):
    """A form of Tandem: the server checks everything, the browser nothing (`novalidate`, no `required`)."""

    use_required_attribute = False
    error_css_class = "wrong"

    def summary(self) -> list[dict[str, str]]:
        """The errors in the order of the fields, each with the address of its field."""
        lines = [{"text": text, "href": ""} for text in self.non_field_errors()]
        for bound in self:
            for text in bound.errors:
                lines.append({"text": text, "href": f"#{first_id(bound)}"})
        return lines


def first_id(bound: forms.BoundField) -> str:
    """The id that a link to this field goes to: for choices, the first of them."""
    several = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if several else bound.auto_id
