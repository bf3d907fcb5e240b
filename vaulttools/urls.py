"""Bare URLs and e-mail addresses as legacy remark finds them: they swallow what stands in them, brackets too."""

import re

from vaulttools.syntax import SPACE

_WWW = re.compile(r"www\.|(?i:https?://)")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9_-]++(?:\.(?!\.))?+)*+")
_PATH = re.compile(rf"[^{SPACE}<]*+")
_PATH_TAIL = "!*,.:?_~"
_ENTITY = re.compile(r"&[A-Za-z]+\Z")
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._")
_HOST = re.compile(r"[A-Za-z0-9._-]*+")


def url_end(text: str, start: int) -> int | None:
    """Where the bare URL that starts at `start` ends, None if there is none."""
    opening = _WWW.match(text, start)
    if opening is None:
        return None
    domain = _domain_end(text, opening.end())
    if domain is None:
        return None
    path = _PATH.match(text, domain).end()  # type: ignore[union-attr]
    end = domain + len(text[domain:path].rstrip(_PATH_TAIL))
    if text[end - 1] == ")":
        end = _without_extra_parentheses(text, domain, end)
    if text[end - 1] == ";":
        end -= 1
        if text[end - 1].isascii() and text[end - 1].isalpha():
            entity = _ENTITY.search(text, max(start, end - 64), end)
            end = entity.start() if entity else end
    return end


def _domain_end(text: str, start: int) -> int | None:
    """The end of a domain that has a dot and no underscore in its last two parts."""
    if text[start : start + 1] == ".":
        return None
    end = _DOMAIN.match(text, start).end()  # type: ignore[union-attr]
    dots = [index for index in range(start, end) if text[index] == "."]
    if text[end - 1 : end] == "." and end == len(text):
        dots.pop()
        end -= 1
    elif text[end : end + 1] == ".":
        # Two dots meet: remark gives up the first as well.
        dots = dots[:-1]
        end -= 1
    if not dots:
        return None
    last_two = start if len(dots) < 2 else dots[-2] + 1
    return None if "_" in text[last_two:end] else end


def _without_extra_parentheses(text: str, start: int, end: int) -> int:
    """`end` moved before the closing parentheses that nothing in the path opens."""
    extra = text.count(")", start, end) - text.count("(", start, end)
    while extra > 0:
        end = text.rfind(")", start, end)
        extra -= 1
    return end


def email_spans(text: str) -> list[tuple[int, int, int]]:
    """All e-mail addresses: where each starts, its "@", and its end."""
    found, least = [], 0
    at = text.find("@")
    while at >= 0:
        start = at
        while start > least and text[start - 1] in _LOCAL:
            start -= 1
        end = _HOST.match(text, at + 1).end()  # type: ignore[union-attr]
        if start < at and _is_host(text, at + 1, end):
            found.append((start, at, end - (text[end - 1] == "." and end == len(text))))
        least = at + 1
        at = text.find("@", at + 1)
    return found


def _is_host(text: str, start: int, end: int) -> bool:
    dot = text.find(".", start, end)
    if dot < 0 or dot + 1 == end:
        return False
    return not (end == len(text) and text[end - 1] in "-_")
