"""Working copies, published snapshots, overrides and proposals; what is published today stays so."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from knowledge.database import JsonValue, UtcDateTime

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


STATES = "'draft', 'in_review', 'approved', 'published', 'withdrawn', 'archived'"
WORDS = ("name", "summary", "first_step", "condition")
FACTS = (
    *("provider", "category", "audience", "url", "municipalities", "min_age", "max_age", "newcomers_only"),
    *("required_situations", "situations", "goals", "barriers", "fields", "unemployed_for"),
    *("employer_needs", "role", "stand_in", "languages", "keywords", "valid_from", "valid_to", "evidence"),
    *("note", "source_language"),
)
LISTS = (
    *("audience", "municipalities", "required_situations", "situations", "goals", "barriers", "fields"),
    *("unemployed_for", "employer_needs", "languages", "keywords"),
)


def _table(name: str, plain: str, **typed: sa.types.TypeEngine[Any]) -> sa.TableClause:
    columns: list[sa.ColumnClause[Any]] = [sa.column(each) for each in plain.split()]
    return sa.table(name, *columns, *(sa.column(each, kind) for each, kind in typed.items()))


SERVICE = _table(
    "service",
    "id provider_id state source_system source_url revision facts_version digest catalogue_version "
    "published_revision published_digest category url min_age max_age role evidence note",
    newcomers_only=sa.Boolean(),
    stand_in=sa.Boolean(),
    valid_from=sa.Date(),
    valid_to=sa.Date(),
    facts_edited_at=UtcDateTime(),
    updated_at=UtcDateTime(),
    **dict.fromkeys(LISTS, JsonValue),
)
TEXT = _table(
    "service_text",
    "service_id language name summary first_step condition status source_language source_hash version",
    edited_at=UtcDateTime(),
)
REVISION = _table(
    "service_revision",
    "id service_id number made_by made_by_name change comment digest",
    snapshot=JsonValue,
    made_at=UtcDateTime(),
)
SOURCE = _table(
    "service_source",
    "service_id system source_id url licence digest",
    record=JsonValue,
    modified=UtcDateTime(),
    changed_at=UtcDateTime(),
    gone=sa.Boolean(),
)
OVERRIDE = _table("field_override", "service_id language field made_by_name", made_at=UtcDateTime())

Row = sa.RowMapping | dict[str, Any]


def upgrade() -> None:
    op.create_table(
        "catalogue_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_version")),
    )
    op.create_table(
        "field_override",
        sa.Column("service_id", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
            name=op.f("fk_field_override_service_id_service"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("service_id", "language", "field", name=op.f("pk_field_override")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("proposed", JsonValue, nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=80), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined')", name=op.f("ck_proposal_state")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_proposal_service_id_service"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_service_id"), ["service_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_state"), ["state"], unique=False)

    op.create_table(
        "service_source",
        sa.Column("service_id", sa.String(length=80), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("licence", sa.String(length=80), nullable=False),
        sa.Column("modified", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("record", JsonValue, nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
            name=op.f("fk_service_source_service_id_service"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_source")),
        sa.UniqueConstraint("system", "source_id", name=op.f("uq_service_source_system_source_id")),
    )
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.add_column(sa.Column("four_eyes", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("source_system", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("source_id", sa.String(length=200), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_provider_source_system_source_id"), ["source_system", "source_id"]
        )

    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("source_language", sa.String(length=20), nullable=False, server_default="fi")
        )
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("facts_version", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("publish_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("published_revision", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("published_digest", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("catalogue_version", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index(batch_op.f("ix_service_catalogue_version"), ["catalogue_version"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_publish_at"), ["publish_at"], unique=False)
        batch_op.drop_constraint(op.f("ck_service_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_service_state"), f"state IN ({STATES})")

    with op.batch_alter_table("service_revision", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("made_by_name", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("comment", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))

    with op.batch_alter_table("service_text", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))

    op.execute("INSERT INTO catalogue_version (id, number) VALUES (1, 1)")
    _bring_over(op.get_bind())
    with op.batch_alter_table("service_text") as batch_op:
        batch_op.drop_column("edited_at")
    with op.batch_alter_table("service") as batch_op:
        for column in ("source_system", "source_id", "source_url", "source_seen", "facts_edited_at"):
            batch_op.drop_column(column)


def _bring_over(connection: sa.Connection) -> None:
    """Today's services become working copies, each with a snapshot, as the first of its new history."""
    texts: dict[str, list[Row]] = {}
    for text in connection.execute(sa.select(TEXT).order_by(TEXT.c.language)).mappings():
        texts.setdefault(text["service_id"], []).append(text)
    for old in connection.execute(sa.select(REVISION.c.id, REVISION.c.snapshot)).mappings().all():
        words = sorted(old["snapshot"]["texts"].values(), key=lambda text: text["language"])
        snapshot = _content(old["snapshot"], words)
        values = {"snapshot": snapshot, "digest": _digest(snapshot)}
        connection.execute(sa.update(REVISION).where(REVISION.c.id == old["id"]).values(**values))
    for service in connection.execute(sa.select(SERVICE)).mappings().all():
        _bring_over_one(connection, service, texts.get(service["id"], []))


def _bring_over_one(connection: sa.Connection, service: Row, texts: list[Row]) -> None:
    key, now = service["id"], service["updated_at"]
    snapshot = _content(service, texts)
    digest = _digest(snapshot)
    last = sa.select(sa.func.max(REVISION.c.number)).where(REVISION.c.service_id == key)
    number = (connection.scalar(last) or 0) + 1
    shown = service["state"] == "published"
    revision = {"service_id": key, "number": number, "made_at": now, "made_by": "osaamo", "comment": ""}
    revision |= {"made_by_name": "Osaamo", "change": "published" if shown else "migrated"}
    connection.execute(sa.insert(REVISION).values(**revision, digest=digest, snapshot=snapshot))
    versions = {"revision": number, "facts_version": number, "digest": digest, "catalogue_version": 1}
    versions |= {"published_revision": number, "published_digest": digest} if shown else {}
    connection.execute(sa.update(SERVICE).where(SERVICE.c.id == key).values(**versions))
    connection.execute(sa.update(TEXT).where(TEXT.c.service_id == key).values(version=number))
    source = {"service_id": key, "system": service["source_system"], "source_id": key, "licence": ""}
    source |= {"url": service["source_url"] or "", "modified": None, "changed_at": now, "digest": ""}
    said = {"content": snapshot, "gives": [*FACTS, *WORDS]}
    connection.execute(sa.insert(SOURCE).values(**source, record=said, gone=False))
    corrected = [("", name) for name in FACTS if service["facts_edited_at"]]
    corrected += [(text["language"], name) for text in texts if text["edited_at"] for name in WORDS]
    for language, name in corrected:
        override = {"service_id": key, "language": language, "field": name, "made_at": now}
        connection.execute(sa.insert(OVERRIDE).values(**override, made_by_name=""))


def _content(service: Row, texts: Sequence[Row]) -> dict[str, Any]:
    """A service with its texts in the form of a snapshot."""
    columns = {**service, "provider": service["provider_id"], "source_language": "fi"}
    facts = {name: _json(columns[name]) for name in FACTS}
    facts["keywords"] = dict(sorted(facts["keywords"].items()))
    return {"facts": facts, "texts": {text["language"]: _text(text) for text in texts}}


def _text(text: Row) -> dict[str, Any]:
    words = {name: text[name] for name in WORDS}
    rest = ("status", "source_language", "source_hash")
    return {"words": words, **{name: text[name] for name in rest}}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _digest(snapshot: dict[str, Any]) -> str:
    written = json.dumps(snapshot, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def downgrade() -> None:
    op.execute("UPDATE service SET state = 'draft' WHERE state IN ('in_review', 'approved')")
    op.execute("UPDATE service SET state = 'withdrawn' WHERE state = 'archived'")
    with op.batch_alter_table("service_text", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edited_at", UtcDateTime(), nullable=True))
        batch_op.drop_column("version")

    with op.batch_alter_table("service_revision", schema=None) as batch_op:
        batch_op.drop_column("digest")
        batch_op.drop_column("comment")
        batch_op.drop_column("made_by_name")

    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_id", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("source_url", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("facts_edited_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("source_seen", sa.String(length=10), nullable=True))
        batch_op.add_column(
            sa.Column("source_system", sa.String(length=40), nullable=False, server_default="starter")
        )
        batch_op.drop_constraint(op.f("ck_service_state"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_service_state"), "state IN ('draft', 'published', 'withdrawn')"
        )
        batch_op.drop_index(batch_op.f("ix_service_publish_at"))
        batch_op.drop_index(batch_op.f("ix_service_catalogue_version"))
        batch_op.drop_column("catalogue_version")
        batch_op.drop_column("published_digest")
        batch_op.drop_column("published_revision")
        batch_op.drop_column("publish_at")
        batch_op.drop_column("digest")
        batch_op.drop_column("facts_version")
        batch_op.drop_column("revision")
        batch_op.drop_column("source_language")

    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_provider_source_system_source_id"), type_="unique")
        batch_op.drop_column("source_id")
        batch_op.drop_column("source_system")
        batch_op.drop_column("four_eyes")

    op.drop_table("service_source")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_state"))
        batch_op.drop_index(batch_op.f("ix_proposal_service_id"))

    op.drop_table("proposal")
    op.drop_table("field_override")
    op.drop_table("catalogue_version")
