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
    r"\b(?:Institutes?|Foundation|Council|Association|Cent(?:er|re)s?|University|College|School|Society|"
    r"Union|"
    r"Committee|Party|Organi[sz]ation|Department|Ministry|Fund|Alliance|Coalition|Campaign|Commission|League|"
    r"Initiative|Associates|Group|Partners|PAC|Poll(?:ing|s)?|Polls|Project|Research|Rights|Amnesty|"
    r"Greenpeace|"
    r"Lab|Labs|Forum|Library|Archives?|Museum|Movement|Church|Services|Office|"
    r"(?<!News )(?<!Press )Agency|Board|Club|Museum|"
    r"Frontiers in|Journal of|Trends in|Annals|Acta|BMC|Cell|Sciences?|Medicine|Biology|Chemistry|"
    r"Engineering|Psychology|Neuroscience|Microbiology|Genetics|Immunology|Toxicology|Biotechnology|"
    r"Studies|Therapeutics|Advocates|Citizens|Americans|Women|Scientists|Doctors|Physicians|Veterans|"
    r"Patriots?|Voters|Workers|Mothers|Moms|Families|Jews|Jew|Muslims|Christians|Republicans|Democrats|"
    r"Native)\b"
)
# Bodies that hold statements themselves.
_ORGANISATIONS = frozenset(
    re.split(
        r"\s*\|\s*",
        """Judicial Watch|Media Matters|Public Citizen|Transparency International|Freedom House|
        Third Way|Common Cause|Code Pink|Vote Vets|Autism Speaks|Liberty Counsel|
        Privacy International|Population Connection|Protect Democracy|Stand Together|Child Trends|
        Action Network|Open Doors|UN Watch|Genocide Watch|Cop Block|Vote Smart|Black Lives Matter|
        National Nurses United|Cambridge Analytica|Stand With Us|Young Conservatives|
        Conservative Media|Alternative Facts|Human Rights Watch|Global Citizen|Facts First|
        International Viewpoint|Population Matters|Moms Demand Action|Amnesty International|
        Doctors Without Borders|Hezbollah|Freedom Index|Global Security|Teddy Stick|
        Trading Economics|Scope Ratings""",
    )
)
# Names of one word that articles use for other things, and capital letters that stand for bodies.
_ORDINARY = frozenset(
    re.split(
        r"\s+",
        """ABC ACLED ACLU AFL-CIO AIPAC Advertiser Advocate Age Angle Anti-War Argonaut Astorian Aware BL
        BMJ BNC Balance Beaverton Biography Blaze Boundless Breach Brief Bull Bulwark Bureau CAMERA
        Canary Capitolist Caravan Chaser Cheddar Cicero Citizen Coast Cochrane Columbian Commune
        Communist Complex Constitution Contagion Context Contrarian Conversation Cradle Critic Crux
        Cursor Cut Danas Dangerous Day Defector Defender Delo Demos Departed Desk Digital Discourse
        Dispatch Ditch Dodo Donetsk Driller Duran EIR Economist Enterprise Establishment Euro FDA Face
        Fact Factually FairVote Federalist Ferret Focus Forward FreedomWorks Frisky Frontier Fulcrum
        Fusion GLAAD Gaia Gallup Gaze Gazette Globalist Globes Goldwater Greenpeace Guardian HRDive
        Halesowen Hayride Heavy Herald Herb Highline Hill Hindu Horn Hub Indicator Information Informer
        Ink Insider Intercept Inverse Irrawaddy Journal Keystone Knife Komi LNP Lancet Lever Liberal
        Liberation Lid Lily Line List Local Londoner MIC MILO Manhattan Manual Maple Marianne Marker
        Markup Martinsville Medium Messenger Metro Midweek Midwesterner Mighty Militant Monthly Mosaic
        Mothership MoveOn Ms. NASA NEO NORML NRA NRC Narwhal Nation National Nature Needling Nevadan
        News Newsline Nib Observatory Observer Oceana Oklahoman Olympian Omni Onion Open Organiser
        Outline Outlook PETA Paper Particle Patch Perspective Phaser Pillar Poke Polygon Portside
        Preamble Prepared Pride Prism Profil Progressive Proof Protocol Psyche Public Pulse Punch Quarks
        Quartering Quint Radar Ranker Reason Recode Record Recount Reference Reload Republic Republican
        Resilience Resurgent Reveal Rightists Ringer Root Rumble SWI Sabah Sapiens Saratogian Scientist
        Scoop Scotsman Seeker Sentinel Seventeen Shovel Sludge Sparks Spectator Spin Spinzon Splinter
        Spoof Spun Stacker Stand Standard Star State Steady Straight Strana Stranger Stream Stuff Sun
        Tab Tangle Texan Timeline Times Trace Trumpet Truth UNRWA Unpacked Verdict Verge Verity Vibe
        Voice Voici Vote Vulture WHO Watchers Week Wire Worcester""",
    )
)
_MEDIA_WORD = re.compile(
    r"\b(?:News|Times|Post|Herald|Tribune|Gazette|Chronicle|Telegraph|Journal|Courier|Observer|Mirror|Mail|"
    r"Examiner|Guardian|Independent|Inquirer|Sentinel|Dispatch|Bulletin|Argus|Echo|Daily|Weekly|Press|"
    r"TV|Radio|"
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
    name = re.split(r"\s+[-–|\\]\s+|\\|/|\|", name)[0].strip().removeprefix("The ")
    if len(name) < 3 or len(name.split()) > 6 or not re.match(r"[\w']", name):
        return None
    if name in _ORGANISATIONS | _ORDINARY:
        return None
    return None if _NOT_MEDIA.search(name) and not re.search(r"\b(?:News|Times|Post)\b", name) else name


def is_sure(name: str) -> bool:
    """Whether a name in running text is hardly ever anything else."""
    if " " not in name:
        return bool(_MIXED_CASE.search(name)) or (name.isupper() and len(name) >= 4)
    return bool(_MEDIA_WORD.search(name))


def build(source: Path) -> bytes:
    """The list as gzip, sorted, with no time stamp in it."""
    rows: dict[str, str] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        name = clean_name(record["name"])
        if name and _first_word(name):
            rows.setdefault(name, record["domain"])
    lines = sorted(
        f"{_first_word(name)}\t{name}\t{rows[name]}\t{'' if is_sure(name) else '?'}" for name in rows
    )
    return gzip.compress("\n".join(lines).encode() + b"\n", compresslevel=9, mtime=0)


def _first_word(name: str) -> str:
    """The key under which the reader looks a name up: its first run of word characters."""
    first = re.match(r"\w+", name)
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
