"""Dumps of the EU database of statements of reasons: read as a stream, written as Parquet by day (`tables.statements`).

`dumps` opens the nested ZIP, `pieces` cuts its CSV between records, `reading` parses what is sound at full speed,
`mending` reads the rest row by row, `shaping` makes the catalog's columns, `importing` writes a day whole or not at
all, `counting` counts without writing.
"""
