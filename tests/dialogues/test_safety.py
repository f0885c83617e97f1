"""Danger is recognised in every language, and everyday exaggeration is not taken for it."""

from pathlib import Path

import pytest

import dialogues
from dialogues.safety import Safety, SafetyError

FOLDER = Path(dialogues.__file__).parent / "safety"

DANGEROUS = [
    ("fi", "suicide", "haluan kuolla"),
    ("fi", "suicide", "en jaksa enää elää"),
    ("fi", "suicide", "Mä en haluu enää elää"),
    ("fi", "suicide", "mietin itsemurhaa joka päivä"),
    ("fi", "suicide", "olen itsetuhoinen"),
    ("fi", "suicide", "aion tappaa itseni tänä iltana"),
    ("fi", "suicide", "tekis mieli tappaa ittensä"),
    ("fi", "suicide", "olisi parempi jos mua ei olis"),
    ("fi", "suicide", "työttömyys on vienyt kaiken, elämällä ei ole mitään tarkoitusta"),
    ("fi", "suicide", "ajattelin hypätä sillalta"),
    ("fi", "suicide", "ei ole enää mitään syytä elää"),
    ("fi", "suicide", "päätän päiväni jos en saa töitä"),
    ("fi", "suicide", "toivon etten heräisi huomenna"),
    ("fi", "suicide", "otin kaikki lääkkeeni"),
    ("fi", "suicide", "itsemurah on mielessä"),
    ("fi", "self_harm", "viiltelen itseäni"),
    ("fi", "self_harm", "satutin itseäni eilen taas"),
    ("fi", "self_harm", "vahingoitan itteäni kun ahdistaa"),
    ("fi", "violence", "mieheni lyö minua"),
    ("fi", "violence", "puoliso hakkaa mua"),
    ("fi", "violence", "minua uhkaillaan kotona"),
    ("fi", "violence", "olen parisuhdeväkivallan uhri"),
    ("fi", "violence", "pelkään miestäni enkä uskalla mennä kotiin"),
    ("fi", "violence", "tapan sen pomon"),
    ("fi", "violence", "aion tappaa työkaverini"),
    ("fi", "violence", "mut raiskattiin"),
    ("fi", "acute", "soittakaa ambulanssi"),
    ("fi", "acute", "en saa henkeä"),
    ("fi", "acute", "äiti on tajuton lattialla"),
    ("fi", "acute", "otin yliannostuksen"),
    ("sv", "suicide", "jag vill dö"),
    ("sv", "suicide", "jag orkar inte leva längre"),
    ("sv", "suicide", "jag vill inte leva"),
    ("sv", "suicide", "jag tänker ta livet av mig"),
    ("sv", "suicide", "jag har självmordstankar"),
    ("sv", "suicide", "det vore bättre om jag var död"),
    ("sv", "suicide", "jag ser ingen mening med att leva"),
    ("sv", "suicide", "jag vill göra slut på allt"),
    ("sv", "suicide", "funderar på att hoppa framför tåget"),
    ("sv", "self_harm", "jag skär mig i armarna"),
    ("sv", "self_harm", "jag skadar mig själv"),
    ("sv", "violence", "min man slår mig"),
    ("sv", "violence", "min sambo misshandlar mig och barnen"),
    ("sv", "violence", "jag är rädd för min man"),
    ("sv", "violence", "jag blev våldtagen"),
    ("sv", "violence", "det finns våld i hemmet"),
    ("sv", "violence", "jag ska döda min chef"),
    ("sv", "acute", "ring en ambulans"),
    ("sv", "acute", "jag kan inte andas"),
    ("sv", "acute", "han är medvetslös"),
    ("en", "suicide", "i want to die"),
    ("en", "suicide", "I don't want to live anymore"),
    ("en", "suicide", "I'm going to kill myself"),
    ("en", "suicide", "thinking about suicide"),
    ("en", "suicide", "i feel sucidal"),
    ("en", "suicide", "everyone would be better off without me"),
    ("en", "suicide", "there is no point in living"),
    ("en", "suicide", "I just want to end it all"),
    ("en", "suicide", "i wish i was dead"),
    ("en", "suicide", "life is not worth living"),
    ("en", "suicide", "i cant go on anymore"),
    ("en", "suicide", "i took all my pills"),
    ("en", "self_harm", "i cut myself when I feel bad"),
    ("en", "self_harm", "I keep hurting myself"),
    ("en", "violence", "my husband beats me"),
    ("en", "violence", "my boyfriend threatened to kill me"),
    ("en", "violence", "I am a victim of domestic violence"),
    ("en", "violence", "I am afraid to go home because of him"),
    ("en", "violence", "I was raped last night"),
    ("en", "violence", "he hits me and my children"),
    ("en", "violence", "I am going to kill my boss"),
    ("en", "acute", "call an ambulance please"),
    ("en", "acute", "she is not breathing"),
    ("en", "acute", "I think I'm having a heart attack"),
    ("en", "acute", "my father took an overdose"),
]

HARMLESS = [
    ("fi", "tämä työnhaku tappaa motivaation"),
    ("fi", "tappavan tylsää"),
    ("fi", "kuolen nauruun"),
    ("fi", "meinasin kuolla häpeään haastattelussa"),
    ("fi", "tapan aikaa kunnes kurssi alkaa"),
    ("fi", "hakkaan päätä seinään työkkärin kanssa"),
    ("fi", "olen hukkua työhakemuksiin"),
    ("fi", "pomo uhkasi irtisanoa minut"),
    ("fi", "minua uhkaa työttömyys"),
    ("fi", "en jaksa enää tätä työtä"),
    ("fi", "en jaksa enää hakea töitä"),
    ("fi", "olen väsynyt ja uupunut"),
    ("fi", "olen masentunut"),
    ("fi", "haluan lopettaa työt"),
    ("fi", "haluan lopettaa opinnot"),
    ("fi", "aion lopettaa tupakoinnin"),
    ("fi", "haluan vaihtaa elämäni suuntaa"),
    ("fi", "miten elää pienillä tuloilla"),
    ("fi", "en pysty elämään tällä rahalla"),
    ("fi", "isäni kuoli viime vuonna"),
    ("fi", "hyppään uuteen ammattiin"),
    ("fi", "hyppäsin junaan"),
    ("fi", "katkaisin käteni ja olen sairauslomalla"),
    ("fi", "leikkaan hiuksia työkseni"),
    ("fi", "olen sydänpotilas ja kuntoutuksessa"),
    ("fi", "olen ambulanssikuljettaja"),
    ("fi", "haluan poliisiksi"),
    ("fi", "opiskelen ensihoitajaksi"),
    ("fi", "pelkään työhaastattelua"),
    ("fi", "pelkään etten saa töitä"),
    ("fi", "pelkään puhua suomea"),
    ("fi", "yritykseni tekee kuolemaa"),
    ("fi", "työmarkkinat ovat kuolleet"),
    ("fi", "lyö läpi musiikkialalla"),
    ("fi", "ammun liikaa kysymyksiä"),
    ("fi", "mieheni on työtön"),
    ("fi", "vaimoni uhkaa lähteä jos en saa töitä"),
    ("fi", "en ole itsetuhoinen, vain väsynyt"),
    ("fi", "haluan vain elää rauhassa"),
    ("fi", "kaikki loppui kun firma meni konkurssiin"),
    ("sv", "jag är dödstrött"),
    ("sv", "jag dör av skratt"),
    ("sv", "det är dödligt tråkigt"),
    ("sv", "jobbsökandet dödar motivationen"),
    ("sv", "jag måste skjuta upp mina studier"),
    ("sv", "jag slår mig fram som företagare"),
    ("sv", "det slog mig att jag kan studera"),
    ("sv", "chefen hotade med uppsägning"),
    ("sv", "jag hotas av permittering"),
    ("sv", "jag orkar inte söka jobb längre"),
    ("sv", "jag orkar inte med jobbet"),
    ("sv", "jag är deprimerad"),
    ("sv", "jag är utbränd"),
    ("sv", "jag vill sluta jobba"),
    ("sv", "jag vill avsluta mina studier"),
    ("sv", "min pappa dog i fjol"),
    ("sv", "jag kan inte leva på de här pengarna"),
    ("sv", "hur ska jag leva på dagpenning"),
    ("sv", "jag vill bli polis"),
    ("sv", "jag kör ambulans"),
    ("sv", "jag är rädd för arbetsintervjun"),
    ("sv", "jag är rädd att bli av med jobbet"),
    ("sv", "vad är deadline för ansökan"),
    ("sv", "jag brinner för mitt yrke"),
    ("sv", "det brinner i knutarna med räkningarna"),
    ("sv", "jag hoppar av skolan"),
    ("sv", "jag hoppade på tåget till Åbo"),
    ("sv", "jag tar tabletter för ryggen"),
    ("sv", "min man är arbetslös"),
    ("sv", "jag vill leva på min konst"),
    ("en", "this job search is killing me"),
    ("en", "my back is killing me"),
    ("en", "I nearly died of embarrassment in the interview"),
    ("en", "I'm dying to get back to work"),
    ("en", "I could kill for a coffee"),
    ("en", "killing time until the course starts"),
    ("en", "what is the deadline"),
    ("en", "dead end job"),
    ("en", "my boss threatened to fire me"),
    ("en", "I was threatened with dismissal"),
    ("en", "I am drowning in debt"),
    ("en", "I can't go on with this job"),
    ("en", "I can't live on this money"),
    ("en", "I am depressed"),
    ("en", "I am burnt out and tired"),
    ("en", "I am tired of applying"),
    ("en", "I don't want to live in Helsinki"),
    ("en", "my father died last year"),
    ("en", "I want to quit my job"),
    ("en", "I want to end my contract"),
    ("en", "shoot me an email"),
    ("en", "the company was hit by the recession"),
    ("en", "it hit me that I could study"),
    ("en", "he beats me at chess"),
    ("en", "I want to become a police officer"),
    ("en", "I drive an ambulance"),
    ("en", "I am afraid of job interviews"),
    ("en", "I am scared I will not find a job"),
    ("en", "cut my hours to part time"),
    ("en", "I cut hair for a living"),
    ("en", "I am not suicidal, just tired"),
    ("en", "it is not an emergency"),
    ("en", "I work as a firefighter"),
    ("en", "the market is dead"),
    ("en", "I have a burning passion for design"),
    ("en", "I take pills for my blood pressure"),
    ("en", "my husband is unemployed"),
    ("en", "my wife hates her job"),
    ("en", "kill two birds with one stone"),
    ("en", "what is the point of applying"),
]


@pytest.fixture(scope="module")
def safety() -> Safety:
    return Safety.read(FOLDER)


@pytest.mark.parametrize(("language", "kind", "text"), DANGEROUS)
def test_danger_is_seen_and_its_kind_named(safety: Safety, language: str, kind: str, text: str) -> None:
    danger = safety.signs_of_danger(text, language)
    assert danger is not None
    assert danger.kind == kind


@pytest.mark.parametrize(("language", "text"), HARMLESS)
def test_everyday_words_are_no_danger(safety: Safety, language: str, text: str) -> None:
    assert safety.signs_of_danger(text, language) is None


@pytest.mark.parametrize("spoken", ["fi", "fi-x-selko", "sv", "en", "ar"])
def test_danger_is_seen_in_another_language_than_the_conversation(safety: Safety, spoken: str) -> None:
    for text in ("haluan kuolla", "jag vill dö", "i want to die"):
        danger = safety.signs_of_danger(text, spoken)
        assert danger is not None
        assert danger.kind == "suicide"


def test_the_gravest_sign_decides(safety: Safety) -> None:
    danger = safety.signs_of_danger("my husband beats me and I want to die", "en")
    assert danger is not None
    assert danger.kind == "suicide"


def test_a_harmless_saying_does_not_hide_danger_beside_it(safety: Safety) -> None:
    assert safety.signs_of_danger("kuolen nauruun, ja silti haluan tappaa itseni", "fi") is not None


def test_a_file_without_a_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.yml").write_text("suicide: [one]\n", encoding="utf-8")
    with pytest.raises(SafetyError, match=r"xx\.yml"):
        Safety.read(tmp_path)
