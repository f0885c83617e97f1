"""An office that writes guides, as browsers send their forms."""

from dataclasses import dataclass
from typing import Any

from knowledge.editing.providers import write_provider
from knowledge.editing.workflow import publish as publish_service
from knowledge.editing.writing import draft as draft_service
from knowledge.guides.content import GuideContent, GuideFacts, GuideWords, StepFacts, StepWords, Tongue
from knowledge.guides.workflow import publish
from knowledge.guides.working_copy import GuideCopy, open_guide
from knowledge.guides.writing import Written, draft, write
from tests.admin.editors import Office
from tests.admin.panel import Panel
from tests.knowledge.editing.make import EEVA, FACTS, FINNISH, NOW, ask, do

STEPS = (StepFacts("first", "https://example.org/one", ("paja",)), StepFacts("second"))
CONTENT = GuideContent(
    GuideFacts(provider="city", kind="self_coaching", goals=("job",), steps=STEPS),
    {
        "fi": Tongue(
            GuideWords(
                "Ensimmäinen CV",
                "Teet CV:n itse.",
                {
                    "first": StepWords("Kerää", "Kirjoita lista.", "Malli"),
                    "second": StepWords("Kokoa", "Tee sivu."),
                },
            )
        ),
        "en": Tongue(
            GuideWords(
                "First CV",
                "Make your CV.",
                {
                    "first": StepWords("Gather", "Write a list.", "Example"),
                    "second": StepWords("Put together", "Make a page."),
                },
            )
        ),
    },
)


@dataclass(frozen=True)
class GuideOffice(Office):
    """The city with a guide of two steps, in two languages; `service_id` is the guide's."""

    @property
    def path(self) -> str:
        return f"/admin/guides/{self.service_id}"

    @property
    def guide(self) -> GuideCopy:
        copy: GuideCopy = ask(self.panel.database, open_guide, self.service_id)
        return copy

    def seen(self, browser: Any, noun: str) -> Any:
        return self.send(browser, noun, seen=self.guide.revision)


def guide_office(panel: Panel, four_eyes: bool = False, shown: bool = False) -> GuideOffice:
    database = panel.database
    do(database, write_provider, "city", {"fi": "Kaupunki"}, "https://example.org", four_eyes, NOW)
    do(database, write_provider, "kela", {"fi": "Kela"}, "", False, NOW)
    service = do(database, draft_service, EEVA, FACTS, {"fi": FINNISH}, NOW, service_id="paja")
    if not four_eyes:
        do(database, publish_service, EEVA, "paja", service.revision, NOW)
    copy = do(database, draft, EEVA, CONTENT.facts, "Ensimmäinen CV", NOW)
    page = Written(
        content=CONTENT, base=copy.revision, languages=frozenset({"fi", "en"}), ready=frozenset({"en"})
    )
    written = do(database, write, EEVA, copy.id, page, NOW)
    if shown:
        do(database, publish, EEVA, copy.id, written.revision, NOW)
    return GuideOffice(panel, copy.id)
