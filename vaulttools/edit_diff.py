"""A plan as a patch: what it changes, line by line, in the format of `git diff`. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaulttools.edit import Edit, Plan, edited, edits_by_path

_CONTEXT = 3
_NOTHING = "/dev/null"
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


class _Block(NamedTuple):
    """Old lines, by number from 0, that give way to new ones."""

    start: int
    end: int
    new: Sequence[str]


def unified_diff(texts: Mapping[str, str], plan: Plan, prefix: str = "") -> str:
    """What a plan changes, as a patch for `git apply` or `patch -p1`; "" where it changes nothing.

    `texts` has the text of every file that the plan edits or deletes. `prefix` leads from where the patch is
    to be applied to the vault: "notes/". A line ends at LF only, so CR and all else stay as they are;
    `text.encode` gives the patch its bytes. Only edited lines are compared: O(length of the texts).
    ValueError as for `edited`.
    """
    by_path = edits_by_path(plan.edits)
    moved = {move.old: move.new for move in plan.moves}
    files = {
        path: _changed(
            prefix + path, prefix + moved.get(path, path), texts.get(path, ""), by_path.get(path, [])
        )
        for path in {*by_path, *moved}
        if path not in plan.deletes
    }
    files |= {path: _deleted(prefix + path, texts[path]) for path in plan.deletes}
    # A new file may take the place of one that goes or moves away, so those come first.
    created = [_created(prefix + path, text) for path, text in sorted(plan.creates)]
    return "".join([*(files[path] for path in sorted(files)), *created])


def _changed(old: str, new: str, text: str, edits: Sequence[Edit]) -> str:
    hunks = "".join(_hunks(text, edits))
    if old == new and not hunks:
        return ""
    head = _head(old, new)
    if old != new:
        head += f"similarity index {_likeness(text, edits)}%\n"
        head += f"rename from {_quoted(old)}\nrename to {_quoted(new)}\n"
    return head + _names("a/" + old, "b/" + new, hunks)


def _created(path: str, text: str) -> str:
    hunk = _hunk([], [_Block(0, 0, _lines(text))], 0) if text else ""
    return f"{_head(path, path)}new file mode 100644\n{_names(_NOTHING, 'b/' + path, hunk)}"


def _deleted(path: str, text: str) -> str:
    lines = _lines(text)
    hunk = _hunk(lines, [_Block(0, len(lines), ())], 0) if text else ""
    return f"{_head(path, path)}deleted file mode 100644\n{_names('a/' + path, _NOTHING, hunk)}"


def _head(old: str, new: str) -> str:
    return f"diff --git {_quoted('a/' + old)} {_quoted('b/' + new)}\n"


def _names(old: str, new: str, hunks: str) -> str:
    """The two lines over the hunks. A name with a space is ended by a tab, as git does it."""
    if not hunks:
        return ""
    first, second = (_quoted(name) + ("\t" if " " in name else "") for name in (old, new))
    return f"--- {first}\n+++ {second}\n{hunks}"


def _quoted(name: str) -> str:
    """A name as git writes it: in quotes where it holds a quote, a control character or bytes that are no text.

    A folder whose name ends in a space is quoted too: without that git cannot read its own patches.
    """
    if name.isprintable() and '"' not in name and "\\" not in name and " /" not in name:
        return name
    return '"' + "".join(map(_escaped, name)) + '"'


def _escaped(letter: str) -> str:
    code = ord(letter)
    if code in _ESCAPES:
        return "\\" + _ESCAPES[code]
    if letter.isprintable():
        return letter
    return "".join(f"\\{byte:03o}" for byte in letter.encode("utf-8", "surrogateescape"))


def _likeness(text: str, edits: Iterable[Edit]) -> int:
    """How much of a file stays, in percent."""
    gone = sum(edit.span.end - edit.span.start for edit in set(edits))
    longest = max(len(text), len(edited(text, edits)))
    return 100 * (len(text) - gone) // longest if longest else 100


def _hunks(text: str, edits: Sequence[Edit]) -> Iterator[str]:
    lines = _lines(text)
    blocks = [block for block in _blocks(text, lines, edits) if block.start < block.end or block.new]
    near: list[_Block] = []
    shift = 0
    for block in blocks:
        if near and block.start - near[-1].end > 2 * _CONTEXT:
            yield _hunk(lines, near, shift)
            shift += sum(len(one.new) - (one.end - one.start) for one in near)
            near = []
        near.append(block)
    if near:
        yield _hunk(lines, near, shift)


def _blocks(text: str, lines: Sequence[str], edits: Iterable[Edit]) -> Iterator[_Block]:
    """The changed lines. Edits that touch one line, or lines side by side, share a block."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    number = 0
    group: list[Edit] = []
    first = last = 0
    for edit in sorted(set(edits), key=lambda edit: edit.span):
        while number < len(lines) and starts[number + 1] <= edit.span.start:
            number += 1
        start = number
        while number < len(lines) and starts[number + 1] <= edit.span.end:
            number += 1
        end = min(number + 1, len(lines))
        if group and start > last:
            yield _block(text, lines, starts, first, last, group)
            group = []
        first, last = (first if group else start), end
        group.append(edit)
    if group:
        yield _block(text, lines, starts, first, last, group)


def _block(
    text: str, lines: Sequence[str], starts: Sequence[int], first: int, last: int, edits: Iterable[Edit]
) -> _Block:
    """The lines from `first` to `last` as the edits leave them, less what they leave alone at both ends."""
    offset = starts[first]
    moved = [
        edit._replace(span=edit.span._replace(start=edit.span.start - offset, end=edit.span.end - offset))
        for edit in edits
    ]
    new = _lines(edited(text[offset : starts[last]], moved))
    skip = 0
    while first + skip < last and skip < len(new) and lines[first + skip] == new[skip]:
        skip += 1
    first, new = first + skip, new[skip:]
    while first < last and new and lines[last - 1] == new[-1]:
        last, new = last - 1, new[:-1]
    return _Block(first, last, new)


def _hunk(lines: Sequence[str], blocks: Sequence[_Block], shift: int) -> str:
    """Blocks with the lines around them. `shift` says how many lines were added further up."""
    start = max(blocks[0].start - _CONTEXT, 0)
    end = min(blocks[-1].end + _CONTEXT, len(lines))
    shown: list[str] = []
    done = start
    for block in blocks:
        shown += [_line(" ", line) for line in lines[done : block.start]]
        shown += [_line("-", line) for line in lines[block.start : block.end]]
        shown += [_line("+", line) for line in block.new]
        done = block.end
    shown += [_line(" ", line) for line in lines[done:end]]
    more = sum(len(block.new) - (block.end - block.start) for block in blocks)
    old, new = _extent(start, end - start), _extent(start + shift, end - start + more)
    return f"@@ -{old} +{new} @@\n{''.join(shown)}"


def _extent(start: int, count: int) -> str:
    """First line and number of lines. Of no lines at all, the line before is named."""
    return f"{start + bool(count)}" + ("" if count == 1 else f",{count}")


def _line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines of a text with their LF; the last one may have none."""
    parts = text.split("\n")
    return [f"{line}\n" for line in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
