"""What the request handlers share."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from sandbox.assets import Assets
from sandbox.catalog import Catalog
from sandbox.jobs import Jobs
from sandbox.journal import Journal
from sandbox.options import Options
from sandbox.previews import Previews


@dataclass(frozen=True)
class State:
    """One running sandbox."""

    options: Options
    assets: Assets
    catalog: Catalog
    jobs: Jobs
    previews: Previews
    journal: Journal


def state() -> State:
    """The sandbox that answers the current request."""
    return cast(State, current_app.extensions["sandbox"])
