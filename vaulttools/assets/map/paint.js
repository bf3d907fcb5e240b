// The map itself on any canvas: glow of the topics, links, things. Knows no cache and no selection.

// `box` is the visible part of the map; `scale` pixels a map unit.
function paintMap(context, scale, box) {
  paintGlow(context);
  paintLinks(context, scale, box);
  paintThings(context, scale, box);
  paintChanges(context, scale, box);
  context.globalAlpha = 1;
}

// Topics as soft regions: painted small, then enlarged, which blurs for nothing.
const GLOW_MARGIN = 200;
let glow = null;
on("filter", () => (glow = null));
on("theme", () => (glow = null));

function paintGlow(context) {
  if (!topics.length) return;
  const width = page.width + 2 * GLOW_MARGIN, height = page.height + 2 * GLOW_MARGIN;
  glow ??= makeGlow(width, height);
  context.globalAlpha = ink.isDark ? 0.5 : 0.42;
  context.imageSmoothingQuality = "high";
  context.drawImage(glow, -width / 2, -height / 2, width, height);
  context.globalAlpha = 1;
}

function makeGlow(width, height) {
  const canvas = document.createElement("canvas"), scale = 420 / Math.max(width, height);
  [canvas.width, canvas.height] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, (width * scale) / 2, (height * scale) / 2);
  for (const topic of topics) {
    for (const { x, y, r, strength } of denseSpots(topic.index)) {
      const fade = context.createRadialGradient(x, y, 0, x, y, r);
      fade.addColorStop(0, hueOf(topic.index) + hex(strength));
      fade.addColorStop(1, `${hueOf(topic.index)}00`);
      context.fillStyle = fade;
      context.fillRect(x - r, y - r, 2 * r, 2 * r);
    }
  }
  return canvas;
}

const hex = (share) => Math.round(255 * share).toString(16).padStart(2, "0");

// Where a topic's things stand close: cells of the map with their share of the topic.
function denseSpots(topic) {
  const shown = members[topic].filter((i) => visible[i] && !isHub[i]);
  const size = Math.min(GLOW_MARGIN / 2, Math.max(36, Math.sqrt((page.width * page.height) / Math.max(1, count)) * 2.2));
  const found = new Map();
  for (const i of shown) {
    const key = `${Math.round(X[i] / size)},${Math.round(Y[i] / size)}`;
    const spot = found.get(key) ?? { x: 0, y: 0, n: 0 };
    found.set(key, { x: spot.x + X[i], y: spot.y + Y[i], n: spot.n + 1 });
  }
  const enough = shown.length < 40 ? 1 : Math.max(2, shown.length * 0.006);
  return [...found.values()].filter(({ n }) => n >= enough)
    .map(({ x, y, n }) => ({ x: x / n, y: y / n, r: size * 1.7, strength: Math.min(0.34, 0.13 + 0.02 * n) }));
}

// Ink is shared out: the more line length on the screen, the fainter each line.
function linkInk(scale) {
  const coverage = (lineLength * overview * 0.8) / Math.max(1, camera.width() * camera.height());
  return Math.max(0.06, Math.min(0.5, (0.2 / Math.max(coverage, 0.01)) * Math.pow(scale / overview, 0.4)));
}

function paintLinks(context, scale, box) {
  const alpha = linkInk(scale), isOverview = showsBundles();
  context.lineWidth = Math.max(0.6 / scale, Math.min(1.1, 0.85 / scale));
  context.globalAlpha = alpha * 0.08;
  context.strokeStyle = ink.link;
  strokeLinks(context, hubLinks, box);
  // Close up, a long line that only passes through says nothing; in a small vault each still can be followed.
  context.globalAlpha = alpha * betweenShare(isOverview);
  if (!isOverview || linkCount < 20000) strokeLinks(context, betweenLinks, box);
  if (isOverview) paintBundles(context, scale);
  context.lineWidth = Math.max(0.6 / scale, Math.min(1.1, 0.85 / scale));
  context.globalAlpha = alpha;
  insideLinks.forEach((links, topic) => {
    context.strokeStyle = hueOf(topic);
    strokeLinks(context, links, box);
  });
}

// Where there are no topics, no links lie between them.
function betweenShare(isOverview) {
  if (!topics.length) return 1;
  return isOverview ? 0.3 : count > 400 ? 0.26 : 0.4;
}

function strokeLinks(context, links, { left, top, right, bottom }) {
  context.beginPath();
  for (const link of links) {
    const a = ends[2 * link], b = ends[2 * link + 1];
    if (!visible[a] || !visible[b]) continue;
    const ax = X[a], ay = Y[a], bx = X[b], by = Y[b];
    if ((ax < left && bx < left) || (ax > right && bx > right) || (ay < top && by < top) || (ay > bottom && by > bottom)) continue;
    context.moveTo(ax, ay);
    context.lineTo(bx, by);
  }
  context.stroke();
}

// Where a band between two topics bends to.
const bend = (one, two) => [(one.x + two.x) / 2 + (two.y - one.y) * 0.14, (one.y + two.y) / 2 + (one.x - two.x) * 0.14];

function paintBundles(context, scale) {
  const most = Math.max(1, ...bundles.map(({ links }) => links));
  for (const { one, two, links } of shownBundles()) {
    const fade = context.createLinearGradient(one.x, one.y, two.x, two.y);
    fade.addColorStop(0, hueOf(one.index));
    fade.addColorStop(1, hueOf(two.index));
    context.strokeStyle = fade;
    context.globalAlpha = 0.07 + 0.3 * (links / most);
    context.lineWidth = (0.8 + 5 * Math.sqrt(links / most)) / scale;
    context.beginPath();
    context.moveTo(one.x, one.y);
    context.quadraticCurveTo(...bend(one, two), two.x, two.y);
    context.stroke();
  }
}

// Small things first, so that landmarks stay on top; -1 holds what has no topic.
const paintOrder = new Map([[-1, []], ...topics.map(({ index }) => [index, []])]);
for (const i of Array.from(R.keys()).sort((a, b) => R[a] - R[b])) {
  if (kind[i] === page.kinds.note) paintOrder.get(topicOf[i]).push(i);
}
const ghosts = Array.from(kind.keys()).filter((i) => kind[i] === page.kinds.unresolved);
const attachments = Array.from(kind.keys()).filter((i) => kind[i] === page.kinds.attachment);
const marked = [...marksOf.keys()];

// The radius a thing is drawn with: never so small that it cannot be seen.
const SMALLEST = count > 3000 ? 1.15 : count > 150 ? 2.2 : 3.4;
const drawnRadius = (i, scale) => Math.max(R[i], SMALLEST / scale);

function paintThings(context, scale, box) {
  context.globalAlpha = 1;
  context.lineWidth = 1 / scale;
  context.strokeStyle = ink.paper;
  for (const [topic, things] of paintOrder) {
    context.fillStyle = hueOf(topic);
    trace(context, things, scale, box, shapeOf(topic));
    context.fill();
    if (scale > 0.25) context.stroke();
  }
  paintGhosts(context, scale, box);
  paintMarks(context, scale, box);
}

function trace(context, things, scale, { left, top, right, bottom }, shape) {
  context.beginPath();
  for (const i of things) {
    const r = drawnRadius(i, scale), x = X[i], y = Y[i];
    if (!visible[i] || x + r < left || x - r > right || y + r < top || y - r > bottom) continue;
    // Below a pixel or two no outline shows, and a rectangle costs least.
    if (r * scale < 1.5) context.rect(x - r, y - r, 2 * r, 2 * r);
    else shape(context, x, y, r);
  }
}

function paintGhosts(context, scale, box) {
  context.fillStyle = ink.paper;
  context.strokeStyle = ink.soft;
  context.lineWidth = 1.2 / scale;
  context.globalAlpha = 0.85;
  trace(context, ghosts, scale, box, SHAPE_PATHS.disc);
  context.fill();
  context.stroke();
  context.fillStyle = ink.soft;
  trace(context, attachments, scale, box, SHAPE_PATHS.square);
  context.fill();
  context.globalAlpha = 1;
}

// Findings: a ring around their note, red for errors. An unresolved link has its hollow ring already.
// Hints ring nothing unless asked for.
const isRinged = ({ check, severity }) => (state.check ? check === state.check : check !== "unresolved-link" && severity !== "info");

function paintMarks(context, scale, box) {
  for (const isError of [false, true]) {
    const things = marked.filter((i) => {
      const marks = marksOf.get(i).filter(isRinged);
      return marks.length && kind[i] === page.kinds.note && marks.some(({ severity }) => severity === "error") === isError;
    });
    context.strokeStyle = isError ? ink.bad : ink.warn;
    context.lineWidth = 1.4 / scale;
    trace(context, closeness() > 1.6 || count < 400 || state.check ? things : [], scale, box, (path, x, y, r) => {
      path.moveTo(x + r + 3 / scale, y);
      path.arc(x, y, r + 3 / scale, 0, 2 * Math.PI);
    });
    context.stroke();
  }
}
