"""What the pages are made of: words, templates, the script, and where leaving quickly leads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.city import SERVICE, City
from bot.web.bundle import later, widget
from bot.web.calls import parts
from bot.web.payload import choices
from bot.web.script import Script
from dialogues.conversation.texts import Texts

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
KIOSK_MINUTES: Final = 3


@dataclass(frozen=True, slots=True)
class Language:
    """One that can be chosen. `dir` is ltr or rtl."""

    code: str
    name: str
    dir: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`leaflets`: words of what is read or taken along. `leave_url` is a neutral page of somebody else's.
    After `shared_minutes` of silence a device forgets the conversation, 0 for never.

    `base` stands before every path of a city. `name` is what the service is called there, `logo` the address
    of its picture; `themed`: it has a colour of its own. `kiosk`: the device is everybody's.
    """

    texts: Texts
    leaflets: Texts
    environment: Environment
    script: Script
    later: Script
    leave_url: str
    retention_days: int
    shared_minutes: int
    base: str = ""
    name: str = SERVICE
    logo: str = "/static/icon.svg"
    themed: bool = False
    kiosk: bool = False

    def of(self, city: City, base: str, kiosk: bool) -> Self:
        """As it is in a city, on a device."""
        leave_url = city.leave_url or self.leave_url
        logo, themed = f"{base}/logo" if city.theme.logo else self.logo, bool(city.theme.accent)
        minutes = KIOSK_MINUTES if kiosk else self.shared_minutes
        here = replace(self, base=base, kiosk=kiosk, shared_minutes=minutes, leave_url=leave_url)
        return replace(here, name=city.name, logo=logo, themed=themed)

    def to(self, path: str, **query: str) -> str:
        """Where a link or form of ours leads, without what is "": a kiosk stays one."""
        said = {**query, "kiosk": "1" if self.kiosk else ""}
        wanted = urlencode({name: value for name, value in said.items() if value})
        return f"{self.base}{path}?{wanted}" if wanted else f"{self.base}{path}"

    @classmethod
    def load(cls, leave_url: str, retention_days: int, shared_minutes: int = 0) -> Self:
        """Reads the words and templates and joins the script. Raises BundleError and TextsError."""
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals["choices"] = choices
        environment.globals["parts"] = parts
        return cls(
            texts=Texts.load(HERE / "texts"),
            leaflets=Texts.load(HERE / "leaflets"),
            environment=environment,
            script=Script.of(widget(STATIC)),
            later=Script.of(later(STATIC)),
            leave_url=leave_url,
            retention_days=retention_days,
            shared_minutes=shared_minutes,
        )

    def words(self, language: str) -> dict[str, str]:
        """Every text of the pages in a language, or in the nearest other one."""
        keys = {key for file in self.texts.by_language.values() for key in file.texts}
        words = {key: self.texts.get(key, language) for key in sorted(keys)} | {"title": self.title(language)}
        return words | {"privacy_kept": words["privacy_kept"].format(days=self.retention_days)}

    def title(self, language: str) -> str:
        """Of the page: what the service is called here, and what it is for."""
        return self.texts.get("title", language).replace(SERVICE, self.name)

    def languages(self, codes: Sequence[str]) -> list[Language]:
        known = self.texts.by_language
        return [
            Language(code, known[code].name if code in known else code, self.direction(code))
            for code in codes
        ]

    def direction(self, language: str) -> str:
        """ltr or rtl, as the language's file says."""
        known = self.texts.by_language.get(language)
        return known.direction if known else "ltr"

    def render(self, template: str, language: str, **values: Any) -> str:
        return self.environment.get_template(template).render(
            language=language,
            dir=self.direction(language),
            site=self,
            base=self.base,
            to=self.to,
            t=partial(self._say, self.texts, language),
            leaflet=partial(self._say, self.leaflets, language),
            **values,
        )

    def _say(self, texts: Texts, language: str, key: str, **values: object) -> str:
        return texts.get(key, language, **values)
