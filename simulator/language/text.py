"""Text that remembers how it was made, so that it can be told again in another language."""

from __future__ import annotations


class Text(str):
    """English text with the template and the values it was made from.

    >>> told = text("{tag} is in manual", tag="TIC-101")
    >>> told, told.template
    ('TIC-101 is in manual', '{tag} is in manual')
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, values: dict[str, object]) -> Text:
        """Return the template filled in.

        Raises:
            KeyError: a field of the template has no value.
        """
        made = super().__new__(cls, template.format(**values))
        made.template = template
        made.values = values
        return made

    def __reduce__(self) -> tuple[type[Text], tuple[str, dict[str, object]]]:
        """Say how to make it again, in another process too."""
        return Text, (self.template, self.values)


def text(template: str, /, **values: object) -> Text:
    """Return an English text that can be told again: a template of the catalogues, filled in."""
    return Text(template, values)


def N_(message: str) -> str:
    """Mark a text for the catalogues where it stands; it is told in a language elsewhere."""
    return message
