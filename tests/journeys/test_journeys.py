"""Three people, from the first word to the feedback (docs/journeys.md shows the pictures)."""

from tests.journeys.actors import picture
from tests.journeys.conftest import DESKTOP, PHONE, City


def test_a_newcomer_from_iraq_uses_english_in_vantaa(city: City) -> None:
    person = city.person()
    person.opens(city.url, "en")
    picture(person.page, "newcomer-1-opening")
    person.presses("Find out what would help me (about 3 minutes)")
    person.writes("I live in Vantaa")
    person.writes("I moved to Finland from Iraq three months ago")
    person.presses("Find a job", "Learn Finnish or Swedish", send="Send choices")
    picture(person.page, "newcomer-2-questions")
    person.presses("From abroad, not yet recognised")
    person.writes("I understand only a little Finnish")
    person.presses("Language", send="Send choices")
    person.presses("Social and health care")
    person.sees("Here is a summary of your answers.")
    person.presses("Yes, show the services")
    person.sees("Because you")
    first = person.services()[:3]
    assert any("Vantaa" in name for name in first), first
    picture(person.page, "newcomer-3-results")
    person.page.set_viewport_size(DESKTOP)
    picture(person.page, "results-desktop")
    person.page.set_viewport_size(PHONE)
    person.presses("Talk to a person")
    person.sees("The counsellor will see this summary:")
    person.presses("Leave out: What makes it hard", send="Send to the counsellor")
    person.sees("You are number 1 in the queue")
    picture(person.page, "newcomer-4-waiting")

    counsellor = city.counsellor()
    counsellor.takes_over()
    counsellor.sees("New in Finland")
    counsellor.replies("Hello. There is a free Finnish course in Tikkurila. Shall I help you to register?")
    person.sees("There is a free Finnish course in Tikkurila.")
    person.tells("Yes, thank you")
    counsellor.sees("Yes, thank you")
    picture(counsellor.page, "newcomer-5-counsellor")
    picture(person.page, "newcomer-6-answer")
    counsellor.presses("Close the conversation")
    person.sees("closed the conversation")
    person.presses("Yes")
    assert city.ratings()[-1] == "yes"


def test_a_parent_in_oulu_returns_to_work(city: City) -> None:
    person = city.person()
    person.opens(city.url, "fi")
    person.presses("Selvitä, mikä minua auttaisi (noin 3 minuuttia)")
    person.writes("asun Oulussa ja olen ollut pari vuotta kotona lasten kanssa")
    person.sees("Mihin haluat eniten apua?")
    person.writes("haluaisin takaisin töihin ja ehkä opiskella uutta")
    person.presses("Lukio tai ammatillinen")
    person.writes("miten haen oppisopimuskoulutukseen")
    person.sees("Mikä vaikeuttaa tilannettasi juuri nyt?")
    picture(person.page, "parent-1-search-between")
    person.writes("lastenhoito on järjestämättä")
    person.writes("hoiva-ala kiinnostaa")
    person.writes("olen 34")
    person.sees("Tässä on yhteenveto vastauksistasi.")
    picture(person.page, "parent-2-summary")
    person.presses("Kyllä, näytä palvelut")
    assert any("Oulu" in name for name in person.services()[:3]), person.services()
    picture(person.page, "parent-3-results")
    person.presses("Osittain")
    assert city.ratings() == ["partly"]
    person.writes("haluan puhua ihmisen kanssa")
    person.presses("Lähetä neuvojalle")
    counsellor = city.counsellor()
    counsellor.takes_over()
    counsellor.sees("At home with a child")
    picture(counsellor.page, "parent-4-counsellor")
    counsellor.replies("Hei. Oulun uravalmennus alkaa maanantaina, ja päivähoitoa voi hakea jo nyt.")
    person.sees("Oulun uravalmennus alkaa maanantaina")
    counsellor.presses("Hand back to the bot")
    person.sees("palautti keskustelun botille")
    person.presses("Kyllä")
    assert city.ratings() == ["partly", "yes"]
    assert city.holder() == "bot"


def test_a_small_company_in_turku_recruits(city: City) -> None:
    person = city.person(desktop=True)
    person.opens(city.url, "sv")
    person.presses("Jag är arbetsgivare")
    person.writes("Vårt företag finns i Åbo")
    person.writes("vi är sex anställda")
    person.writes("vi behöver anställa två personer")
    person.presses("Genast")
    person.sees("Här är en sammanfattning av dina svar.")
    person.presses("Ja, visa tjänsterna")
    assert any("Åbo" in name for name in person.services()[:3]), person.services()
    picture(person.page, "company-1-results")
    person.presses("Tala med en människa")
    person.presses("Skicka till rådgivaren")
    counsellor = city.counsellor()
    counsellor.takes_over()
    picture(counsellor.page, "company-2-counsellor")
    counsellor.replies("Hej. Vi kan ordna en rekryteringsträff nästa vecka. Passar onsdag?")
    person.sees("Passar onsdag?")
    picture(person.page, "company-3-answer")
    counsellor.presses("Close the conversation")
    person.sees("avslutade samtalet")
    person.presses("Ja")
    assert city.ratings() == ["yes"]
