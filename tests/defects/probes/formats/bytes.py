from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.authentication.general import newest


def buffer(api: Api) -> bool:
    read = api.image(newest(api)).image["b64_json"]
    return isinstance(read, dict) and bytes(read["data"][:4]) == b"\x89PNG"


def beside(api: Api) -> bool:
    read = api.image(newest(api)).body
    return "b64_json" in read and "b64_json" not in read["image"]


def file(api: Api) -> bool:
    path = f"/api/v1/images/{newest(api)}"
    any_type = api.request("GET", path, headers={"Accept": "*/*"})
    json = api.request("GET", path, headers={"Accept": "application/json"})
    sent = any_type.headers["content-type"] == "image/png"
    return sent and any_type.content.startswith(b"\x89PNG") and "image" in json.body


def not_modified(api: Api) -> bool:
    image_id = newest(api)
    return [api.image(image_id).status for _ in range(3)] == [200, 304, 304]


PROBES: Mapping[str, Probe] = {
    "read-bytes-as-a-buffer": buffer,
    "read-bytes-beside-the-image": beside,
    "image-is-a-file-unless-json-is-asked-for": file,
    "second-download-is-304": not_modified,
}
