"""``import sayso`` stays light, and what it promises to export is there."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "charset_normalizer",
    "lxml",
    "lxml_html_clean",
    "numpy",
    "onnxruntime",
    "py3langid",
    "rich",
    "tokenizers",
    "trafilatura",
    "typer",
    "click",
)
SLOW_STDLIB = ("asyncio", "multiprocessing", "http.client", "ssl", "concurrent.futures.process")


def modules_after(code: str) -> set[str]:
    """Run ``code`` in a new interpreter and return the names of all modules that it loaded."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def bare() -> set[str]:
    return modules_after("")


@pytest.mark.parametrize(
    "code",
    [
        "import sayso",
        "import sayso; dir(sayso); sayso.__version__",
        "import sayso; sayso.Reading; sayso.Article; sayso.InputError",
    ],
)
def test_importing_sayso_loads_nothing_heavy(code: str, bare: set[str]) -> None:
    loaded = modules_after(code) - bare
    assert "sayso" in loaded
    assert loaded.isdisjoint(HEAVY)
    assert loaded.isdisjoint(SLOW_STDLIB)


def test_looking_up_read_loads_no_library_before_it_is_called(bare: set[str]) -> None:
    loaded = modules_after("import sayso; sayso.read; sayso.read_many") - bare
    assert "sayso.pipeline" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_command_line_says_its_version_without_the_model(bare: set[str]) -> None:
    code = (
        "import sys; sys.argv = ['sayso', '--version']\n"
        "from sayso.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code"
    )
    loaded = modules_after(code) - bare
    assert loaded.isdisjoint({"onnxruntime", "numpy", "tokenizers", "trafilatura", "lxml"})


def test_every_exported_name_loads_and_is_documented() -> None:
    import sayso

    for name in sayso.__all__:
        thing = getattr(sayso, name)
        assert name == "__version__" or thing.__doc__, f"sayso.{name} has no docstring"
    assert dir(sayso) == sorted(sayso.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    import sayso

    with pytest.raises(AttributeError, match="no attribute 'write'"):
        sayso.write  # noqa: B018
