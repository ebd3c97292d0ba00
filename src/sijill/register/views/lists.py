"""Importing a list in the browser: upload, columns, words, preview, import. Works without any script."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.draft import Refused, Row
from sijill.collect.importers.composing import Chosen, compose, decompose, samples, to_toml, words_of
from sijill.collect.importers.files import Layout, day_in_name
from sijill.collect.importers.formats import Format, ImportProblem, format_of, read
from sijill.collect.importers.preview import Field, of_facts, preview
from sijill.collect.models import Source
from sijill.collect.unpacking import Unpackable
from sijill.collect.uploads import (
    Waiting,
    find,
    keep,
    keep_folder,
    save_mapping,
    saved_mapping,
    saved_mappings,
    write_private,
)
from sijill.office.models import User
from sijill.office.pages import staff
from sijill.office.roles import Role
from sijill.register.actions import Run, import_file
from sijill.register.actions.imports import file_hash
from sijill.register.forms.lists import (
    OWN,
    PROBLEMS,
    READ,
    UNPACKABLE,
    ColumnsForm,
    ListFileForm,
    WordsForm,
    is_ledger,
)

SHOWN = 5  # rows of a preview
FAULTS = 12  # kinds of refusals that are listed


@staff(Role.RECORDER)
def new_list(request: HttpRequest, user: User) -> HttpResponse:
    """Step 1 of 4: the file, whose list it is, how it is read."""
    form = ListFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (waiting := _kept(user, form)):
        given = form.cleaned_data
        retrieved = given["retrieved"] or day_in_name(Path(waiting.file_name))
        waiting.note(retrieved=retrieved.isoformat() if retrieved else "", how=given["how"])
        if given["how"] == OWN:
            _put(waiting, form.chosen())
            return redirect("list-columns", waiting.token)
        return redirect("list-preview", waiting.token)
    saved = [path.stem for path in saved_mappings(settings.HOME.folder)]
    return render(request, "register/list_file.html", {"form": form, "saved": saved})


def _kept(user: User, form: ListFileForm) -> Waiting | None:
    """The file, kept until it is imported; a folder unpacked. None, with the reason in the form, where it cannot be."""
    file, ledger = form.cleaned_data["file"], is_ledger(form.cleaned_data["how"])
    waiting = keep(settings.HOME.folder, user.id, file.name, file.chunks(), named=ledger)
    if ledger and file.name.lower().endswith(".zip"):
        try:
            keep_folder(waiting)
        except Unpackable as error:
            form.add_error("file", UNPACKABLE[error.why])
            return None
    return waiting


@staff(Role.RECORDER)
def columns(request: HttpRequest, user: User, upload_id: str) -> HttpResponse:
    """Step 2 of 4: for each of our fields, the column that says it."""
    waiting = _waiting(user, upload_id)
    chosen = _chosen(waiting)
    given: dict[str, Any] = {"waiting": waiting}
    with _problems(given):
        found = samples(waiting.path, _layout(chosen))
        form = ColumnsForm(found, request.POST or None, initial=ColumnsForm.initial_of(chosen))
        given |= {"form": form, "samples": found.items()}
        if request.method == "POST" and form.is_valid():
            form.put(chosen)
            _put(waiting, chosen)
            return redirect("list-words" if chosen.coded else "list-preview", waiting.token)
    return render(request, "register/list_columns.html", given)


@staff(Role.RECORDER)
def words(request: HttpRequest, user: User, upload_id: str) -> HttpResponse:
    """Step 3 of 4: what each word of the coded columns means."""
    waiting = _waiting(user, upload_id)
    chosen = _chosen(waiting)
    given: dict[str, Any] = {"waiting": waiting}
    with _problems(given):
        found = {
            name: words_of(waiting.path, _layout(chosen), chosen.columns[name], chosen.split.get(name, ""))
            for name in chosen.coded
        }
        form = WordsForm(found, chosen, request.POST or None)
        given["form"] = form
        if request.method == "POST" and form.is_valid():
            form.put(chosen)
            _put(waiting, chosen)
            return redirect("list-preview", waiting.token)
    return render(request, "register/list_words.html", given)


@staff(Role.RECORDER)
def list_preview(request: HttpRequest, user: User, upload_id: str) -> HttpResponse:
    """Step 4 of 4: the first rows as they would be understood, and what the whole file would do."""
    waiting = _waiting(user, upload_id)
    given = _about(waiting)
    with _problems(given):
        chosen = _format(waiting)
        if chosen.by_program:
            rows = of_facts(read(chosen.name, waiting.path), SHOWN)
        else:
            rows = preview(chosen.mapping(), waiting.path, SHOWN, _retrieved(waiting))
        faults, answers = Counter[tuple[str, str]](), Counter[str]()
        run = _run(user, waiting, chosen, faults, dry_run=True, answers=answers)
        source = Source.objects.filter(code=chosen.source.code).first()
        given |= {
            "rows": [replace(row, fields=tuple(filter(_told, row.fields))) for row in rows],
            "run": run,
            "answers": answers.total(),
            "left": list(dict.fromkeys(column for row in rows for column in row.left)),
            "faults": [
                (PROBLEMS.get(problem, problem), column, n) for (problem, column), n in faults.most_common(FAULTS)
            ],
            "source": source.name if source else chosen.source.name,
        }
    return render(request, "register/list_preview.html", given)


@require_POST
@staff(Role.RECORDER)
def run_list(request: HttpRequest, user: User, upload_id: str) -> HttpResponse:
    """Import the list; save its mapping for the next copy; take the file away."""
    waiting = _waiting(user, upload_id)
    given = _about(waiting)
    with _problems(given):
        chosen = _format(waiting)
        run = _run(user, waiting, chosen, Counter())
        source = Source.objects.get(code=chosen.source.code)
        if waiting.about["how"] == OWN:
            save_mapping(settings.HOME.folder, chosen.mapping().name, waiting.mapping.read_text(encoding="utf-8"))
        waiting.remove()
        said = _("The list was imported. New: %(new)s, changed: %(revised)s, refused: %(refused)s.")
        messages.success(request, said % asdict(run))
        return redirect("source", source.id)
    return render(request, "register/list_preview.html", given)


@require_POST
@staff(Role.RECORDER)
def cancel_list(request: HttpRequest, user: User, upload_id: str) -> HttpResponse:
    """Give up: the file is taken away, nothing was written."""
    _waiting(user, upload_id).remove()
    messages.success(request, _("The file was removed; nothing was imported."))
    return redirect("sources")


@staff(Role.RECORDER)
def list_mapping(request: HttpRequest, user: User, upload_id: str) -> HttpResponse:
    """The mapping that is being made, as a file."""
    waiting = _waiting(user, upload_id)
    if waiting.about["how"] != OWN:
        raise Http404
    return _download(waiting.mapping, _chosen(waiting).name)


@staff(Role.RECORDER)
def kept_mapping(request: HttpRequest, user: User, mapping_name: str) -> HttpResponse:
    """A mapping that was saved with an import."""
    path = saved_mapping(settings.HOME.folder, mapping_name)
    if path is None:
        raise Http404
    return _download(path, mapping_name)


def _about(waiting: Waiting) -> dict[str, Any]:
    how = waiting.about["how"]
    return {"waiting": waiting, "own": how == OWN, "ledger": is_ledger(how), "names": READ}


def _told(one: Field) -> bool:
    """Not a field of which this list says nothing at all."""
    return bool(one.cells or one.refused or not set(one.became) <= set(UNKNOWN_CODES))


def _download(path: Path, name: str) -> HttpResponse:
    answer = HttpResponse(path.read_bytes(), content_type="application/toml")
    answer["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return answer


def _waiting(user: User, upload_id: str) -> Waiting:
    found = find(settings.HOME.folder, user.id, upload_id)
    if found is None:
        raise Http404
    return found


@contextmanager
def _problems(given: dict[str, Any]) -> Iterator[None]:
    """What is wrong with file or mapping is shown on the page; such messages hold no cell of the file."""
    try:
        yield
    except ImportProblem as error:
        given["problem"] = str(error)


def _chosen(waiting: Waiting) -> Chosen:
    if waiting.about["how"] != OWN:
        raise Http404
    return decompose(tomllib.loads(waiting.mapping.read_text(encoding="utf-8")))


def _put(waiting: Waiting, chosen: Chosen) -> None:
    chosen.columns.setdefault("key", "")
    write_private(waiting.mapping, to_toml(compose(chosen)).encode("utf-8"))


def _layout(chosen: Chosen) -> Layout:
    return Layout(header_row=chosen.header_row)


def _format(waiting: Waiting) -> Format:
    how = str(waiting.about["how"])
    if how == OWN:
        return format_of("table").using(waiting.mapping)
    kind, _sep, name = how.partition(":")
    if kind == "saved":
        return format_of("table").using(saved_mapping(settings.HOME.folder, name))
    return format_of(how)


def _retrieved(waiting: Waiting) -> date | None:
    held = waiting.about["retrieved"]
    return date.fromisoformat(held) if held else None


def _run(
    user: User,
    waiting: Waiting,
    chosen: Format,
    faults: Counter[tuple[str, str]],
    *,
    dry_run: bool = False,
    answers: Counter[str] | None = None,
) -> Run:
    day = _retrieved(waiting)
    return import_file(
        actor=user,
        info=chosen.source,
        format_name=chosen.name,
        complete=chosen.complete,
        rows=_counted(read(chosen.name, waiting.path, mapping=chosen.file, retrieved=day), faults, answers),
        sha256=file_hash(waiting.path),
        file_name=waiting.file_name,
        label=(day.isoformat() if day else Path(waiting.file_name).stem)[:80],
        retrieved_on=day,
        batch=settings.OFFICE.batch,
        dry_run=dry_run,
    )


def _counted(
    rows: Iterator[Row | Refused], faults: Counter[tuple[str, str]], answers: Counter[str] | None
) -> Iterator[Row | Refused]:
    for row in rows:
        if isinstance(row, Refused):
            faults[row.problem, row.field] += 1
        elif answers is not None:
            answers.update(one.check for one in row.answers)
        yield row
