from __future__ import annotations

from collections.abc import Mapping

import httpx

from tests.defects.api import UNKNOWN_ID, Answer, Api, Probe


def media_type(answer: Answer) -> str | None:
    content_type: str | None = answer.headers.get("content-type")
    return content_type and content_type.partition(";")[0]


def newest(api: Api, **query: str) -> Answer:
    return api.image(api.images(limit=1).rows[0]["id"], **query)


def sends(api: Api, body: bytes, content_type: str = "application/json") -> Answer:
    headers = {"Content-Type": content_type}
    return api.request("POST", "/api/v1/images/generate", content=body, headers=headers)


def breaks_off(api: Api, path: str) -> bool:
    try:
        return api.request("GET", path).status == 0
    except httpx.RemoteProtocolError:
        return True


def metadata_as_text(api: Api) -> bool:
    whole, metadata = newest(api), newest(api, format="metadata")
    types = [media_type(whole), media_type(metadata)]
    return types == ["application/json", "text/plain"] and metadata.ok


def cut_by_characters(api: Api) -> bool:
    plain, accented = api.generate("cafe"), api.generate("café")
    return plain.body is not None and accented.ok and accented.body is None


def balance_twice(api: Api) -> bool:
    return api.account().content.count(b'"creditBalance"') == 2


def nan_on_empty_page(api: Api) -> bool:
    empty, full = api.images(offset=999), api.images()
    return b"NaN" in empty.content and b"NaN" not in full.content


def cache_control(answer: Answer) -> str:
    return str(answer.headers.get("cache-control", ""))


def key_in_link(api: Api) -> bool:
    first, last = api.images(), api.images(offset=50)
    return "gi_mock_good" in first.headers.get("link", "") and (
        "link" not in last.headers
    )


def only_lists_of_images_break_off(api: Api) -> bool:
    return breaks_off(api, "/api/v1/images?limit=100") and api.images(limit=2).ok


def later_page_is_206(api: Api) -> bool:
    return (api.images().status, api.images(offset=2).status) == (200, 206)


def want_of_credits_is_402(api: Api) -> bool:
    return api.generate(key="poor").status == 402 and api.generate("").status == 400


def metadata_is_500(api: Api) -> bool:
    return newest(api).ok and newest(api, format="metadata").status == 500


def emoji_is_500(api: Api) -> bool:
    before = api.images(limit=1)
    bought = api.generate("a cat 🐈")
    return before.ok and bought.ok and api.images(limit=1).status == 500


def encoded_403(api: Api) -> bool:
    return (api.image("%C3%A9").status, api.image("e").status) == (403, 404)


def no_json_500(api: Api) -> bool:
    return (sends(api, b"{").status, sends(api, b"{}").status) == (500, 400)


def null_byte_is_500(api: Api) -> bool:
    return api.image("1%00").status == 500 and api.image("1").status == 404


def style_refused(api: Api) -> bool:
    return api.generate(style="pencil").status == 400 and api.generate().ok


def lines_refused(api: Api) -> bool:
    return api.generate("a\ncat").status == 400 and api.generate("a cat").ok


def notice_shown(api: Api) -> bool:
    styled, plain = (api.generate(**each).image for each in ({"style": "x"}, {}))
    with_notice = api.image(plain["id"], format="metadata")
    return with_notice.content[:2] == b"<b" and api.image(styled["id"]).body is not None


def not_escaped(api: Api) -> bool:
    quoted, plain = api.generate('a "red" cat\n'), api.generate("a red cat")
    return quoted.ok and quoted.body is None and plain.body is not None


PROBES: Mapping[str, Probe] = {
    "refusals-as-problem-json": lambda api: (
        media_type(api.generate("")) == "application/problem+json"
    ),
    "metadata-sent-as-text": metadata_as_text,
    "not-found-without-content-type": lambda api: (
        api.image(UNKNOWN_ID).headers.get("content-type") is None
    ),
    "refused-pages-sent-as-html": lambda api: (
        media_type(api.usage(limit=0)) == "text/html"
    ),
    "account-type-cannot-be-read": lambda api: media_type(api.account()) == "json",
    "lists-begin-with-a-byte-order-mark": lambda api: api.usage().content.startswith(
        b"\xef\xbb\xbf{"
    ),
    "length-counted-in-characters": cut_by_characters,
    "balance-told-twice": balance_twice,
    "mean-of-an-empty-page-is-nan": nan_on_empty_page,
    "images-kept-by-shared-caches": lambda api: "public" in cache_control(newest(api)),
    "accounts-kept-by-shared-caches": lambda api: (
        "s-maxage=60" in cache_control(api.account())
    ),
    "account-tells-its-key": lambda api: b"gi_mock_good" in api.account().content,
    "next-page-linked-with-the-key": key_in_link,
    "usage-breaks-off": lambda api: breaks_off(api, "/api/v1/usage"),
    "long-lists-break-off": only_lists_of_images_break_off,
    "new-image-is-201": lambda api: api.generate().status == 201,
    "invalid-body-is-422": lambda api: api.generate("").status == 422,
    "later-page-is-206": later_page_is_206,
    "want-of-credits-is-402": want_of_credits_is_402,
    "encoded-id-is-403": encoded_403,
    "no-json-is-500": no_json_500,
    "metadata-is-500": metadata_is_500,
    "page-with-emoji-is-500": emoji_is_500,
    "null-byte-in-an-id-is-500": null_byte_is_500,
    "styled-images-refused": style_refused,
    "prompt-of-several-lines-refused": lines_refused,
    "notice-before-images-without-style": notice_shown,
    "prompts-not-escaped-in-json": not_escaped,
}
