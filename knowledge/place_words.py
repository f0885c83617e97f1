"""Word lists behind the recognition of place names; all folded but the names in ALIASES."""

from typing import Final

from knowledge.words import listed

ALIASES: Final = {
    "hesa": "Helsinki",
    "stadi": "Helsinki",
    "hki": "Helsinki",
    "tre": "Tampere",
    "manse": "Tampere",
    "tku": "Turku",
    "jkl": "Jyväskylä",
    "lpr": "Lappeenranta",
    "rollo": "Rovaniemi",
    "sjk": "Seinäjoki",
    "hml": "Hämeenlinna",
    "mänttä": "Mänttä-Vilppula",
    "vilppula": "Mänttä-Vilppula",
    "pedersöre": "Pedersören kunta",
    "tammisaari": "Raasepori",
    "ekenäs": "Raasepori",
    "hervanta": "Tampere",
    "tikkurila": "Vantaa",
    "dickursby": "Vantaa",
    "myyrmäki": "Vantaa",
    "leppävaara": "Espoo",
    "tapiola": "Espoo",
    "gamlakarleby": "Kokkola",
    "Хельсинки": "Helsinki",
    "Хельсинк": "Helsinki",
    "Гельсінкі": "Helsinki",
    "Эспоо": "Espoo",
    "Еспоо": "Espoo",
    "Вантаа": "Vantaa",
    "Турку": "Turku",
    "Тампере": "Tampere",
    "Оулу": "Oulu",
    "Вааса": "Vaasa",
    "Коккола": "Kokkola",
    "Сейняйоки": "Seinäjoki",
    "هلسنكي": "Helsinki",
    "هلسنکی": "Helsinki",
    "إسبو": "Espoo",
    "اسپو": "Espoo",
    "فانتا": "Vantaa",
    "وانتا": "Vantaa",
    "توركو": "Turku",
    "تورکو": "Turku",
    "تامبيري": "Tampere",
    "تامپره": "Tampere",
    "أولو": "Oulu",
    "اولو": "Oulu",
    "هلسينكي": "Helsinki",
    "هيلسنكي": "Helsinki",
    "هيلسينكي": "Helsinki",
    "بهلسنكي": "Helsinki",
    "بهلسينكي": "Helsinki",
    "إيسبو": "Espoo",
    "اسبوو": "Espoo",
    "بإسبو": "Espoo",
    "بإيسبو": "Espoo",
    "فنتا": "Vantaa",
    "بفانتا": "Vantaa",
    "بتوركو": "Turku",
    "تركو": "Turku",
    "تامبيرى": "Tampere",
    "تمبيري": "Tampere",
    "تامبري": "Tampere",
    "تامبره": "Tampere",
    "بتامبيري": "Tampere",
    "أوولو": "Oulu",
    "بأولو": "Oulu",
    "فاسا": "Vaasa",
    "فازا": "Vaasa",
    "بفاسا": "Vaasa",
    "كوكولا": "Kokkola",
    "بكوكولا": "Kokkola",
    "سيناجوكي": "Seinäjoki",
    "سينايوكي": "Seinäjoki",
    "سينيوكي": "Seinäjoki",
    "بسيناجوكي": "Seinäjoki",
    "بسينايوكي": "Seinäjoki",
}
"""What people say beside the official names: nicknames, former towns, large districts, other scripts."""

IRREGULAR_STEMS: Final = {
    "pihtipudas": ("pihtiputaa",),
    "punkalaidun": ("punkalaitume",),
    "virrat": ("virroi", "virto", "virtoi"),
    "loppi": ("loppe",),
    "lahti": ("lahde", "lahte"),
    "koski tl": ("koski", "koske"),
    "uusikaupunki": ("uudenkaupunki", "uudessakaupunki", "uudestakaupunki", "uuteenkaupunki"),
    "uusikaarlepyy": ("uudenkaarlepyy", "uudessakaarlepyy", "uudestakaarlepyy", "uuteenkaarlepyy"),
    "isokyrö": ("isonkyrö", "isossakyrö", "isostakyrö", "isoonkyrö"),
    "isojoki": ("isonjoe", "isossajoe", "isostajoe"),
}
"""Stems that no rule gives."""

ALSO_WORDS: Final = listed("""
    salo kotka simo salla soini inari aura kemi juva vaala lemi tervo luoto perho masku nokia pello sund
    geta multia virrat pori loppi ii lieto iitti laukaa kaarina loviisa marttila nousiainen tammela
    laitila askola parkano puumala kaskinen huittinen hamina kolari rusko sauvo ranua tornio vesanto
    kustavi posio pukkila hanko varkaus uurainen siikainen pornainen joroinen kuhmoinen oulainen
""") | {"koski tl"}
"""Finnish names that are ordinary words or people's names too: without a case of place they need a sign."""

ORDINARY_WORDS: Final = listed("""
    kolarissa kolarista pellolla pellolle pellolta pellossa koskessa koskella koskesta koskelle koskeen
    nokialla nokialta nokialle aurassa lahde lahte tre manta sunda manse lahtea varkaudesta varkauden
""")
"""Forms, a case of place included, that more often mean something else."""

NEVER: Final = listed("""
    stora inga kumota kumoon kumoa brandon brando reson kemist virrata kokar kannusta koskea koske kosketa
    kosken lopeta lopen saloon pores varauksen varauksella varauksessa pärjäisi paranisi parhaisiin
    paradise kauniiseen maalattiin tampered
""")
"""Words that only look like a form of a name."""

HOME_WORDS: Final = listed("""
    asun asuu asuva asumme asuvat asutaan asunut asuin asuinkunta kotikunta kotikuntani kotikaupunki
    kotikaupunkini paikkakunta paikkakuntani kunta kuntani kaupunki kaupunkini kotoisin muutin muutan bor
    bodde bosatt hemkommun hemkommunen kommun kommunen stad flyttade flyttar live lives living lived
    reside municipality city town moved moving based
""")
"""Words after which a place follows."""

FILLERS: Final = listed("""
    asun asumme asuu olen oon me mina ma on ihan siis nyt taalla tuolla kaupungissa kunnassa kaupunki
    kunta kotikunta kotikuntani kotikaupunki kotikaupunkini no joo juu kylla tassa taalta seutu seudulla
    lahella jag bor i fran ar vi nara har nu kommun stad ja i'm im m am from in live living we near the
    city of my is now here municipality town yes at
""")
"""Words that may stand around a place in a short answer."""
