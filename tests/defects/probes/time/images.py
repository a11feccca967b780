from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.ledger.general import rows_of
from tests.defects.probes.time.general import HOUR, ahead, instant, near


def minutes(api: Api) -> bool:
    told = [row["createdAt"] for row in api.images(limit=20).rows]
    return all(each[14:16] == each[5:7] for each in told)


def at_the_start(api: Api) -> bool:
    first, second = api.generate().image, api.generate().image
    same = first["createdAt"] == second["createdAt"]
    return same and near(ahead(first), -3 * HOUR)


def touched(api: Api) -> bool:
    old = api.images().rows[5]
    whole = api.image(old["id"]).image
    again = api.images().rows[5]
    same = old["createdAt"] == whole["createdAt"] and old["id"] == again["id"]
    return same and near(ahead(again), 0) and not near(ahead(old), 0)


def of_the_coast(api: Api) -> bool:
    openai, google = (api.generate(modelId=MODELS[n]).image for n in (0, 2))
    return near(ahead(openai), -8 * HOUR) and near(ahead(google), 0)


def zero_time(api: Api) -> bool:
    before = api.generate().image
    api.generate("")
    wrong, later = api.generate().image, api.generate().image
    told = [str(each["createdAt"])[:4] for each in (before, wrong, later)]
    return told[1] == "0001" and "0001" not in (told[0], told[2])


def by_the_provider(api: Api) -> bool:
    bought = api.generate().image
    read = api.image(bought["id"]).image
    return round(instant(read) - instant(bought), 3) == 2


def months(api: Api) -> bool:
    image = api.generate()
    row = rows_of(api, image)[0]
    return int(row["createdAt"][5:7]) - int(image.image["createdAt"][5:7]) == 1


def migrated(api: Api) -> bool:
    bought = api.generate().image
    page = api.images(limit=100).rows
    older = {row["createdAt"] for row in page if row["id"] != bought["id"]}
    paid = {row["createdAt"] for row in api.usage(limit=100).rows}
    return len(older) == 1 and not older & paid and near(ahead(bought), 0)


def clock_of_twelve(api: Api) -> bool:
    for row in api.images(limit=100).rows:
        read = api.image(row["id"], format="metadata").image
        if int(read["createdAt"][11:13]) > 12:
            return instant(read) - instant(row) == 12 * HOUR
    return False


def no_seconds(api: Api) -> bool:
    listed = api.images(limit=1).rows[0]
    told = (listed["createdAt"], api.image(listed["id"]).image["createdAt"])
    return bool(told[0] == told[1][:16] + "Z")


def in_words(api: Api) -> bool:
    bought = api.generate().image["id"]
    dates = {row["id"]: row["createdAt"] for row in api.images(limit=100).rows}
    return dates.pop(bought).endswith("Z") and any(
        each.endswith("ago") for each in dates.values()
    )


def dated_like_the_one_before(api: Api) -> bool:
    before = api.images(limit=1).rows[0]["createdAt"]
    bought = api.generate().image
    read = api.image(bought["id"]).image["createdAt"]
    return bool(before == bought["createdAt"] == read)


PROBES: Mapping[str, Probe] = {
    "minutes-are-the-month": minutes,
    "new-images-dated-with-the-start": at_the_start,
    "images-touched-by-a-download": touched,
    "openai-images-dated-eight-hours-early": of_the_coast,
    "image-after-a-refusal-dated-in-year-1": zero_time,
    "reply-dated-by-the-provider": by_the_provider,
    "months-counted-from-0": months,
    "older-images-dated-with-their-migration": migrated,
    "list-on-a-clock-of-twelve-hours": clock_of_twelve,
    "listed-times-without-seconds": no_seconds,
    "older-times-in-words": in_words,
    "images-dated-like-the-one-before": dated_like_the_one_before,
}
