// The panel when nothing is selected: the vault in figures, its hubs, what needs care.

function homePanel() {
  const notes = titles.map((_, i) => i).filter((i) => kind[i] === page.kinds.note && !isGone(i));
  const links = linkCount - lostLinks.length;
  const orphans = notes.filter((i) => degree(i) === 0);
  return [
    make("h2", {}, name(page.title)),
    make("p", { class: "path hint" }, hint()),
    make("dl", { class: "figures" }, figure(number(notes.length), notes.length === 1 ? "note" : "notes"), figure(number(links), links === 1 ? "link" : "links"),
      figure(number(topics.length), topics.length === 1 ? "topic" : "topics"),
      ghosts.length ? figure(number(ghosts.length), "missing") : null, orphans.length ? figure(number(orphans.length), "unlinked") : null),
    changesPanel(),
    rankedSection("Most linked", mostLinked(notes).slice(0, 12), (i) => backlinks(i).length),
    rankedSection("Most wanted missing notes", [...ghosts].sort((a, b) => degree(b) - degree(a)).slice(0, 8).filter((i) => degree(i) > 1), degree),
    findingsSummary(),
  ];
}

function hint() {
  if (!count) return "Nothing to show yet.";
  return linkCount ? "Choose a note on the map, or search for it." : "No note links to another yet: write [[a name]] in one, and a line appears here.";
}

function mostLinked(notes) {
  const tallies = new Uint32Array(count);
  for (let link = 0; link < linkCount; link += 1) tallies[ends[2 * link + 1]] += 1;
  return notes.filter((i) => tallies[i] > 1).sort((a, b) => tallies[b] - tallies[a]);
}

function rankedSection(title, things, figureOf) {
  if (!things.length) return null;
  const row = (i) => make("li", {}, noteLink(i), make("span", { class: "tally" }, number(figureOf(i))));
  return make("section", {}, make("h3", {}, title), growing(things, row));
}

function findingsSummary() {
  if (!page.marks.length) return null;
  const checks = new Map();
  for (const [, check] of page.marks) checks.set(check, (checks.get(check) ?? 0) + 1);
  const row = ([check, tally]) => make("li", {}, make("button", { type: "button", class: "chip", click: () => filterBy({ check }) }, `${check} · ${number(tally)}`));
  return make("section", {}, make("h3", {}, "Findings", make("span", {}, number(page.marks.length))), growing([...checks].sort((a, b) => b[1] - a[1]), row));
}
