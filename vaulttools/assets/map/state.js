// What the person has chosen, what is visible because of it, and who wants to know.

// What narrows the map to some notes, while the rest of the state says which kinds and topics it has.
const NO_FILTERS = { tag: -1, folder: -1, property: "", check: "", onlyChanges: false };

// `noRoute` has the two notes between which no way was found, `unknown` an address that leads nowhere on this map.
const state = {
  selected: -1, hovered: -1, topic: -1, depth: 1, route: null, routeFrom: -1, noRoute: null, unknown: "",
  hiddenTopics: new Set(), orphans: true, unresolved: true, attachments: false, until: Infinity, ...NO_FILTERS,
};
const isFiltered = () => Object.keys(NO_FILTERS).some((field) => state[field] !== NO_FILTERS[field]);

const listeners = new Map();
const on = (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]);
const emit = (event) => (listeners.get(event) ?? []).forEach((listener) => listener());

// Filled once the words are read, which have the properties.
const propertyHolders = new Map();

// Changed things, and the ends of changed links.
const isTouched = new Uint8Array(count);
for (const [i] of page.changes?.things ?? []) isTouched[i] = 1;
for (const link of [...(page.changes?.added ?? []), ...(page.changes?.lost ?? [])]) isTouched[ends[2 * link]] = isTouched[ends[2 * link + 1]] = 1;

const visible = new Uint8Array(count);

const isWanted = (i) => isOfKind(i) && isFitting(i);

function isOfKind(i) {
  if (topicOf[i] >= 0 && state.hiddenTopics.has(topicOf[i])) return false;
  if (kind[i] === page.kinds.unresolved && !state.unresolved) return false;
  if (kind[i] === page.kinds.attachment && !state.attachments) return false;
  if (!state.orphans && kind[i] === page.kinds.note && degree(i) === 0) return false;
  return !page.days || page.days.since[i] <= state.until;
}

function isFitting(i) {
  if (state.tag >= 0 && !tagsOf.get(i)?.includes(state.tag)) return false;
  if (state.folder >= 0 && !inFolder(i, page.folderNames[state.folder])) return false;
  if (state.check && !marksOf.get(i)?.some((mark) => mark.check === state.check)) return false;
  if (state.property && !(propertyHolders.get(state.property)?.has(i) ?? true)) return false;
  return !state.onlyChanges || isTouched[i] === 1;
}

function inFolder(i, folder) {
  const own = page.folderNames[page.folder[i]];
  return kind[i] !== page.kinds.unresolved && (own === folder || own.startsWith(`${folder}/`));
}

function refilter() {
  for (let i = 0; i < count; i += 1) visible[i] = isWanted(i) ? 1 : 0;
  for (const topic of topics) placeTopic(topic, members[topic.index].filter((i) => kind[i] === page.kinds.note && (visible[i] || !isFiltered())));
  emit("filter");
}

for (let i = 0; i < count; i += 1) visible[i] = isWanted(i) ? 1 : 0;
