// All notes as a table: for keyboards, screen readers, and whoever prefers rows.

const hasFolders = page.folderNames.filter(Boolean).length > 0;
const COLUMNS = [
  { title: "Note", value: (i) => titles[i], cell: (i) => noteCell(i) },
  { title: "Topic", value: (i) => (topicOf[i] < 0 ? "" : topics[topicOf[i]].name), cell: (i) => (topicOf[i] < 0 ? "" : name(topics[topicOf[i]].name)), class: "wide" },
  { title: "Folder", value: (i) => page.folderNames[page.folder[i]], cell: (i) => name(page.folderNames[page.folder[i]]), class: "wide", isEmpty: !hasFolders },
  { title: "Backlinks", value: (i) => -backlinks(i).length, cell: (i) => number(backlinks(i).length), class: "number" },
  { title: "Links", value: (i) => -outgoing(i).length, cell: (i) => number(outgoing(i).length), class: "number" },
].filter((column) => !column.isEmpty);
const collator = new Intl.Collator(undefined, { numeric: true });
let sortedBy = 0, sortedUp = true, rows = [], shownRows = 0;

function noteCell(i) {
  const link = noteLink(i);
  link.addEventListener("click", () => (closeList(), focusPanel()));
  return link;
}

function openList() {
  byId("list").hidden = false;
  byId("show-list").setAttribute("aria-expanded", "true");
  fillList();
  byId("list").querySelector("th button").focus({ preventScroll: true });
}

function closeList() {
  if (byId("list").hidden) return;
  if (byId("list").contains(document.activeElement)) byId("show-list").focus();
  byId("list").hidden = true;
  byId("show-list").setAttribute("aria-expanded", "false");
}

function toggleList() {
  if (byId("list").hidden) openList();
  else closeList();
}

function fillList() {
  const { value } = COLUMNS[sortedBy], keys = new Map();
  rows = Array.from(visible.keys()).filter((i) => visible[i]);
  for (const i of rows) keys.set(i, value(i));
  const compare = typeof keys.values().next().value === "number" ? (a, b) => keys.get(a) - keys.get(b) : (a, b) => collator.compare(keys.get(a), keys.get(b));
  rows.sort((a, b) => compare(a, b) * (sortedUp ? 1 : -1) || a - b);
  shownRows = 0;
  const body = make("tbody"), more = make("button", { type: "button", class: "action", click: () => addRows(body, more) });
  byId("list").replaceChildren(
    make("div", { class: "top" }, make("h2", {}, plural(rows.length, "entry").replace("entrys", "entries")), make("button", { type: "button", class: "action", click: closeList }, "Back to the map")),
    make("table", {}, make("thead", {}, make("tr", {}, ...COLUMNS.map(headCell))), body), more,
  );
  addRows(body, more);
}

function headCell(column, at) {
  const direction = at !== sortedBy ? null : sortedUp ? "ascending" : "descending";
  const sort = () => {
    [sortedUp, sortedBy] = [at === sortedBy ? !sortedUp : true, at];
    fillList();
    byId("list").querySelectorAll("th button")[at].focus();
  };
  const arrow = direction ? (sortedUp ? " ↑" : " ↓") : "";
  return make("th", { scope: "col", class: column.class, "aria-sort": direction }, make("button", { type: "button", click: sort }, column.title + arrow));
}

function addRows(body, more) {
  const end = Math.min(rows.length, shownRows + 200);
  for (; shownRows < end; shownRows += 1) {
    const i = rows[shownRows];
    body.append(make("tr", {}, ...COLUMNS.map((column) => make("td", { class: column.class }, column.cell(i)))));
  }
  more.textContent = `Show 200 more of ${number(rows.length - shownRows)}`;
  more.hidden = shownRows >= rows.length;
}

on("filter", () => byId("list").hidden || fillList());
// Paper has no button for more rows.
addEventListener("beforeprint", () => {
  const more = byId("list").lastElementChild;
  while (!byId("list").hidden && !more.hidden) more.click();
});
byId("show-list").addEventListener("click", toggleList);
