"""The trigram index of the words that are searched: FTS5 on SQLite, pg_trgm on PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    """
    CREATE VIRTUAL TABLE uploads_searchtext_trigrams USING fts5(
        text, content='uploads_searchtext', content_rowid='id', tokenize='trigram'
    )
    """,
    """
    CREATE TRIGGER uploads_searchtext_inserted AFTER INSERT ON uploads_searchtext BEGIN
        INSERT INTO uploads_searchtext_trigrams(rowid, text) VALUES (new.id, new.text);
    END
    """,
    """
    CREATE TRIGGER uploads_searchtext_deleted AFTER DELETE ON uploads_searchtext BEGIN
        INSERT INTO uploads_searchtext_trigrams(uploads_searchtext_trigrams, rowid, text)
            VALUES ('delete', old.id, old.text);
    END
    """,
    """
    CREATE TRIGGER uploads_searchtext_updated AFTER UPDATE ON uploads_searchtext BEGIN
        INSERT INTO uploads_searchtext_trigrams(uploads_searchtext_trigrams, rowid, text)
            VALUES ('delete', old.id, old.text);
        INSERT INTO uploads_searchtext_trigrams(rowid, text) VALUES (new.id, new.text);
    END
    """,
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX uploads_searchtext_trigrams ON uploads_searchtext USING gin (text gin_trgm_ops)",
)
SQLITE_BACK = (
    "DROP TRIGGER uploads_searchtext_inserted",
    "DROP TRIGGER uploads_searchtext_deleted",
    "DROP TRIGGER uploads_searchtext_updated",
    "DROP TABLE uploads_searchtext_trigrams",
)
POSTGRESQL_BACK = ("DROP INDEX uploads_searchtext_trigrams",)


def create(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, SQLITE, POSTGRESQL)


def drop(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, SQLITE_BACK, POSTGRESQL_BACK)


def _run(editor: BaseDatabaseSchemaEditor, sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    for statement in sqlite if editor.connection.vendor == "sqlite" else postgresql:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("uploads", "0003_library")]

    operations = [migrations.RunPython(create, drop)]
