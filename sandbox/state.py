"""What the request handlers share."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from sandbox.assets import Assets
from sandbox.catalog import Catalog
from sandbox.endpoints import Endpoints
from sandbox.faults import Faults
from sandbox.jobs import Jobs
from sandbox.journal import Journal
from sandbox.links import Links
from sandbox.options import Options
from sandbox.pace import Pace
from sandbox.previews import Previews
from sandbox.webhooks import Webhooks


@dataclass(frozen=True)
class State:
    """One running sandbox. `failure_places` says where the reasons of videos made to fail stand, by their ids."""

    options: Options
    assets: Assets
    catalog: Catalog
    jobs: Jobs
    previews: Previews
    journal: Journal
    pace: Pace
    endpoints: Endpoints
    webhooks: Webhooks
    faults: Faults = field(default_factory=Faults)
    links: Links = field(default_factory=Links)
    failure_places: dict[str, str] = field(default_factory=dict)


def state() -> State:
    """The sandbox that answers the current request."""
    return cast(State, current_app.extensions["sandbox"])
