// The panel: what is known of the selected note, topic or route.

const detail = byId("detail");
let shownVersion = 0;

// Where the focus goes from what is gone once a note is opened: a hit, a row, a link of the panel itself.
const focusPanel = () => byId("panel").focus({ preventScroll: true });

function showPanel() {
  shownVersion += 1;
  const hadFocus = detail.contains(document.activeElement);
  const parts = state.route ? routePanel() : state.selected >= 0 ? notePanel(state.selected) : state.topic >= 0 ? topicPanel(topics[state.topic]) : homePanel();
  detail.replaceChildren(...parts.filter(Boolean));
  byId("panel").scrollTop = 0;
  if (hadFocus) focusPanel();
}
on("select", showPanel);

function notePanel(i) {
  const parts = [
    make("h2", {}, name(titles[i])),
    make("p", { class: "path" }, kind[i] === page.kinds.unresolved ? "No note has this name yet" : name(pathOf(i))),
    changeWords(i), noteChips(i), noteActions(i), depthSlider(), findingsOf(i),
    linkSection("Linked from", backlinks(i), i), linkSection("Links to", outgoing(i), i),
  ];
  const version = shownVersion;
  words().then((all) => shownVersion === version && addWords(i, all));
  return parts;
}

function noteChips(i) {
  const chips = make("div", { class: "chips" });
  if (topicOf[i] >= 0) chips.append(topicChip(topics[topicOf[i]]));
  for (const tag of tagsOf.get(i) ?? []) {
    chips.append(make("button", { type: "button", class: "chip", title: "Show only notes with this tag", click: () => filterBy({ tag }) }, name(`#${page.tagNames[tag]}`)));
  }
  return chips.childElementCount ? chips : null;
}

const topicChip = (topic) => make("button", { type: "button", class: "chip", title: "Open this topic", click: () => openTopic(topic.index) }, swatch(topic.index), name(topic.name));

function noteActions(i) {
  const actions = make("div", { class: "actions" }), address = obsidianAddress(i);
  if (address) actions.append(make("a", { class: "action main", href: address }, "Open in Obsidian"));
  actions.append(make("button", { type: "button", class: "action", title: "Shortest way along links (p)", click: startRoute }, "Way to …"));
  return actions;
}

// Only ever the `open` action, and only of files that exist; names that are no valid text cannot be opened.
function obsidianAddress(i) {
  const path = pathOf(i);
  if (!path || !page.vault || isGone(i) || path.includes("\ufffd") || isRedacted.has(i)) return "";
  return `obsidian://open?vault=${encodeURIComponent(page.vault)}&file=${encodeURIComponent(path)}`;
}

function depthSlider() {
  const slider = make("input", { type: "range", min: 1, max: 4, value: state.depth, "aria-label": "Depth: links away" });
  slider.addEventListener("input", () => setDepth(Number(slider.value)));
  return make("label", { class: "depth" }, "Depth", slider, make("output", { id: "depth" }, depthWords()));
}

function depthWords() {
  if (!visible[state.selected]) return "hidden by a filter";
  return `${plural(state.depth, "link")}, ${plural(surroundings(state.selected, state.depth).size - 1, "note")}`;
}

function showDepth() {
  const output = byId("depth");
  if (!output) return;
  output.textContent = depthWords();
  output.previousElementSibling.value = state.depth;
}
on("filter", showDepth);

function setDepth(depth) {
  if (state.selected < 0 || state.route) return;
  state.depth = Math.max(1, Math.min(4, depth));
  updateFocus();
  showDepth();
  frame([...surroundings(state.selected, state.depth).keys()], true);
}

function findingsOf(i) {
  const marks = marksOf.get(i);
  if (!marks) return null;
  return make("section", {}, make("h3", {}, "Findings", make("span", {}, String(marks.length))), ...marks.map((mark) =>
    make("div", { class: `mark ${mark.severity === "error" ? "error" : "warning"}` }, make("b", {}, mark.check), name(mark.message),
      mark.fix ? make("div", { class: "fix" }, `Fix: ${mark.fix}`) : null)));
}

function linkSection(title, links, i) {
  if (!links.length) return null;
  links.sort((a, b) => R[otherEnd(b, i)] - R[otherEnd(a, i)]);
  const section = make("section", {}, make("h3", {}, title, make("span", {}, number(links.length))));
  section.append(growing(links, (link) => make("li", { "data-link": link }, noteLink(otherEnd(link, i)))));
  new MutationObserver(() => words().then((all) => addSaid(section, all))).observe(section, { childList: true, subtree: true });
  return section;
}

// The excerpt under the heading, properties and moments at the end, and a sentence under each link.
function addWords(i, all) {
  const note = all.notes.get(i);
  if (note?.excerpt) detail.querySelector(".actions").before(make("p", { class: "lead" }, name(note.excerpt)));
  if (note?.moments.length) detail.append(momentsOf(note));
  if (note?.properties.length || aliasesOf.has(i)) detail.append(propertiesOf(i, note));
  addSaid(detail, all);
}

function addSaid(within, all) {
  for (const row of within.querySelectorAll("li[data-link]:not([data-said])")) {
    row.dataset.said = "";
    const said = all.said.get(Number(row.dataset.link));
    if (said) row.append(make("p", { class: "said" }, ...splitSaid(said)));
  }
}

// The link's own words stand out.
const splitSaid = ([text, start, length]) => [text.slice(0, start), make("mark", {}, text.slice(start, start + length)), text.slice(start + length)];

function momentsOf({ video, moments }) {
  const times = moments.map((seconds) =>
    make("a", { class: "chip", href: `https://www.youtube.com/watch?v=${encodeURIComponent(video)}&t=${seconds}s`, target: "_blank", rel: "noopener noreferrer" }, clock(seconds)));
  return make("section", {}, make("h3", {}, "Moments of the video", make("span", {}, number(times.length))), make("div", { class: "times" }, ...times));
}

function clock(seconds) {
  const two = (value) => String(value).padStart(2, "0"), hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

function propertiesOf(i, note) {
  const rows = [...(note?.properties ?? [])];
  if (aliasesOf.has(i)) rows.unshift(["aliases", aliasesOf.get(i).join(", ")]);
  const facts = make("dl", { class: "facts" });
  for (const [key, value] of rows) facts.append(make("dt", {}, name(key)), make("dd", {}, name(value)));
  return make("section", {}, make("h3", {}, "Properties"), facts);
}

function topicPanel(topic) {
  const own = members[topic.index].filter((i) => kind[i] === page.kinds.note).sort((a, b) => R[b] - R[a]);
  const row = (i) => make("li", {}, noteLink(i));
  return [
    make("p", { class: "path" }, "Topic"), make("h2", {}, name(topic.name)),
    topic.keywords.length ? make("p", { class: "path" }, name(topic.keywords.join(", "))) : null,
    make("dl", { class: "figures" }, figure(number(topic.size), topic.size === 1 ? "note" : "notes"),
      figure(`${Math.round(100 * (1 - topic.conductance))} %`, "links inside"), figure(`${Math.round(100 * topic.stability)} %`, "stability")),
    topic.bridges.length ? make("section", {}, make("h3", {}, "Bridges to other topics"), growing(topic.bridges, row)) : null,
    make("section", {}, make("h3", {}, "Notes", make("span", {}, number(own.length))), growing(own, row, 60)),
  ];
}

function routePanel() {
  const way = state.route;
  return [
    make("p", { class: "path" }, "Shortest way"), make("h2", {}, name(titles[way[0]]), " → ", name(titles[way.at(-1)])),
    make("p", { class: "path" }, `${plural(way.length - 1, "link")}, followed in either direction`),
    make("section", {}, growing(way, (i) => make("li", {}, noteLink(i)))),
    make("div", { class: "actions" }, make("button", { type: "button", class: "action", click: () => select(way[0], { isFramed: true }) }, "Back to the note")),
  ];
}

const figure = (value, label) => make("div", {}, make("dt", {}, label), make("dd", {}, value));
