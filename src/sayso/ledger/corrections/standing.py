"""Rows become an attribution as it stands: what the reader said, and the corrections over it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from sayso.errors import NotFound
from sayso.ledger import schema
from sayso.ledger.corrections.fields import VERDICT
from sayso.ledger.corrections.values import Layer, placed, read_values, standing_values, to_attribution
from sayso.ledger.load import load_attribution
from sayso.ledger.numbers import can_be
from sayso.ledger.text import storable, unpack
from sayso.records import Attribution, Role


@dataclass(frozen=True, slots=True)
class Standing:
    """An attribution as it stands.

    Attributes:
        id: Its number.
        article_id: The article.
        version_id: The version of it.
        reading_id: The reading.
        is_latest: Whether the version is the latest one.
        is_current: Whether the reading is the current one of its version.
        title: The article's headline, or None.
        outlet: Who published it, or None.
        published: Day, ``YYYY-MM-DD``, or None.
        url: Address of the article, or None.
        text: The article's.
        original: What the reader said.
        base: The same as values, field by field.
        known: Identity and type of the holders of the reading, by name.
        layers: The corrections in force that stand on it, in their order.
    """

    id: int
    article_id: int
    version_id: int
    reading_id: int
    is_latest: bool
    is_current: bool
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    text: str
    original: Attribution
    base: Mapping[str, Any]
    known: Mapping[str, tuple[str, str]]
    layers: tuple[Layer, ...]

    @property
    def values(self) -> dict[str, Any]:
        """What stands, field by field."""
        return standing_values(self.base, self.layers, self.known)

    @property
    def attribution(self) -> Attribution:
        """The same as an attribution; its ``holder`` is still the reader's."""
        if not self.layers:
            return self.original
        return to_attribution(self.original, self.values, self.text, published=self.published)

    @property
    def holder(self) -> str | None:
        """Name of the holder."""
        name: str | None = self.values["holder"]
        return name

    def to_dict(self) -> dict[str, Any]:
        """The attribution as it stands as JSON, with the numbers of the corrections that stand on it."""
        attribution, values = self.attribution, self.values
        return {
            "id": f"a{self.id}",
            "article": self.article_id,
            "version": self.version_id,
            "title": self.title,
            "outlet": self.outlet,
            "published": self.published,
            "url": self.url,
            **values,
            **{role.value: [span.to_dict() for span in attribution.spans(role)] for role in Role},
            "due": attribution.due.to_dict() if attribution.due else None,
            "live": self.is_live,
            "corrections": [layer.id for layer in self.layers],
        }

    @property
    def is_live(self) -> bool:
        """Whether searches find it: of the latest text, by the current reader or upheld by people, and not
        rejected."""
        stands = self.is_latest and (self.is_current or bool(self.layers))
        return stands and self.values[VERDICT] != "rejected"


def load_standing(connection: Connection, attribution_id: int) -> Standing:
    """An attribution as it stands.

    Raises:
        NotFound: There is none of this number.
    """
    asked = _asked().where(schema.attribution.c.id == attribution_id)
    row = connection.execute(asked).first() if can_be(attribution_id) else None
    if row is None:
        raise NotFound(
            f"there is no attribution a{attribution_id}; `sayso search` lists them with their numbers"
        )
    text = unpack(row.text)
    original = load_attribution(row.detail, text)
    names, known = _entities(connection, row.reading_id)
    columns = schema.correction.c
    in_force = select(columns.id, columns.field, columns.new, columns.anchor).where(
        columns.attribution_id == attribution_id, columns.undone_at.is_(None)
    )
    layers = map(to_layer, connection.execute(in_force.order_by(columns.id)))
    return Standing(
        id=row.id,
        article_id=row.article_id,
        version_id=row.version_id,
        reading_id=row.reading_id,
        is_latest=bool(row.is_latest),
        is_current=bool(row.is_current),
        title=row.title,
        outlet=row.outlet,
        published=row.published,
        url=row.url,
        text=text,
        original=original,
        base=read_values(original, names.get(original.holder or "")),
        known=known,
        layers=in_place(layers, original, text),
    )


def to_layer(row: Any) -> Layer:
    """A row of a correction as what it lays over the reading."""
    return Layer(row.id, row.field, json.loads(row.new), json.loads(row.anchor))


def in_place(layers: Iterable[Layer], attribution: Attribution, text: str) -> tuple[Layer, ...]:
    """The corrections whose words stand in this text, with the places that they have here."""
    return tuple(found for layer in layers if (found := placed(layer, attribution, text)))


def _asked() -> Any:
    attributions, readings, versions = schema.attribution.c, schema.reading.c, schema.version.c
    return (
        select(
            attributions.id,
            attributions.detail,
            attributions.reading_id,
            readings.is_current,
            readings.version_id,
            versions.is_latest,
            versions.article_id,
            versions.title,
            versions.outlet,
            versions.published,
            versions.text,
            schema.article.c.url,
        )
        .join_from(schema.attribution, schema.reading)
        .join(schema.version)
        .join(schema.article)
    )


def _entities(connection: Connection, reading_id: int) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Names of the entities of a reading by their ids, and identities and types by their names."""
    columns = schema.entity.c
    rows = connection.execute(
        select(columns.local_id, columns.name, columns.identity, columns.type)
        .where(columns.reading_id == reading_id)
        .order_by(columns.id.desc())  # of two with one name the first stands
    ).all()
    return (
        {row.local_id: row.name for row in rows},
        {storable(row.name): (row.identity, row.type) for row in rows},
    )
