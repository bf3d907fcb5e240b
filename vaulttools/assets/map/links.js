// Links sorted by how they are drawn: inside a topic, between topics, and those of hubs, which say least.

const insideLinks = topics.map(() => []);
const betweenLinks = [];
const hubLinks = [];
let lineLength = 0;
const bundleCounts = new Map();

for (let link = 0; link < linkCount; link += 1) {
  const a = ends[2 * link], b = ends[2 * link + 1], [one, two] = [topicOf[a], topicOf[b]];
  if (isHub[a] || isHub[b]) {
    hubLinks.push(link);
    continue;
  }
  lineLength += Math.hypot(X[a] - X[b], Y[a] - Y[b]);
  if (one === two && one >= 0) insideLinks[one].push(link);
  else betweenLinks.push(link);
  if (one !== two && one >= 0 && two >= 0) {
    const key = Math.min(one, two) * topics.length + Math.max(one, two);
    bundleCounts.set(key, (bundleCounts.get(key) ?? 0) + 1);
  }
}

// The links between two topics as one band: at most three a topic, those that tie most for the topics' sizes,
// for otherwise all bands would go to the largest topic. Weakest first.
const bundles = strongest([...bundleCounts].map(([key, links]) => ({
  one: topics[Math.floor(key / topics.length)], two: topics[key % topics.length], links,
})));

function strongest(all) {
  const taken = new Map(), kept = [], tie = ({ one, two, links }) => links / Math.sqrt(Math.max(1, one.drawn) * Math.max(1, two.drawn));
  for (const bundle of all.sort((a, b) => tie(b) - tie(a))) {
    const uses = [bundle.one, bundle.two].map((topic) => taken.get(topic) ?? 0);
    if (bundle.links < 2 || Math.max(...uses) >= 3) continue;
    for (const topic of [bundle.one, bundle.two]) taken.set(topic, (taken.get(topic) ?? 0) + 1);
    kept.push(bundle);
  }
  return kept.reverse();
}

// At the overview of a large vault single links between topics are only fog: bands stand for them, unless a filter
// leaves few.
const isFoggy = () => linkCount > 4000 && !isFiltered();
const showsBundles = () => isFoggy() && closeness() < 2.2;
const shownBundles = () => bundles.filter((bundle) => [bundle.one, bundle.two].every(({ index }) => members[index].some((i) => visible[i])));
