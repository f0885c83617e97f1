"""The same service with an engine that always says the same: HTTP and database writes, no dialogue."""

from datetime import UTC, datetime

from admin.app import create_app
from admin.first_start import prepare_catalogue, prepare_database, prepare_folder
from admin.serve import serve, take_port
from admin.settings import read_settings
from admin.wiring import install
from dialogues.engine import Button, DialogueState, PersonMessage, Said, Turn

_SAID = (
    Said("Kiitos, merkitsin: Oulu."),
    Said(
        "Mikä on tilanteesi nyt?", tuple(Button(f"Vaihtoehto {n}", f"/inform{n}") for n in range(12)), "one"
    ),
)


class ConstantEngine:
    """Says what a question of the assessment would say, whatever it is told."""

    async def start(self, sender: str, language: str, municipality: str | None = None) -> Turn:
        return Turn(_SAID, DialogueState(language))

    async def respond(self, sender: str, state: DialogueState, message: PersonMessage) -> Turn:
        return Turn(_SAID, state)


def main() -> None:
    settings = read_settings()
    prepare_folder(settings.data)
    sock = take_port(settings.host, settings.port)
    database = prepare_database(settings)
    prepare_catalogue(database, datetime.now(UTC))
    installation = install(settings, database, ConstantEngine())
    serve(create_app(installation), sock, installation.feed.close)


if __name__ == "__main__":
    main()
