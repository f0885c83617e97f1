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
    "hilsinki": "Helsinki",
    "helsinkida": "Helsinki",
    "xelsinki": "Helsinki",
    "isbo": "Espoo",
    "isboo": "Espoo",
    "fantaa": "Vantaa",
    "tambere": "Tampere",
    "turkuu": "Turku",
    "oulou": "Oulu",
    "ouluu": "Oulu",
    "اولو": "Oulu",
    "أولو": "Oulu",
    "أوولو": "Oulu",
    "بأولو": "Oulu",
    "اوولو": "Oulu",
    "باولو": "Oulu",
    "اسبو": "Espoo",
    "إسبو": "Espoo",
    "إيسبو": "Espoo",
    "بإسبو": "Espoo",
    "اسبوو": "Espoo",
    "ايسبو": "Espoo",
    "باسبو": "Espoo",
    "بايسبو": "Espoo",
    "اسپو": "Espoo",
    "اسپوو": "Espoo",
    "فاسا": "Vaasa",
    "فازا": "Vaasa",
    "بفاسا": "Vaasa",
    "واسا": "Vaasa",
    "وازا": "Vaasa",
    "بوري": "Pori",
    "پوری": "Pori",
    "كيمي": "Kemi",
    "راوما": "Rauma",
    "لوهيا": "Lohja",
    "لوهیا": "Lohja",
    "نوكيا": "Nokia",
    "نوکیا": "Nokia",
    "سالو": "Salo",
    "تركو": "Turku",
    "ترکو": "Turku",
    "تمبيري": "Tampere",
    "تمبره": "Tampere",
    "کوئوپیو": "Kuopio",
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
    нокия нокиа аура сало сала салом салу котка نوکیا نوكيا
""")
"""Forms, a case of place included, that more often mean something else."""

ORDINARY_IN: Final = {"et": listed("lahti lahtist lahtine")}
"""Such forms of one language only: in Estonian "lahti" is open."""

NEVER: Final = listed("""
    stora inga kumota kumoon kumoa brandon brando reson kemist virrata kokar kannusta koskea koske kosketa
    kosken lopeta lopen saloon pores varauksen varauksella varauksessa pärjäisi paranisi parhaisiin
    paradise kauniiseen maalattiin tampered
    botom stardi laste пойти кинула маску маска яка яке йти іти همينه همینه
""")
"""Words that only look like a form of a name."""

HOME_WORDS: Final = listed("""
    asun asuu asuva asumme asuvat asutaan asunut asuin asuinkunta kotikunta kotikuntani kotikaupunki
    kotikaupunkini paikkakunta paikkakuntani kunta kuntani kaupunki kaupunkini kotoisin muutin muutan
    bor bodde bosatt hemkommun hemkommunen kommun kommunen stad flyttade flyttar live lives living lived
    reside municipality city town moved moving based снимаю арендую винаймаю орендую живу живем живет
    жить проживаю переехал переехала переехали город городе муниципалитет
    коммуна мешкаю мешкаємо живемо мешкати переіхав переіхала мiстo
    місто місті громада муніципалітет zhivu zivu zhyvu meshkayu gorod gorode اعيش اسكن ساكن ساكنة عايش
    عايشة مقيم مقيمة مدينة بلدية انتقلت سكن نسكن نعيش اقيم زندگی ساکن مقیم شهر شهرداری ساکنم ساکنیم elan
    elame elab elanud linn linnas vald vallas kodukoht kolisin kolis degan deganahay degganahay noolahay
    magaalada magaalo magaaladaydu joogaa joogo
""")
"""Words after which a place follows."""

FILLERS: Final = listed("""
    asun asumme asuu olen oon me mina ma on ihan siis nyt taalla tuolla kaupungissa kunnassa kaupunki
    kunta kotikunta kotikuntani kotikaupunki kotikaupunkini no joo juu kylla tassa taalta seutu seudulla
    lahella jag bor i fran ar vi nara har nu kommun stad ja i'm im m am from in live living we near the
    city of my is now here municipality town yes at я в во из на у мы сеичас живу живем проживаю город
    наша наше фирма фірма компания компанія предприятие підприємство бизнес бізнес
    городе городок мои моя это тут здесь рядом с около з до ми зараз живемо мешкаю мешкаємо місто місті
    моє це поруч біля ya v zhivu zivu gorod انا في من اعيش اسكن ساكن ساكنة عايش عايشة مقيم مقيمة مدينة
    بلدية بلديتي مدينتي هنا الان قرب در از توی تو شهر زندگی میکنم می کنم ساکن هستم مقیم ما اینجا نزدیک
    است elan elame linn linnas linnast vald vallas siin praegu lahedal juures elukoht waxaan waxan ku
    degan deganahay degganahay noolahay magaalada magaalo waa aniga ayaan baan joogaa halkan hadda
""")
"""Words that may stand around a place in a short answer."""
