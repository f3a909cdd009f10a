"""What the walk through a text remembers: who was mentioned when, and which figure a description means."""

from __future__ import annotations

from sayso.resolve.coreference import place_of
from sayso.resolve.coreference.cast import Figure
from sayso.resolve.coreference.introduced import Introduction, LaterNames, Pick, named_later
from sayso.resolve.coreference.scene import Scene
from sayso.resolve.coreference.taken_up import Described, Take, Taking, taken_up
from sayso.resolve.mentions import Mention
from sayso.resolve.mentions.named import is_named_document, named_by_owner, named_document
from sayso.resolve.names import Name
from sayso.resolve.names.kinds import DEMONYM, PLACE, UNKNOWN
from sayso.resolve.names.tokens import fold
from sayso.resolve.people import DOCUMENT, EITHER, GROUP, ORGANISATION, OUTLET, PERSON, compound_noun, listed

_UNDER_AUTHOR = listed("under_author")
_PAGES = frozenset(("website", "site", "page", "blog"))
_TAKES_A_NAME = listed("takes_a_name")
_TAKES_AN_ORGANISATION = frozenset(("group", "force", "movement", "militia", "network"))
# Figures kept in order of their last mention; older ones can be reached by name only.
_MAX_RECENT = 40


class Memory:
    """The figures of one text as far as it has been walked through.

    Attributes:
        by_pronoun: The figure of each pronoun by its token; None where nobody agrees.
        latest: Holder of the attribution whose source came last.
    """

    def __init__(self, scene: Scene, pick: Pick = named_later, take: Take = taken_up) -> None:
        self._scene = scene
        self._tokens = scene.tokens
        self._recent: dict[int, Figure] = {}
        self._described = Described(scene.cast.figures)
        self._owned: dict[tuple[int, str], Figure] = {}
        self.by_pronoun: dict[int, Figure | None] = {}
        self._later = LaterNames(scene.cast.figures)
        self._pick, self._take = pick, take
        self.latest: Figure | None = None

    def latest_first(self) -> list[Figure]:
        return list(reversed(self._recent.values()))

    def touch(self, figure: Figure, first: int, last: int, form: str, place: str | None = None) -> None:
        """Note a mention of a figure."""
        figure.last, figure.last_sentence, figure.last_form = last, self._tokens[last].sentence, form
        figure.last_place = place or place_of(self._tokens, first, last)
        figure.n_mentions += 1
        span = (self._tokens[first].start, self._tokens[last].end)
        if not figure.mentions or figure.mentions[-1] != span:
            figure.mentions.append(span)
        self.bring_up(figure)

    def bring_up(self, figure: Figure) -> None:
        """Make a figure the latest, without a mention of its own."""
        self._recent.pop(figure.number, None)
        self._recent[figure.number] = figure
        if len(self._recent) > _MAX_RECENT:
            del self._recent[next(iter(self._recent))]

    def several(self, mention: Mention) -> Figure | None:
        members = tuple(
            self._scene.by_name[name.first] for name in mention.names if name.first in self._scene.by_name
        )
        figure = self._new(
            PERSON if all(item.kind in (PERSON, UNKNOWN) for item in members) else ORGANISATION
        )
        figure.members, figure.plural, figure.description = members, True, None
        first, stop = self._scene.parser.tokens_between(mention.start, mention.end)
        self.touch(figure, first, stop - 1, "name")
        return figure

    def document(self, mention: Mention) -> Figure | None:
        """*A report by X* goes under X's name."""
        owner = self._scene.by_name.get(mention.names[0].first)
        return self._published_by(owner, mention) if owner is not None else None

    def _published_by(self, owner: Figure, mention: Mention) -> Figure:
        key = (owner.number, DOCUMENT)
        figure = self._owned.get(key)
        if figure is None:
            figure = self._owned[key] = self._new(DOCUMENT)
            figure.members = (owner,)
        first, stop = self._scene.parser.tokens_between(mention.start, mention.end)
        self.touch(figure, first, stop - 1, "description")
        return figure

    def qualified(self, mention: Mention) -> Figure | None:
        """*The Orel newspaper*, *the Wump news organisation*: the name before the noun is the holder."""
        noun, name = mention.noun, mention.qualifier
        if (
            noun is None
            or name is None
            or noun.plural
            or noun.word not in _TAKES_A_NAME | _TAKES_AN_ORGANISATION
            or name.kind in (DEMONYM, PLACE)
            or (noun.word in _TAKES_A_NAME and not _is_adjacent(mention, name))
        ):
            return None
        figure = self._scene.by_name.get(name.first)
        if noun.word in _TAKES_AN_ORGANISATION:
            return figure if figure is not None and figure.kind in (ORGANISATION, OUTLET) else None
        return figure if figure is not None and figure.kind != PERSON else None

    def published(self, mention: Mention) -> Figure | None:
        """*An Orel News story*, *Holm's letter* and *the Orel Foods website* go under the name in them."""
        noun = mention.noun
        if noun is None or noun.plural or noun.word not in _UNDER_AUTHOR | _PAGES:
            return None
        if isinstance(mention.owner, Name) and mention.owner.kind not in (PLACE, DEMONYM):
            owner = self._scene.by_name.get(mention.owner.first)
            return self._published_by(owner, mention) if owner is not None else None
        if mention.qualifier is None or noun.word in _PAGES:
            return None
        owner = self._scene.by_name.get(mention.qualifier.first)
        return self._published_by(owner, mention) if owner and owner.kind in (OUTLET, ORGANISATION) else None

    def described(self, mention: Mention, *, source: bool = False) -> Figure:
        if named_by_owner(mention) or (mention.definite == "owned" and isinstance(mention.owner, str)):
            owned = self._owned_figure(mention)
            if owned is not None:
                return owned
        figure = self._taken_up(mention, source) or self._introduced(mention, source)
        if figure is None:
            figure = self._new(
                mention.noun.kind if mention.noun else (GROUP if mention.head.endswith("s") else UNKNOWN)
            )
            figure.description = mention.text
            if is_named_document(mention):
                figure.forms[named_document(mention)] += 1
                figure.description = None
            figure.noun, figure.modifiers = mention.noun, frozenset(mention.modifiers)
            figure.plural = bool(mention.noun and mention.noun.plural) or _is_pair(mention)
            figure.employer = self._employer(mention)
            figure.gender = mention.noun.gender if mention.noun else EITHER
            self._described.add(mention, figure)
        return figure

    def _employer(self, mention: Mention) -> Figure | None:
        """The organisation of *an Orel spokeswoman*."""
        if mention.noun is None or mention.noun.kind not in (PERSON, GROUP):
            return None
        inner = [
            self._scene.by_name[name.first] for name in mention.inner if name.first in self._scene.by_name
        ]
        return next((item for item in inner if item.kind in (ORGANISATION, OUTLET)), None)

    def _taken_up(self, mention: Mention, source: bool) -> Figure | None:
        """Somebody whom the text has spoken of before; a document by an outlet's name goes under it."""
        at, _ = self._scene.parser.tokens_between(mention.start, mention.end)
        inner = tuple(
            self._scene.by_name[name.first] for name in mention.inner if name.first in self._scene.by_name
        )
        taking = Taking(mention, self._tokens[at].sentence, source, self.latest, inner)
        figure = self._take(taking, self._described.candidates(taking, self.latest_first()))
        if figure is None:
            return None
        if mention.noun is not None and mention.noun.kind == DOCUMENT and figure.kind != DOCUMENT:
            return self._published_by(figure, mention)
        if not figure.named:
            self._described.add(mention, figure)
        return figure

    def _introduced(self, mention: Mention, source: bool) -> Figure | None:
        """Somebody whom the text names only later."""
        at, _ = self._scene.parser.tokens_between(mention.start, mention.end)
        introduction = Introduction(mention, at, self._tokens[at].sentence, source)
        options = self._later.after(introduction)
        figure = self._pick(introduction, options) if options else None
        if figure is not None:
            self._described.add(mention, figure)
        return figure

    def _owned_figure(self, mention: Mention) -> Figure | None:
        """*His campaign*, *Holm's campaign* and *the Holm campaign* are one figure."""
        owner = self._owner(mention)
        if owner is None or not (mention.noun and mention.noun.kind == ORGANISATION):
            return None
        key = (owner.number, mention.head)
        figure = self._owned.get(key)
        if figure is None:
            figure = self._owned[key] = self._new(ORGANISATION)
            figure.members, figure.noun = (owner,), mention.noun
        if not isinstance(mention.owner, str):
            figure.forms[mention.text] += 1
        return figure

    def _owner(self, mention: Mention) -> Figure | None:
        if isinstance(mention.owner, str):
            first, _ = self._scene.parser.tokens_between(mention.start, mention.end)
            found = [self.by_pronoun[at] for at in range(first, first + 3) if at in self.by_pronoun]
            return found[0] if found else None
        inner = [
            self._scene.by_name[name.first] for name in mention.inner if name.first in self._scene.by_name
        ]
        return inner[0] if inner else None

    def _new(self, kind: str) -> Figure:
        figure = Figure(len(self._scene.cast.figures), kind=kind)
        self._scene.cast.figures.append(figure)
        return figure


def _is_pair(mention: Mention) -> bool:
    """Whether a description joins two people: *his mother and brother*."""
    words = mention.modifiers
    if mention.noun is None or mention.noun.kind not in (PERSON, GROUP) or "and" not in words[1:]:
        return False
    before = compound_noun(words[len(words) - words[::-1].index("and") - 2])
    return before is not None and before.kind in (PERSON, GROUP)


def _is_adjacent(mention: Mention, name: Name) -> bool:
    """Whether a name stands right before the noun, *news* left out: not *the Orel News impostor site*."""
    before = [fold(word) for word in mention.modifiers if word != "news"]
    return bool(before) and before[-1] in [fold(word) for word in name.text.split() if word.lower() != "news"]
