"""Readings with findings become lines for people or for GitHub, rows of JSON, or a SARIF 2.1.0 log.

Lines and columns count from 1, columns in code points, in the stored text of the article: for a page that
is the text that ``sayso read`` shows, not the page's source. SARIF: OASIS Standard, 27 March 2020.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from sayso.lint import RULES, Rule, explain
from sayso.records import Failure, Finding, Reading, Severity, Span

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
Item = Reading | Failure

_LINE_END = re.compile(r"\r\n|\r|\n")
_GITHUB_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
# Characters that mean something in a workflow command, see "Workflow commands for GitHub Actions".
_GITHUB_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_GITHUB_PROPERTY_ESCAPES = {**_GITHUB_ESCAPES, ":": "%3A", ",": "%2C"}


class Lines:
    """Where the lines of a text start, to tell line and column of a code point."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def at(self, position: int) -> tuple[int, int]:
        """Line and column of a code point, both from 1."""
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1


def name_of(item: Item) -> str:
    """What a finding calls the input it was found in."""
    path = item.path if isinstance(item, Failure) else (item.article.path or item.article.url)
    return "-" if path is None else path


def to_text(reading: Reading) -> str:
    """The findings of a reading, a line each: ``story.txt:12:5: S102 message``."""
    return "".join(f"{place} {one.rule} {one.message}\n" for place, one in _placed(reading))


def to_github(reading: Reading) -> str:
    """The findings of a reading as workflow commands, which GitHub shows beside the text."""
    lines = Lines(reading.article.text)
    return "".join(_github_line(reading, finding, lines) for finding in reading.findings)


def to_rows(item: Item) -> list[dict[str, Any]]:
    """The findings of a reading as JSON objects, or the one object of an input that could not be read."""
    if isinstance(item, Failure):
        return [{"path": item.path, "error": {"code": item.code, "message": item.message}}]
    lines = Lines(item.article.text)
    return [
        {
            "path": name_of(item),
            "rule": finding.rule,
            "name": _rules()[finding.rule].name if finding.rule in _rules() else None,
            "severity": finding.severity.value,
            "message": finding.message,
            "spans": [_span_row(span, lines) for span in finding.spans],
        }
        for finding in item.findings
    ]


def to_sarif(items: Sequence[Item]) -> dict[str, Any]:
    """All findings as one SARIF log with one run; inputs that could not be read become notifications."""
    from sayso import __version__

    failures = [item for item in items if isinstance(item, Failure)]
    readings = [item for item in items if isinstance(item, Reading)]
    rules = [_sarif_rule(rule) for rule in RULES]
    driver = {"name": "sayso", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failures,
                "toolExecutionNotifications": [_sarif_notification(failure) for failure in failures],
            }
        ],
        "results": [result for reading in readings for result in _sarif_results(reading)],
    }
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def summary_of(by_severity: Counter[str], *, n_articles: int) -> str:
    """One line that counts: ``3 findings in 2 articles: 1 error, 2 warnings.``

    Args:
        by_severity: How many findings there are of each severity.
        n_articles: How many articles were looked at.
    """
    articles = _counted(n_articles, "article")
    if not by_severity.total():
        return f"No findings in {articles}."
    parts = ", ".join(
        _counted(by_severity[one.value], one.value) for one in Severity if by_severity[one.value]
    )
    return f"{_counted(by_severity.total(), 'finding')} in {articles}: {parts}."


def statistics_of(counts: Counter[str]) -> str:
    """How often each rule found something, most often first, a line each."""
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    width = len(str(rows[0][1])) if rows else 0
    return "".join(f"{n:>{width}}  {code}  {_rules()[code].summary}\n" for code, n in rows)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in RULES}


def _placed(reading: Reading) -> Iterable[tuple[str, Finding]]:
    lines = Lines(reading.article.text)
    for finding in reading.findings:
        line, column = lines.at(finding.spans[0].start) if finding.spans else (1, 1)
        yield f"{name_of(reading)}:{line}:{column}:", finding


def _span_row(span: Span, lines: Lines) -> dict[str, Any]:
    (line, column), (end_line, end_column) = lines.at(span.start), lines.at(span.end)
    return {**span.to_dict(), "line": line, "column": column, "end_line": end_line, "end_column": end_column}


def _github_line(reading: Reading, finding: Finding, lines: Lines) -> str:
    line, column = lines.at(finding.spans[0].start) if finding.spans else (1, 1)
    end_line, end_column = lines.at(finding.spans[0].end) if finding.spans else (1, 1)
    name = _github_escaped(name_of(reading), _GITHUB_PROPERTY_ESCAPES)
    place = f"file={name},line={line},col={column},endLine={end_line},endColumn={end_column}"
    message = _github_escaped(f"{finding.rule} {finding.message}", _GITHUB_ESCAPES)
    return f"::{_GITHUB_LEVEL[finding.severity]} title=sayso ({finding.rule}),{place}::{message}\n"


def _github_escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    page = explain(rule.code)
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": f"{rule.summary}."},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"enabled": rule.default, "level": rule.severity.value},
    }


def _sarif_results(reading: Reading) -> Iterable[dict[str, Any]]:
    lines = Lines(reading.article.text)
    order = {rule.code: index for index, rule in enumerate(RULES)}
    for finding in reading.findings:
        places = [_sarif_location(reading, span, lines) for span in finding.spans]
        result = {
            "ruleId": finding.rule,
            "level": finding.severity.value,
            "message": {"text": finding.message},
            "locations": places[:1] or [_sarif_location(reading, None, lines)],
            "relatedLocations": places[1:],
        }
        yield {**result, "ruleIndex": order[finding.rule]} if finding.rule in order else result


def _sarif_location(reading: Reading, span: Span | None, lines: Lines) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(name_of(reading))}}
    if span is not None:
        row = _span_row(span, lines)
        place["region"] = {
            "startLine": row["line"],
            "startColumn": row["column"],
            "endLine": row["end_line"],
            "endColumn": row["end_column"],
            "charOffset": span.start,
            "charLength": span.end - span.start,
            "snippet": {"text": span.exact},
        }
    return {"physicalLocation": place}


def _sarif_notification(failure: Failure) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": failure.message},
        "descriptor": {"id": failure.code},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(failure.path)}}}],
    }


def _uri(name: str) -> str:
    """A name as a URI: addresses as they are, paths with everything odd in them percent-encoded."""
    if re.match(r"https?://", name, re.IGNORECASE):
        return quote(name, safe="%/:?#[]@!$&'()*+,;=~", errors="surrogatepass")
    path = PurePath(name)
    coded = quote(path.as_posix(), safe="/~@!$&'()*+,;=", errors="surrogatepass")
    return f"file://{coded}" if path.is_absolute() else coded
