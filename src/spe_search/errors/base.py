"""What every error is made of."""

from __future__ import annotations

from typing import ClassVar

from spe_search.i18n import message as _
from spe_search.i18n import translator
from spe_search.types import Lang


class SpeSearchError(Exception):
    """The root: a message template, filled with the values that explain it."""

    template: ClassVar[str] = _("Something went wrong: {detail}")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.localized("fr"))

    def localized(self, lang: Lang) -> str:
        """The message in ``lang``, with long or unprintable values made safe to show."""
        shown = {name: printable(value) for name, value in self.values.items()}
        return translator(lang)(self.template).format(**shown)


def printable(value: object) -> str:
    """Return a value as text that is safe to show: no control character, no endless length."""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in str(value))
    return text if len(text) <= 600 else f"{text[:600]}…"


class BadInputError(SpeSearchError):
    """What was asked cannot be understood; asking otherwise will work."""
