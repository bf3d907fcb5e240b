// The page's data as typed arrays, and who links with whom. Things are named by their index everywhere.

const byId = (id) => document.getElementById(id);

async function readBlock(id) {
  const { dataset, textContent } = byId(id);
  // The page need not hold its data twice.
  byId(id).textContent = "";
  if (dataset.coding !== "deflate") return JSON.parse(textContent);
  const packed = atob(textContent), bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(unpacked).text());
}

const page = await readBlock("map-data");
const count = page.titles.length;
const titles = page.titles;
const kind = Uint8Array.from(page.kind);
const topicOf = Int16Array.from(page.topic);
const X = Float32Array.from(page.x, (tenths) => tenths / 10);
const Y = Float32Array.from(page.y, (tenths) => tenths / 10);
const R = Float32Array.from(page.radius, (tenths) => tenths / 10);
const isHub = new Uint8Array(count);
for (const hub of page.hubs) isHub[hub] = 1;
const isRedacted = new Set(page.redacted);
const tagsOf = new Map(page.tags);
const aliasesOf = new Map(page.aliases);
const marksOf = new Map();
for (const [thing, check, severity, message, fix] of page.marks) {
  if (!marksOf.has(thing)) marksOf.set(thing, []);
  marksOf.get(thing).push({ check, severity, message, fix });
}
const topics = page.topics.map(([name, keywords, size, hue, shape, hub, bridges, conductance, stability], index) => ({
  index, name, keywords, size, hue, shape, hub, bridges, conductance, stability, x: 0, y: 0, top: 0, bottom: 0, drawn: 0,
}));

// Link l goes from ends[2 * l] to ends[2 * l + 1]. The links of thing i, either way, are
// linkAt[starts[i]] up to linkAt[starts[i + 1] - 1].
const linkCount = page.links.steps.length;
const ends = new Uint32Array(2 * linkCount);
{
  let link = 0;
  page.links.out.forEach((several, source) => {
    for (let target = 0; several > 0; several -= 1, link += 1) {
      target += page.links.steps[link];
      [ends[2 * link], ends[2 * link + 1]] = [source, target];
    }
  });
}
const starts = new Uint32Array(count + 1);
for (const end of ends) starts[end + 1] += 1;
for (let i = 0; i < count; i += 1) starts[i + 1] += starts[i];
const linkAt = new Uint32Array(ends.length);
{
  const next = starts.slice();
  for (let slot = 0; slot < ends.length; slot += 1) linkAt[next[ends[slot]]++] = slot >> 1;
}

for (const read of ["links", "x", "y", "radius", "kind", "topic"]) delete page[read];

const degree = (i) => starts[i + 1] - starts[i];
const otherEnd = (link, i) => (ends[2 * link] === i ? ends[2 * link + 1] : ends[2 * link]);
const outgoing = (i) => linksOf(i).filter((link) => ends[2 * link] === i);
const backlinks = (i) => linksOf(i).filter((link) => ends[2 * link + 1] === i);
const linksOf = (i) => Array.from(linkAt.subarray(starts[i], starts[i + 1]));

// A permalink: told in full, or the path, or (after a "+") the path in plain letters and a hash.
function slugOf(i) {
  const slug = page.slugs[i], stem = pathOf(i).replace(/\.md$/, "");
  if (slug[0] === "+") return `${stem.replace(/[^A-Za-z0-9_./-]+/g, "-").replace(/^-+|-+$/g, "")}~${slug.slice(1)}`;
  return slug || stem;
}
const withSlug = (slug) => titles.findIndex((_, i) => slugOf(i) === slug);

// Most notes have their title for a name.
function pathOf(i) {
  const folder = page.folderNames[page.folder[i]];
  return page.paths[i] === 0 ? `${folder ? `${folder}/` : ""}${titles[i]}.md` : page.paths[i];
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

// The edge of a topic, a few stray notes aside.
const innermost = (sorted) => sorted[Math.floor(sorted.length / 12)];

const members = topics.map(() => []);
for (let i = 0; i < count; i += 1) if (topicOf[i] >= 0) members[topicOf[i]].push(i);
const sameName = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s_-]+/g, " ").trim();
for (const topic of topics) {
  const own = members[topic.index].filter((i) => kind[i] === page.kinds.note);
  topic.drawn = own.length;
  topic.linked = own.filter((i) => degree(i) > 0).length;
  placeTopic(topic, own);
  topic.namesake = namesake(topic, own);
}

// Where a topic is, by those of its notes that are shown.
function placeTopic(topic, shown) {
  topic.shown = shown.length;
  topic.x = median(shown.map((i) => X[i]));
  topic.y = median(shown.map((i) => Y[i]));
  topic.top = innermost(shown.map((i) => Y[i] - R[i]).sort((a, b) => a - b)) ?? topic.y;
  topic.bottom = innermost(shown.map((i) => Y[i] + R[i]).sort((a, b) => b - a)) ?? topic.y;
}

// The note that is called as its topic, the largest of several, or -1; in a large topic one far out, among other
// dots, cannot stand for the whole.
function namesake(topic, own) {
  const away = (i) => Math.hypot(X[i] - topic.x, Y[i] - topic.y), wanted = sameName(topic.name);
  // Most titles need no closer look: letters written in another way seldom make them much longer.
  const isCalledSo = (i) => Math.abs(titles[i].length - topic.name.length) < 9 && sameName(titles[i]) === wanted;
  const found = own.filter(isCalledSo).sort((a, b) => R[b] - R[a])[0] ?? -1;
  const isFar = found >= 0 && own.length >= 30 && away(found) > median(own.map(away));
  return isFar ? -1 : found;
}

// Sentences, excerpts and properties: more text than all else, and needed only once someone asks.
let wordsRead = null;
function words() {
  wordsRead ??= readBlock("map-words").then(({ said, notes }) => ({
    said: sentences(said),
    notes: new Map(notes.map(([i, excerpt, properties, video, moments]) => [i, { excerpt, properties, video, moments }])),
  }));
  return wordsRead;
}

// The sentence of each link as [text, start and length of the link's own words].
function sentences({ texts, rows }) {
  const found = new Map();
  let link = 0, text = 0;
  for (let at = 0; at < rows.length; at += 4) {
    link += rows[at];
    text += rows[at + 1];
    found.set(link, [texts[text], rows[at + 2], rows[at + 3]]);
  }
  return found;
}
