"""Where a file lies while it is being sent: in the home, for its owner only, and gone when the page was answered."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class HomeUploadedFile(TemporaryUploadedFile):
    """A file being sent, in the home's own folder; the system's folder for such files is never used."""

    def __init__(
        self, name: str, content_type: str, size: int, charset: str, extra: dict[str, Any] | None, folder: Path
    ) -> None:
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=folder)  # noqa: SIM115 - closed with the request
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)


class HomeFileUploadHandler(TemporaryFileUploadHandler):
    """As Django's own, with the home's folder in the place of the system's."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open the file that the pieces go to."""
        FileUploadHandler.new_file(self, *args, **kwargs)
        folder: Path = settings.HOME.folder / "uploads"
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        self.file = HomeUploadedFile(
            str(self.file_name), str(self.content_type), 0, str(self.charset), self.content_type_extra, folder
        )
