"""Short ways to make services and catalogues for tests."""

from datetime import date
from typing import Any

from knowledge.catalogue import Catalogue, make_catalogue
from knowledge.municipalities import Municipalities, Municipality
from knowledge.service import Service, ServiceText

TODAY = date(2026, 11, 21)
PLACES = Municipalities(
    [Municipality("564", "Oulu", "Uleåborg", "17"), Municipality("853", "Turku", "Åbo", "02")]
)


def service(id_: str, **values: Any) -> Service:
    """A nationwide service for persons, with one Finnish text, unless said otherwise."""
    defaults: dict[str, Any] = {
        "provider": "city",
        "provider_names": {"fi": "Kaupunki"},
        "category": "employment",
        "audience": frozenset({"person"}),
        "url": "https://example.org",
        "texts": {"fi": ServiceText("fi", f"Palvelu {id_}", "Auttaa.")},
    }
    sets = {key: frozenset(value) if isinstance(value, set) else value for key, value in values.items()}
    return Service(id=id_, **{**defaults, **sets})


def catalogue(*services: Service) -> Catalogue:
    return make_catalogue(services, PLACES, TODAY)
