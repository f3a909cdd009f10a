"""Readings become PROV-JSON (W3C PROV-DM, 2013): a bundle for each article, with where its words come from.

A statement of an article was quoted from, or had as its primary source, what its holder said, which is
attributed to the holder. What it came through stands between them: an outlet's report is attributed to the
outlet, and had the primary source itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import sayso
from sayso.errors import MissingExtra
from sayso.export.addresses import article_address, number_in, number_of
from sayso.export.streams import mapping
from sayso.records import Attribution, Entity, HolderType, Mode

if TYPE_CHECKING:
    from sayso.ledger.upheld import Upheld

# What names begin with in the file: numbers of our own, and the words of this page.
NUMBERS = "urn:uuid:"
WORDS = "urn:sayso:"
_AGENTS = {
    HolderType.PERSON: "prov:Person",
    HolderType.ORGANISATION: "prov:Organization",
    HolderType.OUTLET: "prov:Organization",
}
_JUDGEMENTS = ("identity", "stance", "certainty", "polarity", "kind")


def prov_pieces(items: Iterable[Upheld]) -> Iterator[str]:
    """One document with a bundle for each article.

    Raises:
        MissingExtra: The ``prov`` library is not installed.
    """
    try:
        import prov.model as model
    except ModuleNotFoundError:
        raise MissingExtra("export", needed_for="PROV") from None
    head = {"prefix": {"id": NUMBERS, "sayso": WORDS, "xsd": "http://www.w3.org/2001/XMLSchema#"}}
    bundles = (_Bundle(model.ProvDocument(), upheld).named() for upheld in items)
    return mapping(head, "bundle", bundles)


class _Bundle:
    """The bundle of one article in the making."""

    def __init__(self, document: Any, upheld: Upheld) -> None:
        self.document = document
        self.upheld = upheld
        document.add_namespace("id", NUMBERS)
        document.add_namespace("sayso", WORDS)
        self.word = document.valid_qualified_name

    def named(self) -> tuple[str, dict[str, Any]]:
        """Its name, and its content as PROV-JSON."""
        reading = self.upheld.reading
        article = self._article()
        holders = {entity.id: entity for entity in reading.entities}
        agents: dict[str, Any] = {}
        for one in reading.attributions:
            holder = holders.get(one.holder) if one.holder else None
            if holder and holder.id not in agents:
                agents[holder.id] = self._holder(holder)
            self._statement(one, article, agents.get(holder.id) if holder else None)
        content = json.loads(self.document.serialize(format="json"))
        content.pop("prefix", None)
        return self._id("reading"), content

    def _id(self, part: str) -> str:
        return f"id:{number_in(self.upheld.reading.article, part)}"

    def _article(self) -> Any:
        made, reading = self.document, self.upheld.reading
        article, reader = reading.article, reading.reader
        entity = made.entity(
            self._id("article"),
            _known(
                {
                    "prov:type": self.word("sayso:Article"),
                    "prov:label": article.title,
                    "prov:location": article_address(article),
                    "sayso:text": article.id,
                    "sayso:published": article.published,
                }
            ),
        )
        entity.add_asserted_type(self.word("prov:Collection"))
        if article.outlet:
            made.wasAttributedTo(entity, self._outlet(article.outlet))
        software = made.agent(
            f"id:{number_of(reader.digest)}",
            {
                "prov:type": self.word("prov:SoftwareAgent"),
                "prov:label": f"Sayso {sayso.__version__}, reader {reader.name} {reader.version}",
            },
        )
        activity = made.activity(self._id("activity"), None, self.upheld.taken.read_at)
        made.used(activity, entity)
        made.wasAssociatedWith(activity, software)
        for name in article.relays:
            made.wasDerivedFrom(entity, self._report(name, "article"))
        return entity

    def _outlet(self, name: str) -> Any:
        said = {"prov:type": self.word("prov:Organization"), "prov:label": name}
        return self.document.agent(f"id:{number_of(name)}", said)

    def _report(self, name: str, of: str) -> Any:
        """What an outlet or platform had."""
        said = {"prov:type": self.word("sayso:Report"), "prov:label": f"report of {name}"}
        report = self.document.entity(self._id(f"{of} {name}"), said)
        self.document.wasAttributedTo(report, self._outlet(name))
        return report

    def _holder(self, holder: Entity) -> Any:
        type_ = _AGENTS.get(holder.type, f"sayso:{holder.type.value.capitalize()}")
        said = {
            "prov:type": self.word(type_),
            "prov:label": holder.name,
            "sayso:identity": holder.identity.value,
        }
        return self.document.agent(self._id(holder.id), said)

    def _statement(self, one: Attribution, article: Any, holder: Any) -> None:
        """The statement as the article has it, back to whoever said it."""
        made = self.document
        judged = {f"sayso:{name}": value.value for name in _JUDGEMENTS if (value := getattr(one, name))}
        places = " ".join(f"{span.start}-{span.end}" for span in one.content)
        statement = made.entity(
            self._id(one.id),
            {
                "prov:type": self.word("sayso:Statement"),
                "prov:value": " … ".join(span.exact for span in one.content),
                "sayso:characters": places,
                **judged,
            },
        )
        made.hadMember(article, statement)
        original = made.entity(self._id(f"{one.id} said"), {"prov:type": self.word("sayso:Utterance")})
        if holder is not None:
            made.wasAttributedTo(original, holder)
        if one.mode is Mode.INDIRECT:
            made.hadPrimarySource(statement, original)
        else:
            made.wasQuotedFrom(statement, original)
        nearer = statement
        for channel in one.channels:
            report = self._report(channel.name, one.id)
            made.wasDerivedFrom(nearer, report)
            nearer = report
        if nearer is not statement:
            made.hadPrimarySource(nearer, original)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
