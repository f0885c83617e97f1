"""Reads config.yml: what the embedded engine has to imitate of the pipeline and the policies."""

from dialogues.project.blueprint import ACTION_DEFAULT_FALLBACK, Settings
from dialogues.project.yaml_source import Place

_COMPONENTS = {
    "WhitespaceTokenizer",
    "RegexFeaturizer",
    "LexicalSyntacticFeaturizer",
    "CountVectorsFeaturizer",
    "LogisticRegressionClassifier",
    "DIETClassifier",
    "RegexEntityExtractor",
    "EntitySynonymMapper",
}
_WITHOUT_STORIES_SILENT = {"MemoizationPolicy", "AugmentedMemoizationPolicy"}
_RULE_POLICY = (
    "name",
    "core_fallback_threshold",
    "core_fallback_action_name",
    "enable_fallback_prediction",
    "restrict_rules",
    "check_for_contradictions",
)


def read_settings(file: Place) -> Settings:
    config = file.mapping(("version", "recipe", "assistant_id", "language", "pipeline", "policies"))
    for name in ("pipeline", "policies"):
        if name not in config or not config[name].value():
            raise file.refuse(f"Rasa would choose the {name} itself: write it out.")
    threshold, ambiguity = _fallback_classifier(config["pipeline"])
    return Settings(_fallback_action(config["policies"]), threshold, ambiguity)


def _fallback_classifier(pipeline: Place) -> tuple[float | None, float | None]:
    thresholds: tuple[float | None, float | None] = (None, None)
    for place in pipeline.sequence():
        component = place.mapping()
        name = _name(place)
        if name == "FallbackClassifier":
            place.mapping(("name", "threshold", "ambiguity_threshold"))
            threshold, ambiguity = component.get("threshold"), component.get("ambiguity_threshold")
            thresholds = (threshold.number() if threshold else 0.3, ambiguity.number() if ambiguity else 0.1)
        elif name not in _COMPONENTS:
            raise place.refuse(f"The component {name} is not supported.")
    return thresholds


def _fallback_action(policies: Place) -> str | None:
    rule_policy = None
    for place in policies.sequence():
        name = _name(place)
        if name == "RulePolicy":
            rule_policy = place.mapping(_RULE_POLICY)
        elif name not in _WITHOUT_STORIES_SILENT:
            raise place.refuse(f"The policy {name} is not supported.")
    if rule_policy is None:
        raise policies.refuse("The RulePolicy is missing.")
    for key in ("restrict_rules", "check_for_contradictions"):
        if key in rule_policy and not rule_policy[key].truth():
            raise rule_policy[key].refuse(f"{key} cannot be switched off.")
    if "enable_fallback_prediction" in rule_policy and not rule_policy["enable_fallback_prediction"].truth():
        return None
    name_place = rule_policy.get("core_fallback_action_name")
    return name_place.text() if name_place else ACTION_DEFAULT_FALLBACK


def _name(place: Place) -> str:
    config = place.mapping()
    if "name" not in config:
        raise place.refuse("The name is missing.")
    return config["name"].text()
