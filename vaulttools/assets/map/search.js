// Search as you type over titles, aliases and tags: a combobox with a list of hits.

const query = byId("query"), hitList = byId("hits");
const MOST_HITS = 40;
let hits = [], active = -1, folded = null;

// Letters compared without case and accents; made when first needed, for it takes a moment in a large vault.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
function foldedNames() {
  folded ??= titles.map((title, i) => [fold(title), (aliasesOf.get(i) ?? []).map(fold), (tagsOf.get(i) ?? []).map((tag) => `#${fold(page.tagNames[tag])}`)]);
  return folded;
}

const queryWords = () => fold(query.value).split(" ").filter(Boolean);

function search() {
  const words = queryWords();
  hits = words.length ? found(words) : [];
  showHits(words.length > 0);
}

function found(words) {
  const whole = words.join(" "), scored = [];
  foldedNames().forEach((names, i) => {
    const worst = Math.max(...words.map((word) => scoreOf(word, names)));
    if (worst < 9) scored.push([wholeScore(i, whole, names), worst * 100 - R[i] + (kind[i] === page.kinds.note ? 0 : 60), i]);
  });
  return scored.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, MOST_HITS).map(([, , i]) => i);
}

// What is typed in full comes first: as title, as alias, then as the start of a title, the shortest first.
function wholeScore(i, whole, [title, aliases]) {
  if (titles[i] === query.value.trim()) return -3;
  if (title === whole) return -2;
  if (aliases.includes(whole)) return -1;
  return title.startsWith(whole) ? title.length : 1e9;
}

// 0 best: the title starts so; then a word of it, its inside, an alias, a tag; 9 not at all.
function scoreOf(word, [title, aliases, tags]) {
  const at = title.indexOf(word);
  if (at >= 0) return at === 0 ? 0 : /[\s_/-]/.test(title[at - 1]) ? 1 : 2;
  if (aliases.some((alias) => alias.includes(word))) return 3;
  return tags.some((tag) => tag.includes(word)) ? 4 : 9;
}

function showHits(isAsked) {
  active = hits.length ? 0 : -1;
  hitList.replaceChildren(...hits.map(hitRow));
  if (isAsked && !hits.length) hitList.append(make("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No note matches"));
  hitList.hidden = !isAsked;
  query.setAttribute("aria-expanded", String(isAsked));
  markActive();
}

function hitRow(i, at) {
  const row = make("li", { id: `hit-${at}`, role: "option", "aria-selected": "false" }, swatch(topicOf[i], kind[i] === page.kinds.unresolved), name(titles[i]), hitNote(i));
  row.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    take(at);
  });
  return row;
}

// Why it is a hit, where the title does not say it.
function hitNote(i) {
  const words = queryWords();
  const isNamed = words.every((word) => foldedNames()[i][0].includes(word));
  const alias = isNamed ? null : aliasesOf.get(i)?.find((one) => words.some((word) => fold(one).includes(word)));
  const tags = isNamed || alias ? [] : (tagsOf.get(i) ?? []).map((tag) => `#${page.tagNames[tag]}`);
  const what = alias ?? (tags.length ? tags.slice(0, 4).join(" ") : kind[i] === page.kinds.unresolved ? "missing note" : page.folderNames[page.folder[i]]);
  return what ? make("small", {}, name(what)) : null;
}

function markActive() {
  [...hitList.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === active)));
  if (active >= 0) {
    query.setAttribute("aria-activedescendant", `hit-${active}`);
    hitList.children[active].scrollIntoView({ block: "nearest" });
  } else query.removeAttribute("aria-activedescendant");
}

function take(at) {
  const i = hits[at];
  closeHits();
  if (i === undefined) return;
  query.value = "";
  closeList();
  choose(i, { isFramed: true });
  focusPanel();
}

function closeHits() {
  hitList.hidden = true;
  query.setAttribute("aria-expanded", "false");
  query.removeAttribute("aria-activedescendant");
}

// A key by which an input method picks or drops a word is its own. Safari tells the last one only by its number.
const isOfInputMethod = (event) => event.isComposing || event.keyCode === 229;

query.addEventListener("input", search);
query.addEventListener("focus", () => query.value && search());
query.addEventListener("blur", closeHits);
query.addEventListener("keydown", (event) => {
  if (isOfInputMethod(event)) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    active = hits.length ? (active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length : -1;
    markActive();
  } else if (event.key === "Enter") take(active);
  else if (event.key === "Escape") {
    query.value = "";
    closeHits();
    query.blur();
  }
});
