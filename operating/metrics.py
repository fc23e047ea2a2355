"""The figures in Prometheus' text form. Read from the database at each asking, as several processes serve."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from jogg_dashboard.account import contact
from jogg_dashboard.models import ApiCalls, WorkerProcess
from jogg_dashboard.version import VERSION
from operating import figures

PREFIX = "jogg_dashboard_"
SHARES = (0.5, 0.95)


def as_text() -> bytes:
    registry = CollectorRegistry()
    registry.register(Dashboard())
    return generate_latest(registry)


class Dashboard(Collector):
    """All there is to know. Counts may fall when something is removed for good, so they are gauges; calls only grow."""

    def collect(self) -> Iterator[Metric]:
        yield _gauge("info", "The version that runs.", "version", {VERSION: 1})
        yield _gauge("uploads", "Files, without the trash.", "status", figures.assets_by_status())
        yield _gauge("stored_bytes", "Bytes kept here, the trash included.", "kind", figures.bytes_by_kind())
        yield _gauge("videos", "Videos, without the trash.", "status", figures.videos_by_status())
        yield _gauge("credits", "Credits, by what is known of them.", "state", figures.credits_by_state())
        yield _gauge("queue_tasks", "Tasks in the queue.", "state", figures.queue_depth())
        yield _gauge("oldest_waiting_seconds", "How long the oldest waits that is still to be sent.", "what", _waits())
        yield from _durations()
        yield _api_calls()
        yield _gauge("worker_heartbeat_age_seconds", "Since a worker was last there.", "worker", _heartbeats())
        if (known := contact()).is_known:
            help_text = "Whether Jogg answered the last call as it should; missing where nobody asked lately."
            yield GaugeMetricFamily(f"{PREFIX}jogg_answers", help_text, value=known.is_answering)


def _gauge(name: str, help_text: str, label: str, values: Mapping[Any, float]) -> Metric:
    family = GaugeMetricFamily(PREFIX + name, help_text, labels=[label])
    for value, number in values.items():
        family.add_metric([str(value)], number)
    return family


def _durations() -> Iterator[Metric]:
    """Of the last hour, so that they say how it is now and cost little to read."""
    for name, what, seconds in (
        ("upload_seconds", "From a file's arrival here to Jogg", figures.upload_seconds()),
        ("video_seconds", "From a video's submit to the finished one", figures.video_seconds()),
    ):
        spread = {share: figures.quantile(seconds, share) for share in SHARES} if seconds else {}
        yield _gauge(name, f"{what}, of those of the last hour.", "quantile", spread)
        yield GaugeMetricFamily(f"{PREFIX}{name}_counted", "How many these are.", value=len(seconds))


def _api_calls() -> Metric:
    family = CounterMetricFamily(f"{PREFIX}api_calls", "Calls to Jogg that have ended.", labels=["endpoint", "result"])
    for call, result, count in ApiCalls.objects.order_by().values_list("call", "result").annotate(Sum("count")):
        family.add_metric([call, result], count)
    return family


def _heartbeats() -> dict[str, float]:
    now = timezone.now()
    return {worker.name: (now - worker.seen_at).total_seconds() for worker in WorkerProcess.objects.running()}


def _waits() -> dict[str, float]:
    """0 where nothing waits."""
    now = timezone.now()
    return {what: (now - since).total_seconds() if since else 0 for what, since in figures.waiting_since().items()}
