// Words on the map: names of topics far out, of notes by rank, never one over another. In screen pixels.

let labels = []; // what is drawn now: { lines, box: [left, top, right, bottom], thing or topic that it names, ... }
let spotsHeld = new Map(); // which of their spots the names that are drawn now have: they keep it while the map moves
const ROW = 24;

class Room {
  constructor() {
    this.rows = new Map();
  }
  isFree([left, top, right, bottom]) {
    for (let row = Math.floor(top / ROW); row <= Math.floor(bottom / ROW); row += 1) {
      for (const taken of this.rows.get(row) ?? []) {
        if (left < taken[2] && right > taken[0] && top < taken[3] && bottom > taken[1]) return false;
      }
    }
    return true;
  }
  take(box) {
    for (let row = Math.floor(box[1] / ROW); row <= Math.floor(box[3] / ROW); row += 1) {
      if (!this.rows.has(row)) this.rows.set(row, []);
      this.rows.get(row).push(box);
    }
  }
}

function drawLabels(context) {
  labels = wordsOn(context, stageView());
  spotsHeld = new Map(labels.map((word) => [nameKey(word), word.spot]));
  const ratio = camera.pixelRatio();
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintWords(context, labels);
  context.restore();
}

const nameKey = ({ thing = -1, topic = -1 }) => (thing >= 0 ? thing : -2 - topic);

// What words are set on: a part of the map in pixels, how near it is seen, the cards that lie over it, and where names
// stood before.
function stageView() {
  const cards = [byId("side"), byId("zoom"), byId("time"), minimap].filter((card) => !card.hidden).map(cardBox);
  return { scale: camera.scale(), centre: camera.centre(), width: camera.width(), height: camera.height(), near: closeness(), cards, spotsHeld };
}

function wordsOn(context, view, centred = focus) {
  const writer = makeWriter(context, view);
  if (centred) labelFocus(writer);
  else {
    if (page.trayTop !== null && state.orphans) labelTray(writer);
    labelMap(writer);
  }
  return writer.written;
}

// A writer sets words where there is room and on the stage. A spot is the middle of the words, their left (1) or right
// (-1) end where the third number says so, and its number among the spots of a name. Of spots given best first `put`
// takes the one that hides the fewest dots, the first for names that go over dots, and says whether there was one. The
// spot that a name has already is given up for one that hides two fewer: names must not jump while the map moves.
function makeWriter(context, view) {
  const { scale, centre, width, height, cards, spotsHeld } = view, room = new Room(), written = [];
  cards.forEach((card) => room.take(card));
  const wordAt = ([anchor, y, side, spot], text, { weight, size, alpha = 1, halo = 3.4, colour = ink.ink, edge = 0, thing = -1, topic = -1 }) => {
    const font = `${weight} ${size}px ${FONT}`, lines = Array.isArray(text) ? text : [text], tall = size * 0.62 * lines.length + 1;
    if (anchor < -edge || anchor > width + edge || y < tall - 4 || y > height - tall + 4) return null;
    const half = Math.max(...lines.map((line) => textWidth(context, weight, size, line))) / 2 + 3;
    const middle = anchor + side * half;
    const x = besideCards(cards, Math.max(half + 2, Math.min(width - half - 2, middle)), anchor, y, half, tall);
    if (side && x !== middle) return null;
    const box = [x - half, y - tall, x + half, y + tall];
    if (x < half || x > width - half || !room.isFree(box)) return null;
    return { lines, x, y, size, font, alpha, halo, colour, box, thing, topic, spot };
  };
  const put = (spots, text, style) => {
    let best = null, fewest = style.hidesNone ? 1 : Infinity;
    const old = spotsHeld.get(nameKey(style)), isOld = (spot) => spot[3] === old;
    for (const spot of [...spots.filter(isOld), ...spots.filter((one) => !isOld(one))]) {
      const word = fewest > 0 ? wordAt(spot, text, style) : null, hides = word && !style.isOverDots ? hidden(view, word) : 0;
      if (word && hides < fewest) [best, fewest] = [word, isOld(spot) ? Math.max(0, hides - 1) : hides];
    }
    if (!best) return false;
    room.take(best.box);
    written.push(best);
    return true;
  };
  const at = (i) => [(X[i] - centre.x) * scale + width / 2, (Y[i] - centre.y) * scale + height / 2];
  // Whether a point is worth a try: most are not, and trying means measuring.
  const isOpen = (x, y) => x > 0 && y > 0 && x < width && y < height && room.isFree([x - 12, y - 5, x + 12, y + 5]);
  // Notes whose name the name of their topic says.
  return { ...view, put, at, isOpen, written, said: new Set() };
}

// How many dots lie half under a word, its own aside.
function hidden({ scale, centre, width, height }, { box: [left, top, right, bottom], thing }) {
  let under = 0;
  const low = { x: (left - width / 2) / scale + centre.x, y: (top - height / 2) / scale + centre.y };
  const high = { x: (right - width / 2) / scale + centre.x, y: (bottom - height / 2) / scale + centre.y };
  for (const i of thingsIn(low, high)) {
    const most = R[i] / 2;
    if (visible[i] && i !== thing && X[i] + most > low.x && X[i] - most < high.x && Y[i] + most > low.y && Y[i] - most < high.y) under += 1;
  }
  return under;
}

// Words whose thing stands in the open, next to a card, move off the card.
function besideCards(cards, x, anchor, y, half, tall) {
  for (const [left, top, right, bottom] of cards) {
    if (y + tall <= top || y - tall >= bottom) continue;
    if (anchor >= right && x - half < right) x = right + half;
    else if (anchor <= left && x + half > left) x = left - half;
  }
  return x;
}

// Measured once, at one size: widths grow with it.
const widths = new Map();
function textWidth(context, weight, size, text) {
  const key = weight + text;
  if (!widths.has(key)) {
    if (widths.size > 20000) widths.clear();
    context.font = `${weight} 20px ${FONT}`;
    widths.set(key, context.measureText(text).width / 20);
  }
  return widths.get(key) * size;
}

// Letters that take the room of two, and where a name may be broken: at blanks, and between those of Chinese and Japanese.
const WIDE = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]/g;
const PIECE = / ?(?:[「『（《【〈]*[\u3041-\u30fa\u3400-\u9fff\uf900-\ufaff][、。，！？；：」』）》】〉・ー～…]*|[^ \u3041-\u30fa\u3400-\u9fff\uf900-\ufaff]+)/g;
const breadth = (text) => text.length + (text.match(WIDE)?.length ?? 0);

function short(text, most = 44) {
  if (breadth(text) <= most) return text;
  let start = "", left = most - 2;
  for (const letter of text) {
    left -= breadth(letter);
    if (left < 0) break;
    start += letter;
  }
  return `${start.trimEnd()}…`;
}

function broken(pieces, width) {
  const lines = [""];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last && breadth(last) + breadth(piece) > width) lines.push(piece.trimStart());
    else lines[lines.length - 1] = (last + piece).trimStart();
  }
  return lines;
}

// A name in lines of about equal length, some `width` letters each, at most so many. A name of two parts breaks
// between them, and needs no sign there if each has one line.
function wrapped(text, width = 18, most = 3) {
  const parts = text.split(" · ");
  if (breadth(text) > width && parts.length === 2) {
    const [one, two] = parts.map((part) => wrapped(part, width, 2));
    return one.length + two.length === 2 ? [...one, ...two] : [...one.slice(0, -1), `${one.at(-1)} ·`, ...two];
  }
  const pieces = text.match(PIECE) ?? [text], count = Math.min(most, Math.ceil(breadth(text) / width));
  let size = Math.ceil(breadth(text) / count);
  while (broken(pieces, size).length > count) size += 1;
  return broken(pieces, size).map((line) => short(line, Math.round(width * 1.7)));
}

// Where a card over the map stands, in pixels of the stage: no words go there.
function cardBox({ offsetLeft, offsetTop, offsetWidth, offsetHeight }) {
  return [offsetLeft - 4, offsetTop - 4, offsetLeft + offsetWidth + 4, offsetTop + offsetHeight + 4];
}

function paintWords(context, words) {
  Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round" });
  words.forEach((word) => paintLabel(context, word));
}

function paintLabel(context, { lines, x, y, size, font, alpha, halo, colour }) {
  Object.assign(context, { font, globalAlpha: alpha, lineWidth: halo, strokeStyle: ink.paper, fillStyle: colour });
  const rows = lines.map((line, at) => [line, x, y + (at - (lines.length - 1) / 2) * size * 1.2]);
  // All outlines before any letter, so that no line's outline eats into the one above.
  rows.forEach((row) => context.strokeText(...row));
  rows.forEach((row) => context.fillText(...row));
}

function labelMap(writer) {
  const { near } = writer, fading = Math.max(0, Math.min(1, (2.3 - near) / 0.7));
  if (fading > 0.03) labelTopics(writer, fading);
  const budget = Math.min(240, (writer.width * writer.height) / 9000) * (fading > 0.5 && topics.length ? 0.3 : 1);
  let spent = 0;
  for (const i of byRank(writer)) {
    if (spent >= budget) break;
    if (visible[i] && labelNote(writer, i)) spent += 1;
  }
}

// Things by rank for names; close up only those of the cells in view, for most of a large vault is elsewhere.
const rankOf = new Uint32Array(count);
page.order.forEach((i, rank) => (rankOf[i] = rank));

function byRank({ near, scale, centre, width, height }) {
  if (near < 4 || count < 3000) return page.order;
  const across = width / 2 / scale, down = height / 2 / scale;
  const found = thingsIn({ x: centre.x - across, y: centre.y - down }, { x: centre.x + across, y: centre.y + down });
  return found.sort((a, b) => rankOf[a] - rankOf[b]);
}

// A topic of more notes has its name across them, as has each in a vault so large that it is all dots.
const FEW = 30;

function labelTopics(writer, alpha) {
  const { put, width, said } = writer, growth = count > 3000 ? 0.34 : 0.8, largest = width < 600 ? 15 : 20;
  for (const topic of topics) {
    if ((state.orphans ? topic.drawn : topic.linked) < 3 || !members[topic.index].some((i) => visible[i])) continue;
    const size = Math.round(Math.max(width < 600 ? 11 : 12.5, Math.min(largest, 9 + Math.sqrt(topic.drawn) * growth)));
    const lines = wrapped(topic.name), style = { weight: 700, size, alpha, halo: 5, edge: 40, topic: topic.index, isOverDots: topic.shown >= FEW || count > 3000 };
    const own = visible[topic.namesake] ? topic.namesake : -1;
    // One name is for note and topic, until that of the topic has nearly faded.
    if (own >= 0 && alpha < 0.4) continue;
    if (own >= 0 && put(besideNote(writer, own, size, lines.length), lines, style)) said.add(own);
    else put(overTopic(writer, topic, size, lines.length), lines, style);
  }
}

// Where a topic's name may stand, best first: it may step aside a little rather than vanish under a larger one.
function overTopic({ scale, centre, width, height }, topic, size, rows) {
  const x = (topic.x - centre.x) * scale + width / 2, down = (y) => (y - centre.y) * scale + height / 2;
  const step = size * 1.25, away = size * (0.6 * rows + 0.3);
  if (topic.shown < FEW) {
    // Few dots must not vanish under their name: it stands above or below them while there is room.
    const above = down(topic.top) - away, below = down(topic.bottom) + away;
    return [above, above - step, below, below + step, above + step, above + 2 * step].map((y, spot) => [x, y, 0, spot]);
  }
  return [0, -1, 1, -2, 2].map((steps, spot) => [x, down(topic.y) + steps * step, 0, spot]);
}

function besideNote({ scale, at }, i, size, rows) {
  const [x, y] = at(i), away = drawnRadius(i, scale) * scale + size * (0.6 * rows + 0.3), further = away + size * 1.25;
  return [away, -away, further, -further].map((step, spot) => [x, y + step, 0, spot]);
}

// Notes that nothing links to are alike: the name of one is no reason to hide another.
const smallest = R.reduce((least, r) => Math.min(least, r), Infinity);
const titleLines = new Map();
function linesOf(i) {
  if (!titleLines.has(i)) titleLines.set(i, wrapped(short(titles[i], 56), 26, 2));
  return titleLines.get(i);
}

function labelNote({ put, at, isOpen, scale, near, said, spotsHeld }, i) {
  if (said.has(i)) return false;
  const radius = drawnRadius(i, scale) * scale;
  if (radius < 2.4 && near < 1.7 && count > 60) return false;
  const [x, y] = at(i);
  if (kind[i] !== page.kinds.note && near < 2.5 && count > 60) return false;
  const size = Math.round(Math.max(11, Math.min(15, 9 + radius * 0.3)) * 2) / 2;
  const colour = kind[i] === page.kinds.note ? ink.ink : ink.soft;
  const lines = linesOf(i), away = radius + size * (0.22 + 0.6 * lines.length);
  const style = { weight: 480, size, alpha: Math.min(1, 0.72 + radius / 30), colour, thing: i, hidesNone: R[i] === smallest };
  const canHave = (spots) => put(spots.filter(([across, down]) => isOpen(across, down)), lines, style);
  const below = [[x, y + away, 0, 0], [x, y - away, 0, 1]], beside = [[x + radius + 1, y, 1, 2], [x - radius - 1, y, -1, 3]];
  return spotsHeld.get(i) > 1 ? canHave(beside) || canHave(below) : canHave(below) || canHave(beside);
}

function labelFocus({ put, at, scale }) {
  const nearest = [...focus.near].sort((a, b) => a[1] - b[1] || R[b[0]] - R[a[0]]);
  const most = focus.centre < 0 && !focus.route ? 36 : 90;
  let spent = 0;
  for (const [i] of nearest) {
    if (spent >= most) break;
    if (!visible[i]) continue;
    const [x, y] = at(i), isCentre = i === focus.centre || i === state.selected, size = isCentre ? 15 : 12.5;
    const lines = wrapped(short(titles[i], isCentre ? 80 : 56), isCentre ? 34 : 26, 2);
    const below = Math.max(R[i] * scale, 3.4) + size * (0.25 + 0.6 * lines.length);
    const style = { weight: isCentre ? 680 : 500, size, alpha: Math.max(0.3, dimming), edge: isCentre ? 60 : 0, thing: i };
    if (put([[x, y + below, 0, 0], [x, y - below, 0, 1]], lines, style)) spent += 1;
  }
}

function labelTray({ put, scale, centre, width, height, near }) {
  if (near > 4) return;
  const x = -centre.x * scale + width / 2, y = (page.trayTop - centre.y) * scale + height / 2 - 20;
  put([[x, y, 0, 0]], "Few or no links", { weight: 560, size: 12, colour: ink.soft });
}
