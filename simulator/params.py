"""The parameters of a request, whatever form they came in: JSON, form fields or multipart."""

import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from simulator.errors import bad_request
from simulator.files import Files, StoredFile, Upload

Json = dict[str, Any]


class Params:
    """Named values of a request; nested ones may still be JSON text."""

    def __init__(self, values: Json, uploads: dict[str, Upload] | None = None) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}
        self._uploads = uploads or {}

    def __contains__(self, name: str) -> bool:
        return name in self._values or name in self._uploads

    def text(self, name: str) -> str:
        """The text of a field; empty when it is missing."""
        return str(self._values.get(name, ""))

    def integer(self, name: str, default: int = 0) -> int:
        """The whole number of a field; what is no number counts as missing."""
        try:
            return int(self._values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Whether a field says true."""
        return str(self._values.get(name, "")).lower() in {"true", "1", "yes"}

    def json(self, name: str) -> Any:
        """The decoded value of a nested field; None when it is missing."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def objects(self, name: str) -> list[Json]:
        """The decoded array of objects of a field; empty when it is missing."""
        value = self.json(name)
        return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []

    def file(self, name: str, kind: str, files: Files) -> StoredFile:
        """The file of a field: uploaded with the request, or known by its file_id."""
        upload = self._uploads.get(name)
        return self.media(self.text(name), kind, files) if upload is None else self._keep(kind, upload, files)

    def media(self, reference: str, kind: str, files: Files) -> StoredFile:
        """The file that `attach://NAME` or a file_id names."""
        if not reference:
            raise bad_request(f"there is no {kind} in the request")
        if not reference.startswith("attach://"):
            return files.get(reference, kind)
        upload = self._uploads.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._keep(kind, upload, files)

    def for_the_record(self) -> Json:
        """The values with nested ones decoded, and files as their size."""
        shown: Json = {}
        for name, value in self._values.items():
            nested = isinstance(value, str) and value[:1] in {"{", "["}
            try:
                shown[name] = json.loads(value) if nested else value
            except ValueError:
                shown[name] = value
        return shown | {name: f"<{len(each.data)} bytes>" for name, each in self._uploads.items()}

    def _keep(self, kind: str, upload: Upload, files: Files) -> StoredFile:
        return files.keep(kind, upload, duration=self.integer("duration", 1))


def read_params(query: str, content_type: str, body: bytes) -> Params:
    """Read a query string and a body of any of the forms that the Bot API takes."""
    values: Json = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json" and body:
        try:
            decoded = json.loads(body)
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        return Params(values | (decoded if isinstance(decoded, dict) else {}))
    if kind == "multipart/form-data":
        fields, uploads = read_multipart(content_type, body)
        return Params(values | fields, uploads)
    return Params(values | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))


def read_multipart(content_type: str, body: bytes) -> tuple[Json, dict[str, Upload]]:
    """The fields and the files of a multipart body."""
    message = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
    )
    fields: Json = {}
    uploads: dict[str, Upload] = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = str(part.get_param("name", header="content-disposition") or "")
        data = part.get_payload(decode=True)
        content = data if isinstance(data, bytes) else b""
        file_name = part.get_filename()
        if file_name is None:
            fields[name] = content.decode("utf-8", "replace")
        else:
            uploads[name] = Upload(file_name, content, part.get_content_type())
    return fields, uploads
