"""Municipalities are found as speakers of Russian, Ukrainian, Arabic, Persian, Estonian and Somali write."""

import pytest

from knowledge.municipalities import read_municipalities

PLACES = read_municipalities()

NAMED = {
    "ru": """живу в Хельсинки = Helsinki; в Хельсинках = Helsinki; Тампере = Tampere; я из Вантаа = Vantaa
        живу в Ваасе = Vaasa; из Ваасы = Vaasa; Эспоо = Espoo; переехала в Турку = Turku; Оулу = Oulu
        Сейняйоки = Seinäjoki; в Ювяскюля = Jyväskylä; в Лаппеенранте = Lappeenranta; Йоэнсуу = Joensuu
        Куопио = Kuopio; в Коуволе = Kouvola; Хямеэнлинна = Hämeenlinna; Рованиеми = Rovaniemi
        Порвоо = Porvoo; Якобстад = Pietarsaari; живу в Сало = Salo; Кеми = Kemi; Пудасъярви = Pudasjärvi
        живу в Пори = Pori; Нурмиярви = Nurmijärvi; Хювинкяа = Hyvinkää; в Иматре = Imatra
        Ювясклюля = Jyväskylä; Савонлина = Savonlinna; Раахе = Raahe; Лиекса = Lieksa; Суоненйоки = Suonenjoki
        zhivu v Tampere = Tampere; zhivu v Espoo = Espoo""",
    "uk": """у Ваасі = Vaasa; з Вааси = Vaasa; живу в Гельсінкі = Helsinki; Сейняйокі = Seinäjoki
        мешкаю в Еспоо = Espoo; Вантаа = Vantaa; у Тампере = Tampere; Турку = Turku; Оулу = Oulu
        у Коуволі = Kouvola; мешкаю в Котці = Kotka; Лагті = Lahti; Рованіємі = Rovaniemi; Куопіо = Kuopio
        Йоенсуу = Joensuu; Гямеенлінна = Hämeenlinna; Лаппеенранта = Lappeenranta; у Ювяскюля = Jyväskylä
        Сіїлінярві = Siilinjärvi; Керава = Kerava; Кокколі = Kokkola; Порвоо = Porvoo""",
    "ar": """أعيش في هلسنكي = Helsinki; هيلسينكي = Helsinki; ساكن بهلسنكي = Helsinki; إسبو = Espoo
        اسبو = Espoo; فانتا = Vantaa; توركو = Turku; تامبيري = Tampere; أولو = Oulu; فاسا = Vaasa
        كوكولا = Kokkola
        سيناجوكي = Seinäjoki; سينايوكي = Seinäjoki; لاهتي = Lahti; كووبيو = Kuopio; روفانيمي = Rovaniemi
        يوفاسكولا = Jyväskylä; جيفاسكيلا = Jyväskylä; لابينرانتا = Lappeenranta; ميكيلي = Mikkeli
        كوفولا = Kouvola; هامينلينا = Hämeenlinna; في بورفو = Porvoo; بوري = Pori; كيرافا = Kerava
        سافونلينا = Savonlinna""",
    "fa": """در هلسینکی زندگی می‌کنم = Helsinki; هلسینکی = Helsinki; اسپو = Espoo; وانتا = Vantaa
        تورکو = Turku; تامپره = Tampere; اولو = Oulu; واسا = Vaasa; لاهتی = Lahti; کوکولا = Kokkola
        سیناجوکی = Seinäjoki
        یوواسکیلا = Jyväskylä; روانیمی = Rovaniemi; لاپنرانتا = Lappeenranta; یوئنسو = Joensuu; پوری = Pori
        کووولا = Kouvola; میکلی = Mikkeli; کاجانی = Kajaani; ساکن کراوا = Kerava""",
    "et": """elan Espoos = Espoo; Helsingis = Helsinki; Helsingist = Helsinki; Turus = Turku; Turusse = Turku
        Tamperes = Tampere; Tamperel = Tampere; Vantaal = Vantaa; Kuopiosse = Kuopio; Oulusse = Oulu
        Lappeenrantas = Lappeenranta; Vaasas elan = Vaasa; elan Lahtis = Lahti; Jyväskyläs = Jyväskylä
        Rovaniemis = Rovaniemi; Poris = Pori; Kouvolasse = Kouvola; Savonlinnas = Savonlinna""",
    "so": """Hilsinki = Helsinki; waxaan degganahay Tampeere = Tampere; Turkuu = Turku; Isboo = Espoo
        Fantaa = Vantaa; Vantaa ayaan degganahay = Vantaa; Helsinkida = Helsinki; Espoo baan joogaa = Espoo
        Ouluu = Oulu; magaalada Kuopio = Kuopio; waxaan ku noolahay Lahti = Lahti; Seinajoki = Seinäjoki
        Jyvaskyla = Jyväskylä; Vaasa ayaan joogaa = Vaasa; Kokkola = Kokkola""",
}  # fmt: skip

NOT_NAMED = [
    ("ru", "я говорю на русском и немного по-фински"),
    ("ru", "и точно хочу пойти на курсы"),
    ("ru", "чем вашей фирме нужна помощь"),
    ("ru", "я люблю сало и борщ"),
    ("ru", "мои документы в сумке, лето было тёплое"),
    ("ru", "работала на фирму Нокия инженером"),
    ("uk", "яка температура сьогодні і куди йти"),
    ("uk", "я кинула школу щойно приїхала"),
    ("uk", "точно не знаю, сотні заявок"),
    ("ar", "عندي شغل في مجالي لكن الوضع صعب"),
    ("ar", "ايوه اريد خدمة العملاء"),
    ("ar", "الو انا وحدي"),
    ("ar", "فرصة عمل جيدة"),
    ("fa", "چت زنده دارید"),
    ("fa", "آره همینه"),
    ("fa", "کافی است، وظیفه من چیست"),
    ("fa", "شغلی در صنعت پیدا کردم"),
    ("et", "mind lasti töölt lahti"),
    ("et", "kas poed on lahti"),
]


def rows() -> list[tuple[str, str, str]]:
    cells = [
        (language, *pair.split(" = "))
        for language, table in NAMED.items()
        for line in table.splitlines()
        for pair in line.strip().split("; ")
    ]
    return [(language, text, name) for language, text, name in cells]


@pytest.mark.parametrize(("language", "text", "name"), rows())
def test_a_place_is_found_as_it_is_written_abroad(language: str, text: str, name: str) -> None:
    found = PLACES.find(text, language)
    assert found is not None
    assert found.municipality.fi == name


@pytest.mark.parametrize(("language", "text"), NOT_NAMED)
def test_an_ordinary_word_is_no_place(language: str, text: str) -> None:
    assert PLACES.find(text, language) is None


def test_every_table_has_a_dozen_names() -> None:
    assert {language: n for language in NAMED if (n := sum(row[0] == language for row in rows())) < 12} == {}


RUSSIAN = [
    ("ja", "я"), ("jä", "я"), ("jo", "йо"), ("ju", "ю"), ("jy", "ю"), ("je", "е"), ("jö", "йё"), ("ei", "ей"),
    ("ai", "ай"), ("oi", "ой"), ("äi", "яй"), ("ä", "я"), ("ö", "ё"), ("y", "ю"), ("a", "а"), ("b", "б"),
    ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "й"),
    ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"),
    ("t", "т"), ("u", "у"), ("v", "в"), ("å", "о"),
]  # fmt: skip
"""How Finnish names are written in Russian, the longer spellings first."""
SHORT = 6
ARABIC = [
    ("ä", "ا"), ("aa", "ا"), ("a", "ا"), ("b", "ب"), ("d", "د"), ("e", "ي"), ("f", "ف"), ("g", "غ"),
    ("h", "ه"), ("ii", "ي"), ("i", "ي"), ("j", "ي"), ("kk", "ك"), ("k", "ك"), ("ll", "ل"), ("l", "ل"),
    ("mm", "م"), ("m", "م"), ("nn", "ن"), ("n", "ن"), ("oo", "و"), ("o", "و"), ("pp", "ب"), ("p", "ب"),
    ("r", "ر"), ("ss", "س"), ("s", "س"), ("tt", "ت"), ("t", "ت"), ("uu", "و"), ("u", "و"), ("v", "ف"),
    ("yy", "و"), ("y", "و"), ("ö", "و"),
]  # fmt: skip


def transliterated(name: str, table: list[tuple[str, str]]) -> str:
    written = name.lower().removesuffix(" tl").removesuffix(" kunta").replace("-", "")
    for letters, other in sorted(table, key=lambda pair: -len(pair[0])):
        written = written.replace(letters, other)
    return written


def is_found(name: str, table: list[tuple[str, str]]) -> bool:
    found = PLACES.find(transliterated(name, table), "ru")
    return found is not None and found.municipality.fi == name


def test_nearly_every_municipality_is_found_in_cyrillic() -> None:
    missed = [place.fi for place in PLACES if not is_found(place.fi, RUSSIAN)]
    assert len(missed) <= 6, missed


def test_nearly_every_longer_name_is_found_in_arabic_letters() -> None:
    """Those of two consonants and fewer than six letters are too much like other words."""
    longer = [place.fi for place in PLACES if len(transliterated(place.fi, ARABIC)) >= SHORT]
    missed = [name for name in longer if not is_found(name, ARABIC)]
    assert len(longer) > 240
    assert len(missed) <= 8, missed
