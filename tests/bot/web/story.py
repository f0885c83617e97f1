"""An engine with the long words of real Finnish questions, options and services."""

import json
from dataclasses import replace

from dialogues.engine import (
    Button,
    CancelHandOff,
    DialogueState,
    Effect,
    Erase,
    HandOff,
    PersonMessage,
    Said,
    ServiceCard,
    SwitchLanguage,
    Turn,
)
from tests.bot.scripted import ScriptedEngine

GOALS = {
    "job": "Löytää työtä",
    "study": "Opiskella tai oppia uusia taitoja",
    "business": "Aloittaa yritystoiminta tai kehittää yritystäni",
    "direction": "Löytää oma suuntani",
    "skills": "Saada osaamiseni sanoiksi",
    "language": "Oppia suomea tai ruotsia",
    "recognition": "Saada ulkomailla suoritettu tutkintoni tunnustetuksi",
    "money": "Raha ja etuudet",
    "health": "Jaksaminen ja terveys",
    "unsure": "En tiedä vielä",
}
GRANT = ServiceCard(
    id="start-up-grant",
    name="Starttiraha aloittavalle yrittäjälle",
    provider="Oulun työllisyysalueen työllisyyspalvelut",
    summary="Starttiraha turvaa yrittäjän toimeentuloa yritystoiminnan käynnistymisvaiheessa.",
    category="entrepreneurship",
    url="https://example.fi/starttiraha",
    languages=("fi", "sv", "en"),
    municipalities=("564",),
    reasons=("Haluat aloittaa yritystoiminnan.", "Asut Oulussa."),
    first_step="Hae starttirahaa ennen kuin aloitat yritystoiminnan.",
    condition="Yritystoiminnan pitää olla päätoimista.",
    text_language="fi",
    text_status="reviewed",
)
COURSE = replace(
    GRANT,
    id="course",
    name="Recognition of a degree completed abroad",
    provider="Opetushallitus",
    summary="A decision on what your degree qualifies you for in Finland.",
    url="javascript:alert(1)",
    reasons=("Sinulla on tutkinto toisesta maasta.",),
    first_step="",
    condition="",
    text_language="en",
    text_status="machine",
)
WAYS = (Button("Ohita", "/skip"), Button("Takaisin", "/back"))
MENU = (
    Button("Selvitä, mikä auttaisi minua (noin 3 minuuttia)", "/start_assessment"),
    Button("Etsi palvelua", "/search_service"),
    Button("Puhu ihmisen kanssa", "/ask_human"),
    Button("Olen työnantaja", "/start_employer_assessment"),
)
OPENING = {
    "fi": "Hei. Olen Osaamo, botti. Et tarvitse nimeä etkä tunnuksia. "
    "Autan löytämään palveluja työhön, opiskeluun ja yrittämiseen. Voit pyytää ihmistä milloin tahansa.",
    "sv": "Hej. Jag är Osaamo, en bot. Du behöver inget namn.",
    "en": "Hello. I am Osaamo, a bot. You need no name.",
}


class StoryEngine(ScriptedEngine):
    """Counts nothing, remembers nothing: each answer follows from the message."""

    async def start(self, sender: str, language: str, municipality: str | None = None) -> Turn:
        return Turn((Said(OPENING[language], MENU, "one"),), DialogueState(language=language))

    async def respond(self, sender: str, state: DialogueState, message: PersonMessage) -> Turn:
        intent, _, rest = (message.payload or "")[1:].partition("{")
        values = json.loads("{" + rest) if rest else {}
        match intent:
            case "start_assessment":
                return Turn((_goals(),), state)
            case "inform":
                return Turn(
                    (Said("Nämä palvelut sopivat sinulle.", services=(GRANT, COURSE)), _helpful()), state
                )
            case "set_language":
                language = values["language"]
                state = replace(state, language=language)
                return Turn((Said(OPENING[language]), _goals()), state, (SwitchLanguage(language),))
        done: dict[str, Effect] = {
            "ask_human": HandOff("asked"),
            "cancel_human": CancelHandOff(),
            "delete_conversation": Erase(),
        }
        return Turn(
            (Said(f"Sanoit: {message.text or intent}"),), state, (done[intent],) if intent in done else ()
        )


def _goals() -> Said:
    options = tuple(Button(title, f'/inform{{"goals": "{code}"}}') for code, title in GOALS.items())
    return Said("Missä haluaisit eniten apua juuri nyt?", (*options, *WAYS), "many", progress=(3, 7))


def _helpful() -> Said:
    ratings = (("Kyllä", "yes"), ("Osittain", "partly"), ("Ei", "no"))
    buttons = tuple(Button(title, f'/feedback{{"rating": "{rating}"}}') for title, rating in ratings)
    return Said("Oliko tästä apua?", buttons, "one")
