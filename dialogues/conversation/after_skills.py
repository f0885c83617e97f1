"""After skills were kept: what they are in words to take along, and where they lead."""

from dialogues.conversation import skills
from dialogues.conversation.assessment import profile_of
from dialogues.conversation.cards import card
from dialogues.conversation.context import Context, Voice, payload
from dialogues.conversation.walking import nearest
from dialogues.engine import Button, Said
from dialogues.tracker import TrackerView
from knowledge.skill_paths import SkillPaths, skill_paths


def said(context: Context, view: TrackerView) -> tuple[Said, ...]:
    """With the skills already in the slots."""
    voice = context.voice(view)
    told = "\n\n".join(filter(None, (voice("skills.chosen"), skills.in_words(context, voice, view))))
    take = voice.button("button.take_with_me", "take_with_me")
    more = voice.button("skills.tell_more", "change_answer", question=skills.MORE)
    profile = profile_of(view.slots)
    paths = skill_paths(skills.kept(context, view), profile, context.catalogue(), context.today())
    ways = _paths(context, voice, paths, wondering=profile.field is None)
    return (Said(told, (take, more), choice="one"), *ways)


def _paths(context: Context, voice: Voice, paths: SkillPaths, wondering: bool) -> tuple[Said, ...]:
    """One message; none where nothing leads on. A field becomes theirs only when they press it."""
    services = (*paths.training, *paths.recognition)
    guides = tuple(
        Button(nearest(each.texts, voice).title, payload("career_paths", guide=each.id))
        for each in paths.short_of_staff
    )
    fields = tuple(
        voice.button(f"option.field.{field}", "inform", field=field)
        for field in (paths.fields if wondering else ())
    )
    if not (services or guides or fields):
        return ()
    sentences = (
        voice("paths.intro"),
        voice("paths.training") if paths.training else "",
        voice("paths.recognition") if paths.recognition else "",
        voice("paths.short_of_staff") if guides else "",
        voice("paths.field") if fields else "",
    )
    cards = tuple(card(each, context.texts, voice.language, context.today()) for each in services)
    return (Said(" ".join(filter(None, sentences)), (*guides, *fields), services=cards, choice="one"),)
