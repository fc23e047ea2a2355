"""How each block of commands is tried. A block without an entry here fails the test."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Runs:
    """The commands are run as they stand and end well, where it says so beside the web server or a Jogg.

    `says` must be in what they print. `answers` are what is typed where they ask. `instead` are pieces of the text
    that are exchanged, for the reason given in the table.
    """

    says: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    instead: dict[str, str] = field(default_factory=dict)
    beside_server: bool = False
    beside_jogg: bool = False


@dataclass(frozen=True)
class Serves:
    """The first line is started, seen to answer, and ended by Ctrl-C; meanwhile the other lines are run.

    `left_out` are those that aren't, with the reason.
    """

    answers: tuple[tuple[str, str], ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)
    beside_jogg: bool = False


@dataclass(frozen=True)
class RunsIn:
    """A test of its own runs it, as what it leaves is looked at there."""

    test: str


@dataclass(frozen=True)
class Read:
    """It isn't run here, for this reason: its syntax is checked, and that the files it names are there."""

    reason: str


Way = Runs | Serves | RunsIn | Read

ROOT_NEEDED = "it changes the machine, as root; the units it installs are checked by systemd's own tool"
DOCKER_NEEDED = "it needs Docker; the files it uses are checked by their linters"
ACCOUNT = (("Username", "ada"), ("Email", ""), ("Password:", "a good passphrase"), ("again", "a good passphrase"))
BACKUPS = RunsIn("tests/documents/test_backup.py")
WITH_KEY = Serves(answers=ACCOUNT, beside_jogg=True)

OPERATORS = "docs/operators.md"
SQLITE_BACKUP = """sqlite3 "$DATA_DIR/dashboard.sqlite3" "VACUUM INTO '$BACKUP/dashboard.sqlite3'\""""
SQLITE_RESTORE = 'mkdir -p "$DATA_DIR"'
POSTGRES_BACKUP = 'pg_dump --format=custom --file="$BACKUP/dashboard.dump" "$DATABASE_URL"'
POSTGRES_RESTORE = 'pg_restore --clean --if-exists --no-owner --dbname="$DATABASE_URL" "$BACKUP/dashboard.dump"'
COMPOSE = "docker compose --env-file deploy/dashboard.env"

WAYS: dict[tuple[str, str], Way] = {
    ("README.md", "make run"): Serves(left_out={"make test": "it is the run that this is a part of"}),
    ("README.md", "JOGG_API_KEY=your-key make run"): WITH_KEY,
    ("CONTRIBUTING.md", "make test"): Read("it is the run that this is a part of, beside others that take minutes"),
    ("docs/getting-started.md", "make run"): Read("README.md has the same, and that is run"),
    ("docs/getting-started.md", ".venv/bin/python manage.py seed_library --assets 100000"): Runs(
        instead={"100000": "100"}  # a hundred thousand take a minute
    ),
    ("docs/getting-started.md", "JOGG_API_KEY=your-key make run"): Read("README.md has the same, and that is run"),
    ("docs/users.md", ".venv/bin/python manage.py upload intro.mp4 voice.mp3 --user demo"): Runs(
        says='"error": null', beside_jogg=True
    ),
    (OPERATORS, "apt-get install --yes git make python3.11-venv caddy sqlite3"): Read(ROOT_NEEDED),
    (OPERATORS, "systemctl daemon-reload"): Read(ROOT_NEEDED),
    (OPERATORS, "install -m 644 /opt/jogg-dashboard/deploy/Caddyfile /etc/caddy/Caddyfile"): Read(ROOT_NEEDED),
    (OPERATORS, "cp deploy/example.env deploy/dashboard.env"): Runs(),
    (OPERATORS, f"{COMPOSE} up --detach --build"): Read(DOCKER_NEEDED),
    (OPERATORS, "docker build --tag jogg-dashboard:local ."): Read(DOCKER_NEEDED),
    (OPERATORS, SQLITE_BACKUP): BACKUPS,
    (OPERATORS, SQLITE_RESTORE): BACKUPS,
    (OPERATORS, POSTGRES_BACKUP): BACKUPS,
    (OPERATORS, POSTGRES_RESTORE): BACKUPS,
    (OPERATORS, f"{COMPOSE} exec --no-TTY postgres \\"): Read(DOCKER_NEEDED),
    (OPERATORS, f"{COMPOSE} up --no-start --build"): Read(DOCKER_NEEDED),
    (OPERATORS, "curl --fail http://127.0.0.1:8000/healthz"): Runs(says="ok", beside_server=True),
    (OPERATORS, '.venv/bin/python manage.py migrate_database --from "sqlite:///$DATA_DIR/dashboard.sqlite3"'): Read(
        "it needs two databases; the command has tests of its own"
    ),
    (OPERATORS, ".venv/bin/python manage.py migrate_storage --dry-run"): Read(
        "it needs a bucket; the command has tests of its own"
    ),
    (OPERATORS, "systemctl enable --now jogg-dashboard-worker@2"): Read(ROOT_NEEDED),
    (OPERATORS, f"{COMPOSE} up --detach --scale worker=3"): Read(DOCKER_NEEDED),
    (OPERATORS, "export JOGG_API_KEY=your-key PUBLIC_URL=https://dashboard.example.org"): Runs(
        says="JOGG_WEBHOOK_SECRET=", beside_jogg=True
    ),
    (OPERATORS, "systemctl restart jogg-dashboard-web 'jogg-dashboard-worker@*'"): Read(ROOT_NEEDED),
    (OPERATORS, f"{COMPOSE} up --detach"): Read(DOCKER_NEEDED),
    ("docs/extending.md", ".venv/bin/python -m ruff check ."): RunsIn("tests/documents/test_extending.py"),
    ("docs/upgrading.md", "cd /opt/jogg-dashboard"): Read(ROOT_NEEDED),
    ("docs/upgrading.md", "git fetch --tags"): Read(DOCKER_NEEDED),
}  # fmt: skip
