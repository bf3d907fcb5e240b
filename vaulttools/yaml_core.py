"""YAML 1.2 core text to values, through PyYAML's scanner.

PyYAML is YAML 1.1, so only its scanner is used (events); what they mean stands in `yaml_values`. It gives
what the `yaml` library (eemeli) 2.7.0 gives, which Obsidian uses, on 2,427 real texts; with one or two random
changes to each 0.2 % differ, all odd (tests/conformance/properties.md).
"""

import re
from typing import Any

from vaulttools.patterns import pattern
from vaulttools.yaml_values import BrokenYaml, Builder, Loaded, plain_value

_TAGS: dict[str, tuple[type, ...]] = {
    "tag:yaml.org,2002:int": (int,),
    "tag:yaml.org,2002:float": (float, int),
    "tag:yaml.org,2002:bool": (bool,),
    "tag:yaml.org,2002:null": (type(None),),
}


def load(text: str) -> Loaded:
    """What a YAML text says. Raises `BrokenYaml`, and nothing else, where Obsidian's reader would fail."""
    try:
        return _load(text, {})
    except BrokenYaml:
        eased, dropped = _eased(text)
        if eased == text:
            raise
    return _load(eased, dropped)


def _load(text: str, dropped: dict[int, str]) -> Loaded:
    import yaml

    safe, back = _scannable(text)
    back |= dropped
    reader = _Reader(safe, back)
    try:
        for event in yaml.parse(safe, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            getattr(reader, type(event).__name__, reader.ignored)(event)
    except yaml.MarkedYAMLError as error:
        raise BrokenYaml(*_told(error, safe)) from None
    except yaml.YAMLError as error:
        raise BrokenYaml(str(error).split("\n")[0], 0) from None
    return Loaded(reader.root, tuple(reader.leaves))


def _told(error: Any, text: str) -> tuple[str, int]:
    """What is wrong, in words, and in which line."""
    from vaulttools.yaml_faults import Fault, in_words

    mark = error.problem_mark or error.context_mark
    if mark is None:
        return error.problem or "not YAML", 0
    opened = error.context_mark.line if error.context_mark else mark.line
    return in_words(Fault(error.problem or "not YAML", text.splitlines(), mark.line, mark.column, opened))


class _Reader(Builder):
    """Takes PyYAML's events by class name, and refuses what its scanner lets pass and Obsidian does not."""

    def __init__(self, text: str, back: dict[int, str]) -> None:
        super().__init__()
        self.text = text
        self.back = back
        self.documents = 0
        self.indents: list[int] = []

    def ignored(self, event: Any) -> None:
        """Start and end of the stream, end of the document."""

    def DocumentStartEvent(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise BrokenYaml("more than one document", event.start_mark.line)

    def MappingStartEvent(self, event: Any) -> None:
        self.start(event, True)

    def SequenceStartEvent(self, event: Any) -> None:
        self.start(event, False)

    def start(self, event: Any, is_map: bool) -> None:
        self.check_indent(event)
        self.open(is_map, event.anchor, event.start_mark.line)
        # Within a flow collection the indent that counts is that of the block around it.
        inner = self.indents[-1] if self.indents else -1
        self.stack[-1].is_flow = bool(event.flow_style)
        self.indents.append(inner if event.flow_style else event.start_mark.column)

    def MappingEndEvent(self, event: Any) -> None:
        self.indents.pop()
        self.check_comment(event)
        self.close(event.end_mark.line)

    SequenceEndEvent = MappingEndEvent

    def AliasEvent(self, event: Any) -> None:
        self.alias(event.anchor, event.start_mark.line)

    def ScalarEvent(self, event: Any) -> None:
        self.check_indent(event)
        if event.style in ("'", '"'):
            self.check_comment(event)
        if event.style not in ("|", ">") and event.end_mark.line > event.start_mark.line:
            self.check_lines(event)
        text = event.value.translate(self.back) if self.back else event.value
        value = _meant(text, event.tag, event.style in (None, ""))
        self.scalar(value, event.anchor, event.start_mark.index, event.end_mark.index, event.start_mark.line)

    def check_comment(self, event: Any) -> None:
        at = event.end_mark.index
        if self.text[at : at + 1] == "#" and self.text[at - 1 : at] in ("'", '"', "]", "}"):
            raise BrokenYaml("no space before '#'", event.end_mark.line)

    def check_indent(self, event: Any) -> None:
        """Lines of a `[…]` or `{…}` stand deeper than the block around it."""
        if not self.stack or not self.stack[-1].is_flow:
            return
        mark = event.start_mark
        blank = _LINE_START.match(self.text, mark.index - mark.column)
        # A tab indents nothing.
        if blank is not None and blank.end() == mark.index and len(blank[1]) <= self.indents[-1]:
            raise BrokenYaml("a line within brackets is not indented", mark.line)

    def check_lines(self, event: Any) -> None:
        """So do the further lines of a text in quotes. Source: the `yaml` library itself."""
        indent = self.indents[-1] if self.indents else -1
        lines = self.text[event.start_mark.index : event.end_mark.index].split("\n")[1:]
        if any(line.strip() and len(line) - len(line.lstrip(" ")) <= indent for line in lines):
            raise BrokenYaml("a line of a text over several lines is not indented", event.start_mark.line)


def _meant(text: str, tag: str | None, is_plain: bool) -> Any:
    """The value of a scalar. A tag counts where it is one of the core and fits; others are passed over."""
    if tag is None:
        return plain_value(text) if is_plain else text
    wanted = _TAGS.get(tag)
    value = plain_value(text)
    return value if wanted is not None and type(value) in wanted else text


# What PyYAML's scanner refuses or takes for a line end, and YAML 1.2 does not.
_ODD = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _scannable(text: str) -> tuple[str, dict[int, str]]:
    """The text with odd characters swapped for private ones, one for one, and the table to swap them back.

    Undecodable bytes (lone surrogates) come back as U+FFFD, as Obsidian reads them.
    """
    odd = set(_ODD.findall(text))
    if not odd:
        return text, {}
    for base in (0xF0000, 0x100000):
        there = {ord(character): chr(base + ord(character)) for character in odd}
        if not any(private in text for private in there.values()):
            break
    back = {ord(private): chr(code) for code, private in there.items()}
    back |= {code: "\ufffd" for code, character in back.items() if "\ud800" <= character <= "\udfff"}
    return text.translate(there), back


_LINE_START = pattern(r"( *+)[ \t]*+")
_DASHES = pattern(r" *(?:-[ \t]+)+")
_DASH = pattern(r"(:[ \t]+)-(?=[ \t]*$(?!\n[ \t]+[^ \t\n]))", re.M)
_QUOTED = pattern(r'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.S)
_ESCAPE = pattern(r"\\(?:u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|u(d[89a-f][0-9a-f]{2})|.)", re.I | re.S)


def _eased(text: str) -> tuple[str, dict[int, str]]:
    """The text with what Obsidian's reader takes and PyYAML's scanner does not, respelled at equal length.

    Lines of white space with a tab; a tab after the "-" of a list; "key: -" (a list of one null, here null);
    "\\ud83d\\ude34" in quotes, as JSON writes an emoji. The table drops what fills up the length.
    """
    lines = (_spaced(line) if "\t" in line else line for line in text.split("\n"))
    text = _DASH.sub(r"\1~", "\n".join(lines))
    if "\\u" not in text:
        return text, {}
    filler = next(sign for sign in map(chr, range(0xE000, 0xF900)) if sign not in text)
    respelled = _QUOTED.sub(lambda quoted: _ESCAPE.sub(lambda match: _whole(match, filler), quoted[0]), text)
    return respelled, {ord(filler): ""}


def _whole(escape: re.Match[str], filler: str) -> str:
    """An escape, but two halves of a character as one, and a lone half as U+FFFD."""
    high, low, lone = escape.groups()
    if lone:
        return r"\ufffd"
    if not high:
        return escape[0]
    code = 0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF)
    return f"\\U{code:08X}{filler}{filler}"


def _spaced(line: str) -> str:
    """A line with spaces for the tabs of its white space, if it has nothing else, or after its "-"."""
    if not line.strip():
        return " " * len(line)
    dash = _DASHES.match(line)
    return dash[0].replace("\t", " ") + line[dash.end() :] if dash else line
