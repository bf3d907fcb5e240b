"""A large vault for measuring: `python benchmarks/make_vault.py FOLDER NOTES [SEED]`.

Notes of about 4.3 KB with some eight links each, in topics and folders, with frontmatter, headings,
lists, tables, quotes, code with decoys, comments and block ids. Of 1,000 links some 25 lead nowhere
and some 10 to a heading or block that is not there. The same seed gives the same bytes.
"""

import random
import sys
from pathlib import Path

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ra so tu va we xi yo za bren clo dras fli gro".split()
PER_TOPIC = 80
BROKEN_LINK, BROKEN_PLACE, OUTSIDE_TOPIC = 0.025, 0.01, 0.18


def make_vault(folder: Path, notes: int, seed: int = 1) -> None:
    """Write a vault of so many notes into a folder that does not exist yet."""
    chance = random.Random(seed)
    words = sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(6_000)})
    names = names_of(chance, words, notes)
    paths = [path_of(chance, number, name) for number, name in enumerate(names)]
    for path in {path.rpartition("/")[0] for path in paths}:
        (folder / path).mkdir(parents=True, exist_ok=True)
    (folder / ".obsidian").mkdir(exist_ok=True)
    (folder / ".obsidian" / "app.json").write_text("{}\n")
    for number, path in enumerate(paths):
        (folder / path).write_text(note_of(chance, words, names, number), encoding="utf-8", newline="\n")


def names_of(chance: random.Random, words: list[str], notes: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < notes:
        found[" ".join(chance.choices(words, k=chance.randint(2, 5))).capitalize()] = None
    return list(found)


def path_of(chance: random.Random, number: int, name: str) -> str:
    topic = number // PER_TOPIC
    return f"area {topic % 12}/topic {topic}/{'more/' if chance.random() < 0.2 else ''}{name}.md"


def note_of(chance: random.Random, words: list[str], names: list[str], number: int) -> str:
    parts = [frontmatter(chance, words, names[number])] if chance.random() < 0.8 else []
    parts.append(f"# {names[number]}\n")
    for section in range(4):
        parts.append(f"## Part {section} {prose(chance, words, 2)}\n")
        parts.append(
            f"{prose(chance, words, 36)} {link(chance, names, number)} {prose(chance, words, 16)}. ^b{section}\n"
        )
        parts.append(BLOCKS[chance.randrange(len(BLOCKS))](chance, words, names, number))
        parts.append(
            f"{prose(chance, words, 24)} #topic{number // PER_TOPIC} {link(chance, names, number)}.\n"
        )
    return "\n".join(parts)


def frontmatter(chance: random.Random, words: list[str], name: str) -> str:
    day = f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    aliases = f"aliases:\n  - {prose(chance, words, 2)}\n" if chance.random() < 0.3 else ""
    return f"---\ntitle: {name}\ncreated: {day}\ntags: [{chance.choice(words)}, {chance.choice(words)}]\n{aliases}---"


def prose(chance: random.Random, words: list[str], count: int) -> str:
    return " ".join(chance.choices(words, k=count))


def link(chance: random.Random, names: list[str], number: int) -> str:
    topic = number // PER_TOPIC * PER_TOPIC
    near = range(topic, min(topic + PER_TOPIC, len(names)))
    target = chance.choice(names) if chance.random() < OUTSIDE_TOPIC else names[chance.choice(near)]
    lot = chance.random()
    if lot < BROKEN_LINK:
        place = chance.randrange(len(target))
        return f"[[{target[:place]}{target[place + 1 :]}x]]"
    if lot < BROKEN_LINK + BROKEN_PLACE:
        return f"[[{target}{chance.choice(['#No such part', '#^none'])}]]"
    return chance.choice(FORMS).format(target, target.replace(" ", "%20"), chance.randrange(4))


def bullets(chance: random.Random, words: list[str], names: list[str], number: int) -> str:
    rows = [f"- {prose(chance, words, 9)}\n  - [ ] {prose(chance, words, 7)}\n" for _ in range(4)]
    return "".join(rows) + f"- {link(chance, names, number)}\n"


def table(chance: random.Random, words: list[str], names: list[str], number: int) -> str:
    rows = [
        f"| {prose(chance, words, 2)} | {prose(chance, words, 4)} | {chance.random():.3f} |\n"
        for _ in range(5)
    ]
    return "| a | b | c |\n| --- | --- | ---: |\n" + "".join(rows)


def code(chance: random.Random, words: list[str], names: list[str], number: int) -> str:
    return f"```python\nx = grid[[0]]  # [[{prose(chance, words, 2)}]]\n{prose(chance, words, 20)}\n```\n"


def quote(chance: random.Random, words: list[str], names: list[str], number: int) -> str:
    return (
        f"> [!note] {prose(chance, words, 3)}\n> {prose(chance, words, 20)} {link(chance, names, number)}\n"
    )


def formulas(chance: random.Random, words: list[str], names: list[str], number: int) -> str:
    return f"$$\n\\sum_{{i}} x_i [[{words[0]}]]\n$$\n\n%% {prose(chance, words, 8)} %% costs $5 and `[[code]]`.\n"


BLOCKS = (bullets, bullets, table, code, quote, formulas)
FORMS = (
    "[[{0}]]", "[[{0}]]", "[[{0}|so called]]", "[[{0} | spaced]]", "[[{0}#^b{2}]]", "[so called]({1}.md)",
    "![[{0}]]", "**[[{0}]]**",
)  # fmt: skip

if __name__ == "__main__":
    make_vault(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
