"""Forms of importing a list in the browser: the file, its columns, what its words mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.draft import SourceInfo
from sijill.collect.forms import PEOPLE, code_for, source_choices
from sijill.collect.importers.composing import CODED, DATES, FIELDS, Chosen, likely, source_values
from sijill.collect.importers.formats import FORMATS
from sijill.collect.models import Source
from sijill.collect.uploads import MOST_BYTES, readable, saved_mappings
from sijill.office.fields import Choices, CodeField, DayField, PageForm, Part, code_choices
from sijill.register.forms.cases import act_choices

OWN = "own"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
KNOWN = {
    "bolivia": _("Deaths in Bolivian political conflict (Ultimate Consequences)"),
    "press-list": _("Press killed in Gaza (Government Media Office)"),
    "colombia-leaders": _("Social leaders killed in Colombia, with who documented each"),
    "cpj-2017": _("Journalists killed since 1992 (CPJ), the workbook of 2017"),
    "cpj-2019": _("Journalists killed, confirmed (CPJ), copied in 2019"),
    "cpj-2020": _("Journalists killed, and imprisoned on each 1 December (CPJ)"),
    "cpj-2022": _("Journalists and media workers killed, with sex (CPJ)"),
    "cpj-2024": _("Journalists and media workers killed (CPJ), February 2024"),
    "cpj-2024-region": _("The same list, Israel and the Occupied Palestinian Territory only (CPJ)"),
    "smj": _("Journalists killed in Gaza and around (an advocacy site)"),
    "uspft": _("Incidents against the press in the United States (U.S. Press Freedom Tracker)"),
    "huridocs": _("Acts coded after HURIDOCS"),
    "tella": _("Metadata of Tella: claims about files, no acts"),
    "uwazi": _("Export of an Uwazi collection"),
}
# Formats of the second ledger, which a program reads.
LEDGERS = {
    "google-removals": _("Google: governments’ requests to remove content"),
    "meta-restrictions": _("Meta: content restricted because of a country’s law"),
    "meta-userdata": _("Meta: governments’ requests for users’ data"),
    "twitter-removals": _("Twitter: requests to remove content, 2012 to 2020"),
    "tiktok-removals": _("TikTok: requests to remove content and for users’ data"),
    "github-transparency": _("GitHub: take-downs, users’ data, appeals (a table, or the folder as a ZIP)"),
    "gov-takedowns": _("GitHub: governments’ notices, word for word (a notice, or the folder as a ZIP)"),
    "dsa-monthly": _("EU database of statements of reasons, by month and platform"),
    "stop": _("Access Now: shutdowns, throttling and blocking (STOP)"),
    "ioda": _("IODA: outages, alerts and events of networks"),
    "ooni": _("OONI: measurements of blocking"),
    "laws": _("Laws against misinformation, by country"),
    "measures": _("Measures that an office writes up by hand (TOML)"),
}
UNPACKABLE = {
    "damaged": _("This ZIP cannot be opened: it is damaged, cut off or locked with a password. Pack the folder again."),
    "too-large": _("Unpacked, this folder is larger than 100 MB. Import it with the command: sijill import."),
    "too-many": _("This ZIP holds more than 20,000 files. Import the folder with the command: sijill import."),
    "outside": _("This ZIP holds a name that leads out of the folder, or a link. It was not unpacked. Pack it again."),
    "empty": _("This ZIP holds no file."),
}
NAMES = {
    "key": _("Number or code of the row"),
    "kind": _("What was done"),
    "occurred": _("When"),
    "ended": _("Until when"),
    "name": _("Name of the victim"),
    "other_name": _("Name in another script"),
    "sex": _("Sex"),
    "age": _("Age"),
    "roles": _("Role of the victim"),
    "place": _("Region or country"),
    "locality": _("Place, as written"),
    "perpetrator": _("Who did it"),
    "motive": _("Motive"),
    "law": _("Law used"),
    "title": _("Title of the case"),
}
# What fields of a preview are called; those of the page of columns, and what only a mapping file can say.
READ = {
    "key": NAMES["key"],
    "said": _("When it was said"),
    "also_said_by": _("Sources"),
    "event.title": NAMES["title"],
    "event.context": _("Context"),
    "person.name": NAMES["name"],
    "person.kind": _("Individual or group"),
    "person.sex": NAMES["sex"],
    "person.born": _("Born"),
    "person.size": _("How many people"),
    "person.citizenship": _("Citizenship"),
    "act.kind": NAMES["kind"],
    "act.roles": NAMES["roles"],
    "act.occurred": NAMES["occurred"],
    "act.ended": NAMES["ended"],
    "act.age": NAMES["age"],
    "act.place": NAMES["place"],
    "act.locality": NAMES["locality"],
    "act.motive": NAMES["motive"],
    "act.law": NAMES["law"],
    "act.detention_basis": _("Legal basis of the detention"),
    "act.detention_type": _("Kind of detention"),
    "act.acknowledgement": _("Acknowledged"),
    "involvement.perpetrator": NAMES["perpetrator"],
    "involvement.state_link": _("Link to a State"),
    "involvement.organization": _("Unit or body"),
    "status.stage": _("Step"),
    "status.occurred": _("Day of the step"),
}
# Fields that a newer copy of a list may propose to change.
CHANGED = {
    **{
        name: NAMES[name]
        for name in ("kind", "occurred", "ended", "age", "place", "locality", "motive", "law", "roles")
    },
    "place_precision": _("How exact the place is"),
    "diligence_failure": _("Failure of the State to protect"),
    "severe": _("Severe pain"),
    "purpose": _("A purpose of torture"),
    "acknowledgement": READ["act.acknowledgement"],
    "detention_basis": READ["act.detention_basis"],
    "detention_type": READ["act.detention_type"],
    "person_kind": READ["person.kind"],
    "sex": NAMES["sex"],
    "citizenship": READ["person.citizenship"],
    "born": READ["person.born"],
    "size": READ["person.size"],
    "names": _("Names of the victim"),
}
PROBLEMS = {
    "unknown-code": _("A word that nobody explained"),
    "no-case": _("No case of the mapping fits"),
    "several-values": _("Several values where one is taken"),
    "impossible-date": _("A date that cannot be"),
    "not-a-number": _("Not a number"),
    "out-of-range": _("A number out of range"),
    "sum-differs": _("A total that its parts do not add up to"),
    "missing-key": _("Nothing to know the row by"),
    "duplicate-key": _("The same number or code as an earlier row"),
    "ragged-row": _("More or fewer cells than the header"),
    "unreadable-row": _("The row cannot be read"),
    "not-a-record": _("Not a record"),
    "bad-text": _("Characters that no text may hold"),
    "double-encoded": _("Letters damaged by saving the file twice"),
    "no-act": _("No act applies"),
    "too-long": _("A text too long to keep"),
    "not-for-the-register": _("The register does not take it"),
}
SPLITS = [("", _("one value in a cell")), (";", ";"), (",", ","), ("|", "|"), ("/", "/")]
DATE_ORDERS = [
    ("ymd", _("year first: 2024-05-31")),
    ("dmy", _("day first: 31/05/2024")),
    ("mdy", _("month first: 05/31/2024")),
]
SPLITTING = ("kind", "roles")


def mapping_choices() -> Choices:
    """How the file can be read: by choosing now, by what was saved, by a format that is known."""
    saved = [(f"saved:{path.stem}", path.stem) for path in saved_mappings(settings.HOME.folder)]
    known = [(name, KNOWN.get(name, one.title)) for name, one in FORMATS.items() if one.file is not None]
    choices: Choices = [(OWN, gettext("I choose the columns now"))]
    if saved:
        choices.append((gettext("Saved here before"), saved))
    ledger = [(name, LEDGERS.get(name, one.title)) for name, one in FORMATS.items() if one.by_program]
    return [
        *choices,
        (gettext("Formats that are known"), known),
        (gettext("Restrictions of speech, as they are published"), ledger),
    ]


def is_ledger(how: str) -> bool:
    """Whether a program reads it, and no mapping."""
    return how in FORMATS and FORMATS[how].by_program


def takes_folder(how: str) -> bool:
    """Whether its files come in a folder, which is sent as a ZIP."""
    ledger = FORMATS[how].ledger if how in FORMATS else None
    return ledger is not None and ledger.folder


class ListFileForm(PageForm):
    """The file, whose list it is, how it is read."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, XLSX, JSON or Parquet, up to 20 MB; a folder as one ZIP. It is kept in this register's own folder "
            "until you import it or give up."
        ),
    )
    how = forms.ChoiceField(label=_("How it is read"), choices=mapping_choices)
    source = forms.ChoiceField(
        label=_("Whose list it is"),
        choices=source_choices,
        required=False,
        help_text=_("Leave it for a saved mapping or a known format: they say it themselves."),
    )
    new_name = forms.CharField(label=_("Name of the new source"), max_length=200, required=False)
    new_kind = CodeField("source_kinds", ask=True, drop=UNKNOWN_CODES, required=False, label=_("What kind of source"))
    header_row = forms.IntegerField(
        label=_("Row with the column names"), min_value=1, max_value=50, initial=1,
        help_text=_("2 or more, if a title stands above them."),
    )  # fmt: skip
    retrieved = DayField(label=_("Day on which it was obtained"), required=False)
    complete = forms.BooleanField(
        label=_("This is the source's whole list"),
        required=False,
        help_text=_("Then a row that is gone from a newer copy counts as taken back by its source."),
    )

    parts = [
        Part(_("The file"), ["file", "how"]),
        Part(_("Who says it"), ["source"]),
        Part(_("A source that is not in the list"), ["new_name", "new_kind"], folded=True),
        Part(_("About the file"), ["header_row", "retrieved", "complete"]),
    ]

    def clean_file(self) -> Any:
        """A file that is not too large."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 20 MB. Import it with the command: sijill import."))
        return file

    def _check_kind(self, given: dict[str, Any]) -> None:
        """A program says itself what it cannot read; a ZIP is a folder, of the formats that come in one."""
        how, file = given.get("how", ""), given.get("file")
        if file is None:
            return
        packed = file.name.lower().endswith(".zip")
        if packed and not takes_folder(how):
            self.add_error("file", _("This format takes no folder. Send its files one after another."))
        elif not packed and not is_ledger(how) and not readable(file.name):
            self.add_error("file", _("This kind of file is not read. Save it as CSV (UTF-8), XLSX or JSON."))

    def clean(self) -> dict[str, Any]:
        """A source, where the mapping does not name one."""
        given = super().clean() or self.cleaned_data
        self._check_kind(given)
        if given.get("how") == OWN and not given.get("source"):
            if not given.get("new_name"):
                self.add_error("source", _("Choose a source, or describe a new one below."))
            elif not given.get("new_kind"):
                self.add_error("new_kind", _("Say what kind of source it is."))
        return given

    def chosen(self) -> Chosen:
        """What is said already: the source, the header, whether the list is whole."""
        given = self.cleaned_data
        source = self._source()
        # The day in a file's name goes: the mapping is for the next copies too. A person's list is called by its code.
        stem = "" if source["kind"] in PEOPLE else slugify(_DAY.sub("", Path(given["file"].name).stem))[:30]
        name = slugify(f"{stem} {source['code']}")[:60].strip("-")
        chosen = Chosen(name=name, title=stem or name, complete=given["complete"], header_row=given["header_row"])
        chosen.source = source
        return chosen

    def _source(self) -> dict[str, Any]:
        given = self.cleaned_data
        held = Source.objects.filter(pk=given["source"]).first() if given["source"] else None
        if held is not None:
            names = ("code", "name", "kind", "independence_group", "mandate", "reliability", "licence", "url")
            info = SourceInfo(
                **{name: getattr(held, name) for name in names}, is_public=held.is_public, rows_shown=held.rows_shown
            )
            return {**source_values(info), "is_public": held.is_public}
        code = code_for(given["new_name"], given["new_kind"])
        return {"code": code, "name": given["new_name"], "kind": given["new_kind"], "is_public": False}


class ColumnsForm(PageForm):
    """For each of our fields, the column that says it."""

    all_free = True

    dates = forms.ChoiceField(label=_("How dates are written"), choices=DATE_ORDERS, initial="ymd")
    unknown = forms.CharField(
        label=_("Words that stand for no answer"),
        required=False,
        help_text=_("Separated by commas, for instance: ?, n/a"),
    )

    def __init__(self, columns: Iterable[str], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        offered = [("", "–"), *((one, one) for one in columns)]
        for name in FIELDS:
            self.fields[name] = forms.ChoiceField(label=NAMES[name], choices=offered, required=name == "key")
        self.fields["key"].help_text = _("What stays the same when the list comes again.")
        for name in SPLITTING:
            self.fields[f"{name}_split"] = forms.ChoiceField(
                label=_("Several values are separated by"), choices=SPLITS, required=False
            )
        self.fields["kind_same"] = forms.ChoiceField(
            label=_("or the same act in every row"), choices=act_choices, required=False
        )
        self.fields["roles_same"] = forms.ChoiceField(
            label=_("or the same role in every row"), choices=partial(code_choices, "roles", (), True), required=False
        )
        self.fields["place_same"] = forms.ChoiceField(
            label=_("or the same place in every row"), choices=partial(code_choices, "places", (), True), required=False
        )
        self.parts = [
            Part(_("How a row is known again"), ["key", "title"]),
            Part(_("What happened"), ["kind", "kind_split", "kind_same", "occurred", "ended", "dates"]),
            Part(_("Who it happened to"), ["name", "other_name", "roles", "roles_split", "roles_same", "sex", "age"]),
            Part(_("Where, and by whom"), ["place", "place_same", "locality", "perpetrator", "motive", "law"]),
            Part(_("Cells without an answer"), ["unknown"]),
        ]

    def clean(self) -> dict[str, Any]:
        """What was done must be said, by a column or for every row."""
        given = super().clean() or self.cleaned_data
        if not given.get("kind") and not given.get("kind_same"):
            self.add_error("kind", _("Choose the column that says what was done, or one act for every row."))
        return given

    @staticmethod
    def initial_of(chosen: Chosen) -> dict[str, Any]:
        """The form as it was left."""
        split = {f"{name}_split": sign for name, sign in chosen.split.items() if name in SPLITTING}
        same = {f"{name}_same": code for name, code in chosen.same.items()}
        return {**chosen.columns, **split, **same, "dates": chosen.dates, "unknown": ", ".join(chosen.unknown)}

    def put(self, chosen: Chosen) -> None:
        """Write what was chosen into `chosen`; codes of another column are forgotten."""
        given = self.cleaned_data
        columns = {name: given[name] for name in FIELDS if given[name]}
        chosen.codes = {
            name: codes for name, codes in chosen.codes.items() if columns.get(name) == chosen.columns.get(name)
        }
        chosen.columns = columns
        chosen.split = {name: given[f"{name}_split"] for name in SPLITTING if given[f"{name}_split"]}
        chosen.same = {
            name: given[f"{name}_same"]
            for name in ("kind", "roles", "place")
            if given[f"{name}_same"] and name not in columns
        }
        chosen.dates = given["dates"] if given["dates"] in DATES else "ymd"
        chosen.unknown = [one for one in (" ".join(part.split()) for part in given["unknown"].split(",")) if one]


class WordsForm(PageForm):
    """For every word of the coded columns, the code that it stands for; empty: such rows are refused."""

    all_free = True

    def __init__(self, words: Mapping[str, list[tuple[str, int]]], chosen: Chosen, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.words = words
        self.parts = []
        skipped = {" ".join(one.split()).casefold() for one in chosen.unknown}
        for name, found in words.items():
            names = []
            for number, (said, count) in enumerate(found):
                if said.casefold() in skipped:
                    continue
                known = chosen.codes.get(name, {}).get(said)
                guess = "" if known is not None else likely(said, CODED[name])
                field_name = f"{name}-{number}"
                self.fields[field_name] = forms.ChoiceField(
                    label=format_html("<bdi>{}</bdi>", said),
                    required=False,
                    choices=partial(_meanings, name),
                    initial=known or guess,
                    help_text=_word_help(count, bool(guess)),
                )
                names.append(field_name)
            self.parts.append(Part(_legend(name, chosen.columns[name]), names))

    def put(self, chosen: Chosen) -> None:
        """Write the codes into `chosen`."""
        chosen.codes = {
            name: {
                said: self.cleaned_data[f"{name}-{number}"]
                for number, (said, _count) in enumerate(found)
                if self.cleaned_data.get(f"{name}-{number}")
            }
            for name, found in self.words.items()
        }


def _meanings(name: str) -> Choices:
    offered = act_choices() if name == "kind" else code_choices(CODED[name], (), True)
    return [("", gettext("– refuse such rows –")), *offered[1:]]


def _legend(name: str, column: str) -> str:
    return format_html("{} · <bdi>{}</bdi>", NAMES[name], column)


def _word_help(count: int, guessed: bool) -> str:
    rows = gettext("rows: %(count)s") % {"count": count}
    return f"{rows} · {gettext('suggested, please check')}" if guessed else rows
