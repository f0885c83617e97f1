"""Counters for operators, in a registry of their own; no personal data in any label."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from dialogues.on_rasa.fallback import Health


class Metrics:
    """`turns` is labelled by who held the conversation; `refused` by the problem's code."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.turns = Counter("osaamo_turns", "Turns stored", ["holder"], registry=self._registry)
        self.engine_errors = Counter(
            "osaamo_engine_errors", "Turns that the engine failed", registry=self._registry
        )
        self.refused = Counter(
            "osaamo_refused_requests", "Requests refused", ["code"], registry=self._registry
        )
        self._rasa_well = Gauge("osaamo_rasa_well", "1 while Rasa answers, 0 while it is ill", registry=None)
        self._rasa_failures = Gauge("osaamo_rasa_failures", "Turns that Rasa failed", registry=None)
        self.sent_outside = Counter(
            "osaamo_messages_sent", "Messages sent to outside channels", ["channel"], registry=self._registry
        )
        self.sending_put_off = Counter(
            "osaamo_sending_put_off", "Messages to be sent again later", ["channel"], registry=self._registry
        )
        self.sending_given_up = Counter(
            "osaamo_sending_given_up",
            "Chats that nothing reaches any more",
            ["channel", "reason"],
            registry=self._registry,
        )
        self.oldest_undelivered = Gauge(
            "osaamo_oldest_undelivered_seconds",
            "For how long the oldest message has waited to be sent to an outside channel",
            ["channel"],
            registry=self._registry,
        )
        self.telegram_updates = Counter(
            "osaamo_telegram_updates", "Updates of Telegram", ["result"], registry=self._registry
        )
        self.streams = Gauge("osaamo_open_streams", "Open event streams", registry=self._registry)

    def watch_rasa(self, health: Health) -> None:
        """Only where a Rasa server is configured."""
        self._rasa_well.set_function(lambda: float(health.well))
        self._rasa_failures.set_function(lambda: float(health.failures))
        for gauge in (self._rasa_well, self._rasa_failures):
            self._registry.register(gauge)

    def text(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)
