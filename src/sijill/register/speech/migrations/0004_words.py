"""The words by which rows that stand already are found (decision 027)."""

from typing import Any

from django.db import migrations

from sijill.office.words import fill_table

# As the models said when this was written.
SEARCHED = (
    ("register", "Organization", ("name",)),
    ("register", "PersonName", ("text",)),
    ("register", "Event", ("title",)),
    ("register", "Act", ("locality", "law")),
    ("speech", "Law", ("title", "gazette")),
    ("speech", "Provision", ("article",)),
    ("speech", "Policy", ("title", "service")),
    ("speech", "Clause", ("number",)),
    ("speech", "Demand", ("authority_words", "service", "country_words", "reference", "series", "subject_words", "legal_basis")),
    ("speech", "Restriction", ("service", "url", "description", "legal_basis")),
    ("speech", "Exposure", ("service", "description")),
    ("speech", "Disruption", ("title", "area", "country_words", "description")),
)


def fill(apps: Any, schema_editor: Any) -> None:
    """The words of every row."""
    for app, model, columns in SEARCHED:
        fill_table(apps.get_model(app, model), columns)


class Migration(migrations.Migration):

    dependencies = [
        ("office", "0002_word"),
        ("register", "0004_speech_kinds"),
        ("speech", "0003_country_words_of_restrictions"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
