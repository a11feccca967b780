"""Pages that overlap, skip, echo or count wrongly: each for both lists."""

from __future__ import annotations

from tests.adversary.api import LIST, USAGE
from tests.adversary.entries import Apply, Defect, Family
from tests.adversary.page_cuts import (
    Make,
    by_limit,
    cut,
    echo,
    gap,
    last_page,
    last_short,
    name,
    page_reversed,
    remaining,
    repeat,
    rounded,
    shown,
    shuffled,
    tail,
    total,
)
from tests.adversary.twists import (
    after_error,
    both,
    by,
    from_image,
    later_page,
    limit_is,
    put,
    settings,
    together,
)

FAMILY = Family("paging")
KINDS: tuple[tuple[str, str, bool, Make], ...] = (
    ("offset-ignored", "ignores the offset", False, cut(lambda i, n, o: i[:n])),
    ("offset-more", "skips one more than asked when it skips", False, cut(gap)),
    ("offset-less", "skips one less than asked", False, cut(repeat)),
    (
        "offset-pages",
        "takes the offset as a number of pages",
        False,
        cut(lambda i, n, o: i[o * n : o * n + n]),
    ),
    ("offset-rounded", "rounds the offset down to whole pages", True, cut(rounded)),
    ("limit-ignored", "ignores the limit", False, cut(lambda i, n, o: i[o : o + 20])),
    (
        "limit-more",
        "gives one more than the limit",
        False,
        cut(lambda i, n, o: i[o : o + n + 1]),
    ),
    (
        "limit-less",
        "gives one less than the limit",
        False,
        cut(lambda i, n, o: i[o : o + n - 1]),
    ),
    (
        "limit-all",
        "gives everything behind the offset",
        False,
        cut(lambda i, n, o: i[o:]),
    ),
    (
        "limit-10",
        "gives at most 10 items",
        False,
        cut(lambda i, n, o: i[o : o + min(n, 10)]),
    ),
    (
        "limit-50",
        "gives at most 50 items",
        True,
        cut(lambda i, n, o: i[o : o + min(n, 50)]),
    ),
    (
        "limit-default-25",
        "gives 25 items without a limit",
        False,
        cut(lambda i, n, o: i[o : o + 25], lambda c: not c.values("limit")),
    ),
    (
        "limit-1-two",
        "gives two items for limit=1",
        True,
        cut(lambda i, n, o: i[o : o + 2], limit_is(1)),
    ),
    (
        "limit-1-none",
        "gives none for limit=1",
        True,
        cut(lambda i, n, o: [], limit_is(1)),
    ),
    (
        "limit-end",
        "takes the limit as the index of the end",
        True,
        cut(lambda i, n, o: i[o:n] if o else i[:n]),
    ),
    (
        "second-page-repeats",
        "begins the second page with the last item of the first",
        True,
        cut(
            lambda i, n, o: i[o - 1 : o - 1 + n],
            both(later_page, lambda c: c.whole("offset", 0) == c.whole("limit", 20)),
        ),
    ),
    (
        "later-pages-empty",
        "gives nothing behind the first page",
        False,
        cut(lambda i, n, o: [], later_page),
    ),
    (
        "later-pages-20",
        "gives 20 items a page behind the first page",
        True,
        cut(lambda i, n, o: i[o : o + 20], later_page),
    ),
    (
        "limit-100-one-less",
        "gives 99 items for limit=100, of more",
        True,
        cut(lambda i, n, o: i[o : o + 99], limit_is(100)),
    ),
    (
        "limit-100-skips",
        "skips the first item for limit=100",
        True,
        cut(lambda i, n, o: i[o + 1 : o + 1 + n], limit_is(100)),
    ),
    (
        "last-page-full",
        "fills the last page up with earlier items",
        True,
        cut(last_page),
    ),
    (
        "last-page-short",
        "leaves the last item of the last page out",
        True,
        cut(last_short),
    ),
    ("past-the-end-repeats", "repeats the last page past the end", True, cut(tail)),
    ("shuffled", "shuffles on each read", False, cut(shuffled)),
    ("shuffled-by-limit", "orders by the limit", True, cut(by_limit)),
    ("page-reversed", "turns each page around", True, cut(page_reversed)),
    (
        "later-reversed",
        "orders the other way when there is an offset",
        True,
        cut(lambda i, n, o: i[::-1][o : o + n], later_page),
    ),
    (
        "limit-100-reversed",
        "orders the other way for limit=100 only",
        True,
        cut(lambda i, n, o: i[::-1][o : o + n], limit_is(100)),
    ),
    (
        "shuffled-after-error",
        "shuffles once a request was refused",
        True,
        cut(shuffled, after_error),
    ),
    (
        "duplicate-item",
        "shows the first item of a page twice",
        True,
        cut(lambda i, n, o: (i[o : o + 1] + i[o : o + n])[:n]),
    ),
    ("total-page", "counts the page only", False, total(shown)),
    ("total-more", "counts one too many", False, total(lambda v, c: v + 1)),
    ("total-less", "counts one too few", False, total(lambda v, c: max(0, v - 1))),
    ("total-zero", "counts nothing", False, total(lambda v, c: 0)),
    ("total-50", "counts at most 50", True, total(lambda v, c: min(v, 50))),
    ("total-100", "says 100 always", False, total(lambda v, c: 100)),
    ("total-rest", "counts what is left behind the offset", True, total(remaining)),
    (
        "total-later",
        "counts one more on later pages",
        True,
        total(lambda v, c: v + 1, later_page),
    ),
    (
        "total-limit-100",
        "counts one less for limit=100",
        True,
        total(lambda v, c: max(0, v - 1), limit_is(100)),
    ),
    (
        "total-past-the-end",
        "counts nothing past the end",
        True,
        total(lambda v, c: 0, lambda c: c.whole("offset", 0) > 500),
    ),
    (
        "total-frozen",
        "stops counting at the first image",
        True,
        total(lambda v, c: v - c.caller.bought),
    ),
    (
        "total-after-error",
        "counts one more once a request was refused",
        True,
        total(lambda v, c: v + 1, after_error),
    ),
    (
        "total-pages",
        "counts pages instead of items",
        True,
        total(lambda v, c: -(-v // max(1, c.whole("limit", 20)))),
    ),
    (
        "total-other-list",
        "counts the items of the other list",
        True,
        total(
            lambda v, c: (
                len(c.caller.rows) if c.operation == LIST else len(c.caller.images)
            )
        ),
    ),
    (
        "total-second",
        "counts one more for the second account",
        True,
        total(lambda v, c: v + 1, by("second")),
    ),
    ("echo-limit-20", "echoes 20 as limit always", False, echo(put("limit", 20))),
    (
        "echo-limit-count",
        "echoes the number of items as limit",
        False,
        echo(lambda b: b.update(limit=max(1, len(b[name(b)])))),
    ),
    ("echo-limit-100", "echoes 100 as limit always", False, echo(put("limit", 100))),
    (
        "echo-limit-default",
        "echoes 10 where no limit was sent",
        False,
        echo(put("limit", 10), lambda c: not c.values("limit")),
    ),
    ("echo-offset-0", "echoes 0 as offset always", False, echo(put("offset", 0))),
    (
        "echo-offset-next",
        "echoes the offset of the next page",
        False,
        echo(lambda b: b.update(offset=b["offset"] + b["limit"])),
    ),
    (
        "echo-offset-page",
        "echoes the number of the page as offset",
        True,
        echo(lambda b: b.update(offset=b["offset"] // b["limit"])),
    ),
    (
        "echo-offset-end",
        "echoes the total as offset past the end",
        True,
        echo(lambda b: b.update(offset=min(b["offset"], b["total"]))),
    ),
    ("echo-limit-1", "echoes 2 for limit=1", True, echo(put("limit", 2), limit_is(1))),
    (
        "echo-swapped",
        "swaps limit and offset in the echo of later pages",
        True,
        echo(
            lambda b: b.update(limit=min(100, b["offset"]), offset=b["limit"]),
            later_page,
        ),
    ),
    (
        "echo-limit-later",
        "echoes 20 as limit on later pages",
        True,
        echo(put("limit", 20), later_page),
    ),
    (
        "newest-hidden",
        "hides the newest item on the default page only",
        True,
        cut(
            lambda i, n, o: i[o + 1 : o + 1 + n],
            both(from_image(1), lambda c: not c.query),
        ),
    ),
    (
        "default-20-shows-19",
        "gives 19 items without a limit",
        True,
        cut(lambda i, n, o: i[o : o + 19], lambda c: not c.values("limit")),
    ),
    (
        "odd-limit",
        "gives one more than an odd limit over 1",
        True,
        cut(lambda i, n, o: i[o : o + n + (n % 2 if n > 1 else 0)]),
    ),
    (
        "default-offset-1",
        "skips the first item where no offset is sent",
        True,
        cut(lambda i, n, o: i[o + 1 : o + 1 + n], lambda c: not c.values("offset")),
    ),
)
LONG = {"limit-100-one-less"}
NEEDS_HISTORY = settings(history=130)


def _applied(name: str, make: Make, operation: str) -> Apply:
    if name in LONG:
        return together(NEEDS_HISTORY, make(operation))
    return make(operation)


DEFECTS = tuple(
    Defect(
        f"{operation}-{name}",
        FAMILY.name,
        f"{operation} {text}",
        subtle,
        _applied(name, make, operation),
    )
    for operation in (LIST, USAGE)
    for name, text, subtle, make in KINDS
)
