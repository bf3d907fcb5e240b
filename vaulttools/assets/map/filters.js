// The legend and the filters: which topics and kinds of things the map shows.

const MOST_TOPICS = 24;

function showLegend() {
  const list = make("ul");
  const rows = topics.filter((topic) => topic.size > 0);
  rows.slice(0, MOST_TOPICS).forEach((topic) => list.append(legendRow(topic)));
  const rest = rows.slice(MOST_TOPICS);
  const more = make("button", { type: "button", class: "text more", click: () => (rest.forEach((topic) => list.append(legendRow(topic))), more.remove()) }, `${plural(rest.length, "smaller topic")}`);
  const all = make("button", { type: "button", class: "text", click: toggleAll }, state.hiddenTopics.size ? "Show all" : "Hide all");
  byId("legend").replaceChildren(make("div", { class: "head" }, make("h2", { class: "small" }, "Topics"), topics.length ? all : null), list);
  if (rest.length) byId("legend").append(more);
  if (!topics.length) byId("legend").append(make("p", { class: "none" }, "None found"));
}

function legendRow(topic) {
  const isShown = !state.hiddenTopics.has(topic.index);
  const key = make("button", { type: "button", class: "key", "aria-pressed": String(isShown), "aria-label": `Show ${topic.name}`, title: "Show or hide", click: () => toggleTopic(topic.index) }, swatch(topic.index));
  const label = make("button", { type: "button", class: isShown ? "name" : "name off", click: () => openFromLegend(topic.index) }, name(topic.name));
  const row = make("li", { class: state.topic === topic.index ? "open" : "", "data-topic": topic.index }, key, label, make("span", { class: "count" }, number(topic.size)));
  return row;
}

// Where the legend lies over the map it makes way for the topic.
function openFromLegend(topic) {
  openTopic(topic);
  if (isWide()) return;
  showSide(false);
  focusPanel();
}

function toggleTopic(topic) {
  if (!state.hiddenTopics.delete(topic)) state.hiddenTopics.add(topic);
  refilter();
  refreshLegend();
}

function toggleAll() {
  const isAnyHidden = state.hiddenTopics.size > 0;
  state.hiddenTopics = new Set(isAnyHidden ? [] : topics.map(({ index }) => index));
  refilter();
  refreshLegend();
}

// In place, so that focus stays on the button that was pressed.
function refreshLegend() {
  for (const row of byId("legend").querySelectorAll("li")) {
    const topic = Number(row.dataset.topic), isShown = !state.hiddenTopics.has(topic);
    row.className = state.topic === topic ? "open" : "";
    row.querySelector(".key").setAttribute("aria-pressed", String(isShown));
    row.querySelector(".name").classList.toggle("off", !isShown);
  }
  const all = byId("legend").querySelector(".head .text");
  if (all) all.textContent = state.hiddenTopics.size ? "Show all" : "Hide all";
}
on("select", refreshLegend);

function showFilters() {
  const orphans = titles.filter((_, i) => kind[i] === page.kinds.note && degree(i) === 0).length, held = document.activeElement.id;
  byId("filters").replaceChildren(...[
    page.changes ? switchFor("onlyChanges", "Only changes", isTouched.reduce((sum, one) => sum + one, 0)) : null,
    orphans ? switchFor("orphans", "Without links", orphans) : null,
    ghosts.length ? switchFor("unresolved", "Missing notes", ghosts.length) : null,
    attachments.length ? switchFor("attachments", "Attachments", attachments.length) : null,
    chooser("tag", "Tag", tally(tagsOf.values(), page.tagNames)),
    chooser("folder", "Folder", folderTally()),
    chooser("property", "Property", propertyOptions()),
    chooser("check", "Finding", [...new Set(page.marks.map(([, check]) => check))].sort().map((check) => [check, check])),
  ].filter(Boolean));
  byId("filters").hidden = !byId("filters").childElementCount;
  if (held) byId(held)?.focus({ preventScroll: true });
}
on("controls", () => (showFilters(), refreshLegend()));

function switchFor(field, label, tallied) {
  const box = make("input", { type: "checkbox", id: `show-${field}` });
  box.checked = state[field];
  box.addEventListener("change", () => filterBy({ [field]: box.checked }));
  return make("label", { class: "switch" }, box, label, make("span", { class: "count" }, number(tallied)));
}

function chooser(field, label, options) {
  if (options.length < (field === "folder" ? 2 : 1)) return null;
  const menu = make("select", { id: `choose-${field}` }, make("option", { value: "" }, "any"), ...options.map(([value, text]) => make("option", { value }, text)));
  menu.value = state[field] === -1 ? "" : String(state[field]);
  menu.addEventListener("change", () => filterBy({ [field]: typeof state[field] === "string" ? menu.value : menu.value === "" ? -1 : Number(menu.value) }));
  return make("label", { class: "choose" }, label, menu);
}

function tally(groups, names) {
  const counts = new Map();
  for (const group of groups) for (const one of group) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([one, times]) => [one, `${names[one]} (${number(times)})`]);
}

function folderTally() {
  const notes = Array.from(kind.keys()).filter((i) => kind[i] === page.kinds.note);
  return page.folderNames.map((folder, index) => [index, folder]).filter(([, folder]) => folder)
    .map(([index, folder]) => [index, folder, notes.filter((i) => page.folder[i] === index).length])
    .map(([index, folder, own]) => [index, own ? `${folder} (${number(own)})` : folder]);
}

// Properties come with the words, after the first drawing; then the menu gains them. A property can be asked for
// by itself or, where few values share many notes, by value.
const MOST_VALUES = 12;
function propertyOptions() {
  return [...propertyHolders].map(([text, things]) => [text, `${text} (${number(things.size)})`]);
}

function readProperties({ notes }) {
  const byKey = new Map();
  for (const [i, { properties }] of notes) {
    for (const [key, value] of properties) {
      if (!byKey.has(key)) byKey.set(key, new Map());
      const values = byKey.get(key);
      if (!values.has(value)) values.set(value, new Set());
      values.get(value).add(i);
    }
  }
  for (const [key, values] of [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))) {
    propertyHolders.set(key, new Set([...values.values()].flatMap((things) => [...things])));
    if (values.size < 2 || values.size > MOST_VALUES) continue;
    for (const [value, things] of values) propertyHolders.set(`${key}: ${value}`, things);
  }
  if (propertyHolders.size) emit("controls");
}

// Filters from anywhere on the page: switches and menus, chips of the panel, findings at home.
function filterBy(wanted) {
  Object.assign(state, wanted);
  refilter();
  emit("controls");
  followFilter();
}

function showSide(isShown) {
  byId("side").hidden = !isShown;
  byId("show-side").setAttribute("aria-expanded", String(isShown));
}

// A map that is seen whole takes the room that the card leaves.
function toggleSide() {
  showSide(byId("side").hidden);
  if (isFitted()) fit(true);
}
byId("show-side").addEventListener("click", toggleSide);
