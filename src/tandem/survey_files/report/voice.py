"""Sentences and numbers as one language writes them."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent

from tandem.domain.messages import Message
from tandem.ui import catalogues


class Voice:
    """Says an English sentence in `language`, and writes numbers its way. Named `_` where it speaks."""

    def __init__(self, language: str, decimals: int) -> None:
        self.gettext = catalogues.speaker(language)
        self.decimals = decimals
        try:
            self.locale = Locale.parse("en-GB" if language == "en" else language, sep="-")
        except (ValueError, UnknownLocaleError):
            self.locale = Locale("en", "GB")

    def __call__(self, text: str, /, **values: object) -> str:
        return Message(text, values).render(self.gettext)

    def message(self, message: Message) -> str:
        return message.render(self.gettext)

    def whole(self, value: float) -> str:
        return format_decimal(value, format="#,##0", locale=self.locale)

    def number(self, value: float | None, decimals: int = 1) -> str:
        """A number with its decimals, whole numbers without; a dash for none."""
        if value is None:
            return "–"
        if round(float(value), 9).is_integer():
            return self.whole(value)
        return format_decimal(value, format=f"#,##0.{'0' * decimals}", locale=self.locale)

    def percent(self, value: float | None, exact: bool = False) -> str:
        """`value` (0-100) as a percentage; `exact` writes the decimals it has instead of the report's."""
        if value is None:
            return "–"
        places = "##" if exact else "0" * self.decimals
        pattern = self.locale.percent_formats[None].pattern.replace("##0", f"##0.{places}" if places else "##0")
        return format_percent(round(value, 10) / 100, format=pattern, locale=self.locale)

    def p(self, value: float) -> str:
        """`p = 0.013`, or `p < 0.001`."""
        if value < 0.001:
            return f"p < {format_decimal(0.001, format='0.000', locale=self.locale)}"
        return f"p = {format_decimal(value, format='0.000', locale=self.locale)}"
