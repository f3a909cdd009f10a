"""How soon a large ledger answers: searches, pages of sources, lists; how large it is, how fast it opens."""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import func, select, text

from benchmarks.ledger_rows import FIRST_DAY, N_DAYS, N_OUTLETS, base_readings, base_rows, fill
from benchmarks.machine import describe
from sayso.ledger import open_ledger, schema
from sayso.ledger.engine import reading_from
from sayso.ledger.ledger import Ledger
from sayso.ledger.words import fold

LIMIT_MS = 100
_SEED = 4
# Rows whose words, holders and channels are asked for.
_SAMPLE = 400


def kinds(ledger: Ledger) -> dict[str, list[Callable[[], object]]]:
    """For each kind of query, calls with different values, all drawn from what the ledger holds."""
    picks = random.Random(_SEED)
    columns = schema.attribution.c
    with reading_from(ledger.engine) as connection:
        last = connection.execute(select(func.max(columns.id))).scalar_one()
        numbers = [picks.randint(1, last) for _ in range(_SAMPLE)]
        rows = connection.execute(
            select(columns.content, columns.holder, columns.source_id).where(columns.id.in_(numbers))
        ).all()
        channels = list(connection.execute(select(schema.channel.c.name).distinct().limit(60)).scalars())
    contents = [fold(row.content).split() for row in rows]
    words = sorted({word for content in contents for word in content if len(word) > 2})
    pairs = [" ".join(content[at : at + 2]) for content in contents if len(content) > 2 for at in (0, 1)]
    holders = sorted({row.holder for row in rows if row.holder})
    sources = sorted({row.source_id for row in rows if row.source_id})
    values = {"kind": ["prediction", "opinion", "intention", "directive"], "stance": ["hedged", "doubted"],
              "identity": ["named", "unnamed", "none"], "certainty": ["possible", "probable", "unknown"],
              "type": ["group", "organisation", "document", "outlet"]}  # fmt: skip

    def day() -> str:
        return (FIRST_DAY + timedelta(days=picks.randrange(N_DAYS))).isoformat()

    def outlet() -> str:
        return f"Outlet {picks.randint(1, N_OUTLETS)}"

    def judged() -> dict[str, str]:
        names = picks.sample(sorted(values), picks.choice([1, 2]))
        return {name: picks.choice(values[name]) for name in names}

    def shown(names: Iterable[str]) -> list[Callable[[], object]]:
        return [partial(ledger.show, name) for name in names]

    def many(make: Callable[[], tuple[str | None, dict[str, object]]]) -> list[Callable[[], object]]:
        made = [make() for _ in range(60)]
        return [partial(ledger.search, query, **asked) for query, asked in made]

    common = ["said", "the", "police", "that", "would", "state", "islamic", "apple"]
    pick = picks.choice
    return {
        "newest": many(lambda: (None, {"until": day()})),
        "judgements": many(lambda: (None, judged())),
        "holder by name": many(lambda: (None, {"holder": pick(holders)})),
        "holder and kind": many(
            lambda: (None, {"holder": f"s{pick(sources)}", "kind": pick(values["kind"])})
        ),
        "outlet, unnamed, since": many(
            lambda: (None, {"outlet": outlet(), "identity": "unnamed", "since": day()})
        ),
        "via": many(lambda: (None, {"via": pick(channels)})),
        "due before, by due date": many(lambda: (None, {"due_before": day(), "sort": "due"})),
        "one word": many(lambda: (pick(words), {})),
        "one common word": many(lambda: (pick(common), {})),
        "two words": many(lambda: (f"{pick(words)} {pick(common)}", {})),
        "phrase": many(lambda: (f'"{pick(pairs)}"', {})),
        "prefix": many(lambda: (pick(words)[: pick([3, 4, 5])] + "*", {})),
        "OR and -": many(lambda: (f"{pick(words)} OR {pick(words)} -{pick(common)}", {})),
        "word, outlet and kind": many(
            lambda: (pick(words), {"outlet": outlet(), "kind": pick(values["kind"])})
        ),
        "common word and holder": many(lambda: (pick(common), {"holder": pick(holders)})),
        "word by match": many(lambda: (pick(words), {"sort": "match"})),
        "word by due date": many(lambda: (pick([*words, *common]), {"sort": "due"})),
        "source page": shown(f"s{pick(sources)}" for _ in range(60)),
        "attribution page": shown(f"a{pick(numbers)}" for _ in range(60)),
        "list of sources": [lambda: ledger.sources() for _ in range(20)],
        "sources of an outlet": [partial(ledger.sources, outlet=outlet()) for _ in range(20)],
        "list of outlets": [lambda: ledger.outlets() for _ in range(20)],
        "list of sources, since": [partial(ledger.sources, since=day()) for _ in range(10)],
        "list of outlets, since": [partial(ledger.outlets, since=day()) for _ in range(10)],
    }


def timed(calls: Sequence[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """Milliseconds that each call took by the clock, and of this process's processor time."""
    calls[0]()
    took, spent = [], []
    for call in calls:
        start, before = time.perf_counter(), time.process_time()
        call()
        spent.append(1000 * (time.process_time() - before))
        took.append(1000 * (time.perf_counter() - start))
    return took, spent


def middle_and_tail(values: Sequence[float]) -> str:
    """The median and the 95th percentile."""
    return f"{statistics.median(values):8.1f} {percentile95(values):8.1f}"


def percentile95(values: Sequence[float]) -> float:
    """The smallest value that 95 % of all do not pass."""
    return sorted(values)[max(0, math.ceil(0.95 * len(values)) - 1)]


def size_bytes(ledger: Ledger) -> int:
    """What the ledger takes on disk."""
    with reading_from(ledger.engine) as connection:
        if connection.dialect.name == "sqlite":
            return Path(str(ledger.engine.url.database)).stat().st_size
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def report(address: str, only: Sequence[str]) -> Iterator[str]:
    """Lines with what was measured."""
    opening = []
    for _ in range(5):
        start = time.perf_counter()
        open_ledger(address, create=False).close()
        opening.append(1000 * (time.perf_counter() - start))
    yield f"opened in {statistics.median(opening):.0f} ms (median of 5)"
    with open_ledger(address, create=False) as ledger:
        with reading_from(ledger.engine) as connection:
            rows = select(func.count()).select_from(schema.attribution)
            n = connection.execute(rows).scalar_one()
        yield f"{n:,} attributions, {size_bytes(ledger) / n:,.0f} bytes on disk each"
        yield f"{'':26}  by the clock, ms    processor of this process, ms"
        yield f"{'':26}      p50      p95      p50      p95"
        for name, calls in kinds(ledger).items():
            if only and name not in only:
                continue
            took, spent = timed(calls)
            mark = "" if percentile95(took) <= LIMIT_MS else "  over the limit"
            yield f"{name:26} {middle_and_tail(took)} {middle_and_tail(spent)}{mark}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a ledger where there is none, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", help="a file, or the address of an empty PostgreSQL database")
    parser.add_argument("--attributions", type=int, default=1_000_000, help="how many to make")
    parser.add_argument(
        "--readings", type=Path, help="JSON Lines of `sayso read` to copy (default: the examples are read)"
    )
    parser.add_argument("--only", action="append", default=[], metavar="KIND", help="measure this kind only")
    options = parser.parse_args(arguments)
    print(describe(), flush=True)
    with open_ledger(options.ledger) as ledger:
        if not ledger.search(limit=1).hits:
            start = time.perf_counter()
            n = fill(ledger, base_rows(base_readings(options.readings)), options.attributions)
            print(f"made {n:,} attributions in {time.perf_counter() - start:.0f} s", flush=True)
    for line in report(options.ledger, options.only):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
