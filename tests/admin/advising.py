"""A panel over a few services: two that fit the person, one elsewhere, one for companies."""

from dataclasses import replace

from knowledge.catalogue import make_catalogue
from knowledge.service import Service, ServiceText
from tests.admin.panel import Panel, places, today


def service(key: str, name: str, audience: str = "person", places: frozenset[str] | None = None) -> Service:
    texts = {
        "fi": ServiceText("fi", name, f"{name} auttaa työn etsimisessä.", "Varaa aika verkossa."),
        "en": ServiceText("en", f"{name} (en)", "Helps to find a job."),
    }
    return Service(
        id=key,
        provider="Oulun kaupunki",
        provider_names={"fi": "Oulun kaupunki"},
        category="employment",
        audience=frozenset({audience}),
        url=f"https://example.org/{key}",
        texts=texts,
        municipalities=places,
        goals=frozenset({"job"}),
    )


SERVICES = (
    service("coaching", "Työnhakuvalmennus"),
    service("guidance", "Ohjaamo", places=frozenset({"564"})),
    service("elsewhere", "Ohjaamo Helsinki", places=frozenset({"091"})),
    service("hiring", "Työnhakuvalmennus yrityksille", audience="employer"),
)


def with_services(panel: Panel) -> Panel:
    catalogue = make_catalogue(SERVICES, places(), today())
    panel.app.state.editing = replace(panel.app.state.editing, catalogue=lambda: catalogue)
    return panel
