"""Topic clusters as a table for the terminal."""

from vaulttools.topics import Topic, Topics

_NAME, _HUB = 44, 44


def render_topics_text(topics: Topics) -> str:
    """A table of topics, largest first, then the figures of the whole vault. Lines end with a newline."""
    if not topics.topics:
        return f"no topics: {len(topics.homeless)} notes share neither links nor words\n"
    lines = [f"{'id':>3}  {'notes':>5}  {'stable':>6}  {'leaves':>6}  {'name':<{_NAME}}  keywords"]
    lines += [_row(topic) for topic in topics.topics]
    lines += ["", _summary(topics)]
    return "\n".join(lines) + "\n"


def _row(topic: Topic) -> str:
    keywords = ", ".join(topic.keywords[:5])
    figures = f"{topic.id:>3}  {len(topic.members):>5}  {topic.stability:>6.2f}  {topic.conductance:>6.2f}"
    return f"{figures}  {_cut(topic.name, _NAME):<{_NAME}}  {keywords}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _summary(topics: Topics) -> str:
    unsure = sum(confidence < 0.5 for confidence in topics.confidence.values())
    declared = sorted(topics.agreement.items())
    agreement = "".join(f", agreement with {kind} {value:.2f}" for kind, value in declared)
    placed = f"{len(topics.of)} notes in {len(topics.topics)} topics ({unsure} unsure)"
    return (
        f"{placed}, {len(topics.homeless)} homeless\n"
        f"modularity {topics.modularity:.2f}, links inside topics {topics.coverage:.0%}, "
        f"stability {topics.stability:.2f}{agreement}"
    )
