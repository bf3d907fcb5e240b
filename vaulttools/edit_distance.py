"""The edit distance: how many letters of a word are wrong."""


def edit_distance(first: str, second: str, limit: int) -> int:
    """How many letters are wrong, missing, too many or swapped with a neighbour; above `limit`: limit + 1.

    A column of the table of distances is one integer: a bit for each letter of `first` tells whether the distance
    grows there. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances (2003).
    """
    first, second = _without_common_ends(first, second)
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    if not first or not second:
        return len(first) + len(second)
    where: dict[str, int] = {}
    for place, letter in enumerate(first):
        where[letter] = where.get(letter, 0) | 1 << place
    last = 1 << len(first) - 1
    grows, shrinks, old_zeros, old_same, distance = 2 * last - 1, 0, 0, 0, len(first)
    for letter in second:
        same = where.get(letter, 0)
        swapped = (~old_zeros & same) << 1 & old_same
        zeros = ((same & grows) + grows ^ grows) | same | shrinks | swapped
        more, less = shrinks | ~(zeros | grows), zeros & grows
        distance += bool(more & last) - bool(less & last)
        more, less = more << 1 | 1, less << 1
        grows, shrinks = less | ~(zeros | more), zeros & more
        old_zeros, old_same = zeros, same
    return min(distance, limit + 1)


def _without_common_ends(first: str, second: str) -> tuple[str, str]:
    start = 0
    while start < len(first) and start < len(second) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return first[start : len(first) - end], second[start : len(second) - end]
