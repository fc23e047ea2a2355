"""`manage.py jogg_webhook register|list|remove`: where Jogg sends its events to."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser
from django.urls import reverse

from jogg import Endpoint, JoggError
from jogg_dashboard import pacing
from jogg_dashboard.account import jogg

NO_PUBLIC_URL = "Set PUBLIC_URL to how the world reaches this dashboard, such as https://dashboard.example.org."


class Command(BaseCommand):
    help = "Register this dashboard for Jogg's events, list what is registered, or remove it."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("register", help="have Jogg send the events of finished and failed videos here")
        actions.add_parser("list", help="show every endpoint of the account")
        remove = actions.add_parser("remove", help="end what `register` began, or another endpoint by its id")
        remove.add_argument("endpoint_id", nargs="?", help="an id that `list` shows; without one, this dashboard's")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        try:
            getattr(self, f"_{action}")(options)
        except JoggError as error:
            asked = f" (Jogg's code {error.code}, request {error.rid})" if error.code else ""
            raise CommandError(f"{error.sentence}{asked}") from error

    def _register(self, options: dict[str, Any]) -> None:
        url, events = _our_url(), jogg().video_events
        ours = next((endpoint for endpoint in jogg().endpoints() if endpoint.url == url), None)
        if ours is None:
            call_command("migrate", verbosity=0)  # it may be run before the first start, and pacing needs its tables
            with pacing.wait_for_turn("register the webhook"):
                ours = jogg().add_endpoint(url, events)
        elif not ours.enabled or not set(events) <= set(ours.events):
            ours = jogg().update_endpoint(ours.endpoint_id, url, sorted({*ours.events, *events}))
        self.stdout.write(f"Jogg sends {', '.join(events)} to {url}.")
        self._tell_secret(ours)

    def _tell_secret(self, endpoint: Endpoint) -> None:
        if endpoint.secret and endpoint.secret == settings.JOGG_WEBHOOK_SECRET:
            self.stdout.write("JOGG_WEBHOOK_SECRET is set to its secret.")
        elif endpoint.secret:
            self.stdout.write("Start the dashboard with this, or it refuses the events:")
            self.stdout.write(f"    JOGG_WEBHOOK_SECRET={endpoint.secret}")
        else:
            self.stdout.write("Jogg didn't tell the secret. Look it up on Jogg.ai and set JOGG_WEBHOOK_SECRET to it.")

    def _list(self, options: dict[str, Any]) -> None:
        endpoints = jogg().endpoints()
        for endpoint in endpoints:
            state = "enabled" if endpoint.enabled else "disabled"
            self.stdout.write(f"{endpoint.endpoint_id}  {state}  {endpoint.url}  {', '.join(endpoint.events)}")
        if not endpoints:
            self.stdout.write("No endpoint is registered.")

    def _remove(self, options: dict[str, Any]) -> None:
        for endpoint_id in [options["endpoint_id"]] if options["endpoint_id"] else self._ours():
            jogg().remove_endpoint(endpoint_id)
            self.stdout.write(f"{endpoint_id} is removed.")

    def _ours(self) -> list[str]:
        url = _our_url()
        found = [endpoint.endpoint_id for endpoint in jogg().endpoints() if endpoint.url == url]
        if not found:
            raise CommandError(f"No endpoint is registered for {url}.")
        return found


def _our_url() -> str:
    if not settings.PUBLIC_URL:
        raise CommandError(NO_PUBLIC_URL)
    return settings.PUBLIC_URL + reverse("webhook")
