"""Counters for operators, in a registry of their own; no personal data in any label."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


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
        self.streams = Gauge("osaamo_open_streams", "Open event streams", registry=self._registry)

    def text(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)
