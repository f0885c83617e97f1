"""Words that say nothing of what somebody looks for; folded, in Finnish, Swedish and English."""

from typing import Final

from knowledge.words import listed

STOP_WORDS: Final = listed("""
    ei eika en enka et etta haluaisin haluan haluta haluttaisi han he hei ihan itse ja jo jos joka joku
    etsi loyda hae
    jossa jonka jotka jotain jotakin jotta juuri kai kanssa kautta keneen kenelle kenen kiitos kiinnostaa
    koska kuin kuinka kun kuka kysya kysymys kylla liittyen lahin lahella loydan loytyy loytaa me meidan
    mika mikali mikaan milla mina minua minulla minulle minun minut missa mista mihin mita miten mitka moi
    mun muu muuta mulla mulle mutta myos ne neuvoa nyt nykyaan ole olen olemme olisi olisin oli olla olin
    ollut olisiko onko on onkohan oon ovat paljon pitaa pitaisi pitaako pois pysty pystyn pystyisin saa
    saada saako saan saanko saisi saisin saisinko sain se sen siella siis siita silloin sina sinulla sun
    taa taalla tahan tai taas tama taman tassa te teen tehda tiedan tieda tietaa tietoa tarvitsen
    tarvitsisin tarvitsee tarvitse tasta tuo tulla tulee vaan vai vain vaikka varten vielakaan viela vois
    voi voiko voin voinko voisi voisin voisinko voit yli ym yms hyva etsin etsia haen hakea apua apu auta
    auttakaa ongelma asia asiaa asioita millainen minkalainen jokin mitaan alla allt an andra att av
    behover bli blir da de dem den denna det detta dig din dina du eller ett fa far finns fran for fraga
    ga gar gor gora ha hade har hej hela henne hit hitta hittar hjalp hjalpa hon hos hur i icke ifall
    information inga inte jag kan kanske kom kommer kunde kunna lite man med mej men mer mig min mitt mot
    mycket nagon nagot nar nu och ocksa om oss pa sig sin ska skall skulle skulla som soker soka sa till
    tack under ut utan var vara varfor vad vem vet vi vid vilja vilken vilka vill ville ar at about also
    am any anybody anyone anything are as be been but by can cannot could did do does don dont find from
    get getting give go going good got had has have having hello help her here hi his how i'd if i'll i'm
    in into is isn it its just kind know like look looking make may might more most my need needs no not
    now of one or our out please question really she should so some somebody someone something somewhere
    than thank thanks that the their them then there these they this those to too us very want wants was
    way we were what when where which who why will with without would yes you your ve ll re today tell
    veta vetat huomenna tanaan eilen kellonaika klockan imorgon idag igar tomorrow yesterday near nearest
    sinun sinut sinusta hanen hanelle teidan teille teita meille meita heidan heille nimi nimesi nimeni
    oletko olet namn heter name vanha maksaa maksamaan maksan kuuluu kannattaa
""")
