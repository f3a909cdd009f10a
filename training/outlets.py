"""The gazetteer of outlets becomes the compact list that ships: first word, name, domain, mark of doubt.

    python -m training.outlets .data/gazetteers/outlets.jsonl src/sayso/resources/outlets/names.tsv.gz

Think tanks, scholarly journals, call signs with places and the like are left out, because nobody is quoted
through them. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from pathlib import Path

# A name with one of these words is that of a body that holds statements itself, or of a scholarly journal.
_NOT_MEDIA = re.compile(
    r"\b(?:Institutes?|Foundation|Council|Association|Cent(?:er|re)s?|University|College|School|Society|Union|"
    r"Committee|Party|Organi[sz]ation|Department|Ministry|Fund|Alliance|Coalition|Campaign|Commission|League|"
    r"Initiative|Associates|Group|Partners|PAC|Poll(?:ing|s)?|Polls|Project|Research|Rights|Amnesty|Greenpeace|"
    r"Lab|Labs|Library|Archives?|Museum|Movement|Church|Services|Office|Agency for|Board|Club|Museum|"
    r"Frontiers in|Journal of|Trends in|Annals|Acta|BMC|Cell|Sciences?|Medicine|Biology|Chemistry|"
    r"Engineering|Psychology|Neuroscience|Microbiology|Genetics|Immunology|Toxicology|Biotechnology|"
    r"Studies|Therapeutics|Advocates|Citizens|Americans|Women|Scientists|Doctors|Physicians|Veterans|"
    r"Patriots?|Voters|Workers|Mothers|Moms|Families|Jews|Jew|Muslims|Christians|Republicans|Democrats|Native)\b"
)
_ORGANISATIONS = frozenset(
    """ACLED ACLU AFL-CIO AIPAC CAMERA Cochrane FairVote Gallup GLAAD Greenpeace NASA NORML NRC Oceana PETA
    UNRWA MoveOn FreedomWorks Reason Open Vote Complex Digital Context Cursor Demos Dangerous Delo Herb Omni Pride
    Prism Indicator Fusion Protocol Psyche Verdict Verity Boundless Unpacked Seventeen Straight Heavy Reason Patch
    Splinter Timeline Contagion Danas Profil Strana Voici Sabah Scoop Seeker Scribd Stuff Truth MILO MIC
    Cicero Gaia Tangle Stacker Mosaic Mothership Cheddar Halesowen""".split()
)
_MEDIA_WORD = re.compile(
    r"\b(?:News|Times|Post|Herald|Tribune|Gazette|Chronicle|Telegraph|Journal|Courier|Observer|Mirror|Mail|"
    r"Examiner|Guardian|Independent|Inquirer|Sentinel|Dispatch|Bulletin|Argus|Echo|Daily|Weekly|Press|TV|Radio|"
    r"Magazine|Broadcasting|Newspaper|Zeitung|Reporter|Register|Standard|Advertiser|Star|Sun|Globe|Today)\b"
)
_STATION = re.compile(r"\A([KW][A-Za-z]{2,3}(?:-(?:TV|FM))?)(?:\s*[-–].*| News| \d+.*)\Z")
_MIXED_CASE = re.compile(r"[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]")


def clean_name(name: str) -> str | None:
    """The name as articles write it, or None for what is no news outlet."""
    name = re.sub(r"\s*\([^)]*\)", "", name).strip(" -–,")
    station = _STATION.match(name)
    if station:
        name = station[1]
    name = re.split(r"\s+[-–|\\]\s+|\\|/|\|", name)[0].strip()
    if len(name) < 3 or not re.match(r"[\w']", name) or name in _ORGANISATIONS or len(name.split()) > 6:
        return None
    return None if _NOT_MEDIA.search(name) and not re.search(r"\b(?:News|Times|Post)\b", name) else name


def is_sure(name: str) -> bool:
    """Whether a name in running text is hardly ever anything else."""
    bare = name.removeprefix("The ")
    if " " not in bare:
        return bool(_MIXED_CASE.search(bare)) or (bare.isupper() and len(bare) >= 4)
    return bool(_MEDIA_WORD.search(bare)) or len(bare.split()) >= 3


def build(source: Path) -> bytes:
    """The list as gzip, sorted, with no time stamp in it."""
    rows: dict[str, str] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        name = clean_name(record["name"])
        if name and _first_word(name):
            name = name.removeprefix("The ")
            rows.setdefault(name, record["domain"])
    lines = sorted(
        f"{_first_word(name)}\t{name}\t{rows[name]}\t{'' if is_sure(name) else '?'}" for name in rows
    )
    return gzip.compress("\n".join(lines).encode() + b"\n", compresslevel=9, mtime=0)


def _first_word(name: str) -> str:
    """The key under which the reader looks a name up: its first run of word characters, ``The`` aside."""
    first = re.match(r"\w+", name.removeprefix("The "))
    return first[0] if first else ""


def main() -> None:
    """Parse the command line and write the list."""
    parser = argparse.ArgumentParser(prog="python -m training.outlets", description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.write_bytes(build(arguments.source))


if __name__ == "__main__":
    main()
