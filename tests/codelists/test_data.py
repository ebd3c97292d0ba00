"""What the lists themselves say: one test per fact that a rule, a release or a lawyer rests on."""

from __future__ import annotations

import csv
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from sijill.codelists.load import COLUMNS, FOLDER, LANGUAGES, UNKNOWN_CODES, Code, codelist, names, spec_of
from sijill.codelists.titles import TITLES

SHARED = Path(__file__).resolve().parents[3] / "shared"

# Codes that rules, importers and pages name; none of them may go or change.
FIXED = {
    "unknowns": "not-asked not-stated not-available",
    "acts": """unlawful-killing death-in-custody attempted-killing enforced-disappearance missing
        torture ill-treatment arbitrary-detention house-arrest short-detention hostage-taking
        kidnapping abduction-attempt sexual-violence assault threat death-threat coercion extortion
        harassment stalking sexual-harassment coordinated-harassment doxxing image-based-abuse
        surveillance spyware illegal-search device-search device-seizure equipment-damage
        office-raid discrimination dismissal smear defamation-campaign charge charge-fabricated
        slapp misuse-of-law conviction summons subpoena fine travel-ban exile citizenship-revoked
        organisation-closed funding-blocked foreign-agent-registration assembly-banned
        assembly-dispersed union-registration-refused takedown account-suspension content-blocking
        publication-ban censorship accreditation-refused access-denied transnational-repression
        reprisal-un-cooperation reprisal-nhri death-undetermined death-accident
        killed-in-combat-armed""",
    "sdg_categories": "A B C D E F",
    "roles": """journalist media-worker citizen-journalist blogger human-rights-defender
        environmental-defender women-rights-defender indigenous-rights-defender trade-unionist
        lawyer student academic teacher political-activist protester influencer artist writer
        health-worker humanitarian-worker public-official politician judge security-forces
        community-leader peasant-leader other none""",
    "sex": "female male intersex other",
    "gender": "woman man non-binary trans-woman trans-man self-described",
    "stated_by": "self family source recorder-assumed",
    "age_groups": "0-17 18-24 25-34 35-44 45-54 55-64 65-plus",
    "perpetrators": """state-agent armed-forces police joint-security-forces prison-service
        intelligence local-authority public-official judiciary legislature foreign-state
        pro-government-armed-group opposition-armed-group private-security mob company landowner
        organised-crime political-party-members community-members protesters family-member
        private-individual online-anonymous platform the-victim no-perpetrator unknown-perpetrator""",
    "state_links": "state-agent state-authorised state-supported state-acquiescence non-state",
    "attributions": "alleged witnessed documented admitted indicted convicted determined disputed",
    "involvement": """carried-out ordered planned present passive-accomplice suspected
        failure-to-protect legislated""",
    "motives": "linked engaged associated not-linked disputed undetermined",
    "tri": "yes no disputed undetermined",
    "acknowledgement": "acknowledged-located acknowledged-no-location denied concealed",
    "detention_basis": """lawful no-legal-basis procedure-breached unjust-or-unreasonable
        for-exercising-rights disputed undetermined""",
    "processes": "charge legal-order detention investigation equipment",
    "status_stages": """charges-pending charges-dropped convicted acquitted dismissed pending-appeal
        determined-fabricated order-pending dropped quashed upheld partially-upheld carried-out
        ignored objected-to detained-no-processing detained-custody released-bail released
        still-held moved opened closed-no-result perpetrator-charged perpetrator-convicted
        perpetrator-acquitted seized returned searched destroyed""",
    "place_precision": "exact street locality municipality province region country unknown",
    "source_kinds": """court un-mechanism nhri public-authority ngo union media academic family
        victim witness company official-list""",
    "mandates": "paris-a paris-b un-mechanism court none",
    "profiles": "paris-institution civil-society platform statistical-office",
    "verification_states": "reported corroborated verified not-established estimated",
    "verification_bases": "sources determination",
    "determination_bodies": "none court wgad wgeid un-mechanism institution-investigation",
    "decisions": "reasonable-grounds not-established more-needed",
    "elements": "identity role act date place perpetrator motive sex age legal-basis other",
    "entry_states": "draft confirmed rejected withdrawn",
    "contexts": """none protest election non-international-armed-conflict
        international-armed-conflict occupation state-of-emergency social-conflict""",
    "person_kinds": "individual group",
    "identified": "named alias unidentified",
    "name_kinds": "full alias pen-name transliteration former",
    "consent_uses": "record contact share publish-statistic publish-anonymised publish-named",
    "consent_decisions": "given refused withdrawn",
    "consent_by": "self guardian family lawyer",
    "judgements": "same not-same unsure",
    "complaint_channels": "visit call letter email partner sealed-report referral monitoring",
    "complaint_states": "received admissible inadmissible under-examination answered closed",
    "outcomes": "counted not-counted undecided",
    "reasons": """outside-indicator outside-period date-straddles date-unknown group-victim
        no-qualifying-role role-unknown motive-not-linked motive-unknown
        non-state-no-motive-no-failure actor-unknown not-state state-link-excludes not-concealed
        concealment-unknown not-severe severity-unknown no-purpose purpose-unknown lawful-detention
        legal-basis-unknown diligence-unknown more-serious-act-in-incident
        same-person-already-counted not-verified rejected counted-a counted-b counted-c counted-d
        counted-e counted-f""",
}


def own(name: str) -> list[Code]:
    """The rows of the list's own file."""
    rows = codelist(name).rows
    return [row for row in rows if name == "unknowns" or row.code not in UNKNOWN_CODES]


@pytest.mark.parametrize("name", FIXED)
def test_codes_that_other_rooms_name_are_there(name: str) -> None:
    assert not set(FIXED[name].split()) - set(codelist(name).codes)


@pytest.mark.parametrize("name", names())
def test_codes_are_unique_also_with_the_unknowns(name: str) -> None:
    codes = codelist(name).codes
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("name", names())
def test_every_code_has_a_label_in_every_language(name: str) -> None:
    for row in codelist(name).rows:
        assert set(row.labels) == set(LANGUAGES)
        assert row.source


@pytest.mark.parametrize("name", names())
def test_no_code_lies_above_itself(name: str) -> None:
    words = codelist(name)
    for code in words.codes:
        assert code not in words.ancestors(code)


@pytest.mark.parametrize("name", names())
def test_the_file_holds_the_declared_columns(name: str) -> None:
    spec = spec_of(name)
    with (FOLDER / spec.file).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == [*COLUMNS, *(extra.name for extra in spec.extra)]


@pytest.mark.parametrize("name", names())
def test_the_list_says_in_every_language_what_it_is(name: str) -> None:
    spec = spec_of(name)
    assert any("\u0621" <= letter <= "\u064a" for letter in spec.title("ar"))
    assert name in TITLES["fr"]
    assert name in TITLES["es"]
    assert spec.title("pt") == spec.title("en") == spec.title_en
    assert spec.doc.endswith(".")
    assert all(extra.doc.endswith(".") for extra in spec.extra)


def test_the_most_serious_rule_puts_torture_before_disappearance() -> None:
    rank = codelist("sdg_categories").column("rank")
    assert sorted(rank, key=lambda letter: int(rank[letter])) == ["A", "C", "B", "D", "E", "F"]


def test_only_killing_and_disappearance_have_an_official_series() -> None:
    series = codelist("sdg_categories").column("official_series")
    assert {letter: code for letter, code in series.items() if code} == {
        "A": "VC_VAW_MTUHRA",
        "B": "VC_VOC_ENFDIS",
    }
    assert all(code.startswith("SIJILL_") for code in codelist("sdg_categories").column("national_series").values())


@pytest.mark.parametrize(
    ("code", "sdg", "iccs"),
    [
        ("unlawful-killing", "A", "ICCS:0101"),
        ("attempted-killing", "A", "ICCS:0102"),  # attempted homicide sits in category A
        ("enforced-disappearance", "B", "ICCS:020222"),
        ("torture", "C", "ICCS:11011"),
        ("arbitrary-detention", "D", "ICCS:020222"),  # B and D share one ICCS code
        ("house-arrest", "D", "ICCS:020222"),
        ("kidnapping", "E", "ICCS:020221"),
        ("sexual-violence", "F", "ICCS:0301"),
        ("assault", "F", "ICCS:0219"),  # 02011 is not in the printed list of F
        ("death-threat", "F", "ICCS:02012"),
        ("extortion", "F", "ICCS:0205"),
        ("doxxing", "F", "ICCS:0208"),
        ("spyware", "F", "ICCS:0211"),
        ("discrimination", "F", "ICCS:0210"),
        ("smear", "", "ICCS:0209"),  # 0209 is not in the printed list of F
        ("takedown", "", "ICCS:0803"),
    ],
)
def test_the_crosswalk_of_the_indicator(code: str, sdg: str, iccs: str) -> None:
    acts = codelist("acts")
    assert acts.column("sdg")[code] == sdg
    assert iccs in acts[code].same_as


@pytest.mark.parametrize("code", ["charge-fabricated", "slapp", "misuse-of-law", "charge", "travel-ban", "exile"])
def test_acts_beyond_the_indicator_are_in_the_national_extension(code: str) -> None:
    acts = codelist("acts")
    assert (acts.column("sdg")[code], acts.column("national")[code]) == ("", "yes")


def test_a_death_that_is_no_established_killing_counts_nowhere() -> None:
    acts = codelist("acts")
    deaths = [code for code, family in acts.column("family").items() if family == "death"]
    assert deaths == ["death-undetermined", "death-accident", "killed-in-combat-armed"]
    for code in deaths:
        assert acts.column("lethal")[code] == "yes"
        assert acts.column("sdg")[code] == ""
        assert acts.column("national")[code] == "no"


def test_every_act_is_shown_somewhere_unless_it_is_such_a_death() -> None:
    acts = codelist("acts")
    sdg, national, family = acts.column("sdg"), acts.column("national"), acts.column("family")
    for code in (row.code for row in own("acts")):
        in_a_to_e = sdg[code] in set("ABCDE")
        assert (national[code] == "yes") != (in_a_to_e or family[code] == "death")


def test_each_category_has_acts_and_each_act_names_its_codes_in_it() -> None:
    letters = codelist("acts").column("sdg").values()
    assert set(letters) == {*"ABCDEF", ""}


def test_lawyers_students_and_academics_are_named_by_marrakech_and_not_by_the_indicator() -> None:
    roles = codelist("roles")
    for code in ("lawyer", "student", "academic"):
        assert roles.column("marrakech")[code] == "yes"
        assert roles.column("sdg")[code] == ""
    for code in roles.codes:
        if roles.column("sdg")[code]:
            assert roles.column("marrakech")[code] == "yes"


def test_age_groups_join_without_gap_or_overlap() -> None:
    rows = [row.extra for row in own("age_groups")]
    assert rows[0]["low"] == "0"
    for younger, older in pairwise(rows):
        assert int(older["low"]) == int(younger["high"]) + 1
    assert rows[-1]["high"] == ""
    assert [row["minor"] for row in rows].count("yes") == 1


def test_the_branch_of_state_agents_is_state_and_nothing_else_is() -> None:
    perpetrators = codelist("perpetrators")
    for code, link in perpetrators.column("state_link").items():
        if code not in UNKNOWN_CODES:
            assert (link == "state") == perpetrators.descends(code, "state-agent")


def test_acquiescence_is_on_the_side_of_the_state() -> None:
    side = codelist("state_links").column("side")
    assert [code for code, of in side.items() if of == "non-state"] == ["non-state"]
    assert side["state-acquiescence"] == "state"


def test_only_a_mandated_profile_says_verified() -> None:
    profiles = codelist("profiles")
    for column in ("says_verified", "official_series"):
        assert [code for code, may in profiles.column(column).items() if may == "yes"] == ["paris-institution"]


def test_sex_and_age_never_keep_a_case_back() -> None:
    gate = codelist("elements").column("gate")
    assert (gate["sex"], gate["age"]) == ("never", "never")
    always = {code for code, when in gate.items() if when == "always"}
    assert always == {"identity", "role", "act", "date", "place", "perpetrator"}


def test_a_charge_ends_by_acquittal_dismissal_or_determination_and_not_by_a_first_conviction() -> None:
    ends = codelist("status_stages").column("ends")
    assert [ends[code] for code in ("acquitted", "dismissed", "determined-fabricated")] == ["yes"] * 3
    assert (ends["convicted"], ends["pending-appeal"]) == ("no", "no")


def test_every_release_ends_a_detention_and_nothing_else_does() -> None:
    stages = codelist("status_stages")
    process, ends = stages.column("process"), stages.column("ends")
    held = {code for code in stages.codes if process[code] == "detention" and ends[code] == "no"}
    assert held == {"detained-custody", "moved", "still-held"}


def test_every_process_has_stages() -> None:
    assert {row.extra["process"] for row in own("status_stages")} == set(codelist("processes").codes)


def test_reasons_fit_their_outcome() -> None:
    for code, outcome in codelist("reasons").column("outcome").items():
        assert code.startswith("counted-") == (outcome == "counted")
        if code.endswith("-unknown") or code == "date-straddles":
            assert outcome == "undecided"


def test_every_category_has_its_reason() -> None:
    for letter in codelist("sdg_categories").codes:
        assert f"counted-{letter.lower()}" in codelist("reasons")


def test_places_carry_their_codes() -> None:
    places = codelist("places")
    assert places["BO"].same_as == ("M49:068", "ISO3166-1:BO", "ISO3166-1A3:BOL")
    assert places.label("BO", "ar") == "دولة بوليفيا المتعددة القوميات"
    assert places.descends("PS", "m49-145")
    countries = [code for code, level in places.column("level").items() if level == "country"]
    assert len(countries) == 250  # those of ISO 3166-1, and one that does not exist
    assert places["XZ"].same_as == ()
    assert [code for code in countries if not places[code].same_as] == ["XZ"]
    assert len([code for code in places.codes if code.startswith("BO-")]) == 9


def test_every_place_lies_in_the_world() -> None:
    places = codelist("places")
    for row in own("places"):
        assert places.descends(row.code, "m49-001")


@pytest.mark.parametrize("prefix", ["M49", "ISO3166-1", "ISO3166-1A3", "ISO3166-2"])
def test_no_two_places_share_an_outside_code(prefix: str) -> None:
    same = [one for row in own("places") for one in row.same_as if one.startswith(f"{prefix}:")]
    assert len(set(same)) == len(same) > 0


def test_no_arabic_place_is_left_in_the_order_of_an_index() -> None:
    for row in own("places"):
        assert "_" not in row.label("ar")
        assert not ("(" in row.label("ar") and " - " in row.label("ar"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the source files are not beside the checkout")
def test_the_script_makes_the_places_again(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    out = tmp_path / "places.csv"
    geo = SHARED / "data" / "geo"
    formal = geo / "country_codes_multilingual" / "country-codes.csv"
    command = [
        root / "scripts" / "make_places.py",
        "--m49",
        geo / "unsd_m49_six_languages",
        "--formal",
        formal,
    ]
    subprocess.run([sys.executable, *map(str, command), "--out", str(out)], check=True, capture_output=True)
    assert out.read_bytes() == (FOLDER / "places.csv").read_bytes()


def test_the_script_makes_the_languages_again(tmp_path: Path) -> None:
    out = tmp_path / "languages.csv"
    script = Path(__file__).resolve().parents[2] / "scripts" / "make_languages.py"
    subprocess.run([sys.executable, str(script), "--out", str(out)], check=True, capture_output=True)
    assert out.read_bytes() == (FOLDER / "languages.csv").read_bytes()
    codes = [row.code for row in own("languages")]
    assert {"ar", "en", "fr", "es", "qu", "ku", "mul", "zxx"} <= set(codes)
    assert all(len(code) == 2 for code in codes[:-2])
