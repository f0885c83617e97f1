"""What the custom actions of the fixture projects do, on Rasa and on the embedded engine alike."""


def run(name, slots, intent, text, loop, requested, candidates):
    """(slots to set, texts to say, action that follows). Plain values in and out: two Pythons share it."""
    action = _ACTIONS.get(name)
    if action is None:
        return {}, [name], None
    return action(dict(slots), intent, text, loop, requested, candidates)


def _count(slots, intent, text, loop, requested, candidates):
    return {"level": (slots.get("level") or 0) + 1}, ["count"], None


def _welcome(slots, intent, text, loop, requested, candidates):
    return {"seen": False}, ["welcome", "what now"], None


def _menu(slots, intent, text, loop, requested, candidates):
    return {}, ["menu"], "action_listen"


def _back(slots, intent, text, loop, requested, candidates):
    if loop == "assessment_form":
        return {"first": None}, ["back"], loop
    return {}, ["nothing to go back to"], "action_listen" if "first" in slots else None


def _skip(slots, intent, text, loop, requested, candidates):
    return {"seen": True}, ["now seen"], None


def _leave(slots, intent, text, loop, requested, candidates):
    return {"first": None, "second": None}, ["leaving"], "action_deactivate_loop"


def _lost(slots, intent, text, loop, requested, candidates):
    return {}, ["lost"], "action_listen"


def _validate(slots, intent, text, loop, requested, candidates):
    found = {}
    if intent == "skip" and requested:
        found = {requested: "skipped"}
    elif intent == "inform" and requested in ("first", "second") and not text.startswith("/"):
        found = {requested: text}
    elif intent == "inform" and requested in ("first", "second") and "{" in text:
        found = {requested: text[text.index("{") :]}
    for name in candidates:
        found[name] = None if slots.get(name) == "bad" else slots.get(name)
    known = {**slots, **found}
    if found.get("first") == '{"answer": "end"}':
        return {**found, "requested_slot": None}, ["ended early"], None
    asked = [name for name in ("first", "second", "third") if known.get(name) is None]
    if intent == "restart_form":
        return {}, ["lost words"], None
    if not found and loop and requested and intent == "inform":
        return {}, ["nobody hears this"], None
    said = [f"validated {sorted(found)}"] if found else []
    return {**found, "requested_slot": asked[0] if asked else None}, said, None


def _validate_other(slots, intent, text, loop, requested, candidates):
    return {name: slots[name] for name in candidates}, [f"other {sorted(candidates)}"], None


def _validate_mappings(slots, intent, text, loop, requested, candidates):
    if slots.get("query") == "nothing":
        return {"query": None}, ["no such query"], None
    return {}, [], None


_ACTIONS = {
    "action_count": _count,
    "action_welcome": _welcome,
    "action_menu": _menu,
    "action_back": _back,
    "action_skip": _skip,
    "action_leave": _leave,
    "action_lost": _lost,
    "validate_assessment_form": _validate,
    "validate_other_form": _validate_other,
    "action_validate_slot_mappings": _validate_mappings,
}
