"""The kinds of values that the starter's files are made of."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, HttpUrl, StringConstraints

from knowledge import vocabulary


def one_of(codes: tuple[str, ...]) -> BeforeValidator:
    """Refuses any other code and says which."""

    def check(value: object) -> object:
        if value not in codes:
            raise ValueError(f"unknown code {value!r}")
        return value

    return BeforeValidator(check)


Code = StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Address = Annotated[str, BeforeValidator(lambda value: HttpUrl(value) and value)]
Language = Annotated[str, one_of(vocabulary.SERVICE_LANGUAGES)]


class Strict(BaseModel):
    """A key that nobody knows is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
