// vis-network as the camera: it owns gestures and animation. All drawing is ours.

const visData = await readBlock("vis-data");
const network = new window.vis.Network(
  byId("network"), { nodes: new window.vis.DataSet(visData.nodes), edges: new window.vis.DataSet([]) }, visData.options,
);
const surface = byId("network").querySelector("canvas");
surface.setAttribute("aria-hidden", "true");
// The map has the focus as one thing.
surface.parentElement.tabIndex = -1;

const camera = {
  width: () => surface.clientWidth,
  height: () => surface.clientHeight,
  scale: () => network.getScale(),
  centre: () => network.getViewPosition(),
  pixelRatio: () => devicePixelRatio || 1,
  isMoving: false,
};

// The view rests once nothing has moved it for a while. Told by a timer, not by the clock: on a busy machine a
// frame may come late, but input that waits is still handled before the timer.
const REST = 140;
let restTimer = 0;
let viewBefore = null; // where a filter has led away from, as long as nothing else moves the view
function noteMove() {
  viewBefore = null;
  keepMoving();
}
function keepMoving() {
  camera.isMoving = true;
  clearTimeout(restTimer);
  restTimer = setTimeout(() => {
    camera.isMoving = false;
    redraw();
  }, REST);
}

// A view that moves by itself moves from frame to frame, however late those come.
let viewDrawn = "";
function watchView() {
  const { x, y } = camera.centre(), view = `${camera.scale()} ${x} ${y}`;
  if (viewDrawn && view !== viewDrawn) keepMoving();
  viewDrawn = view;
}

// The scale at which the whole map is seen; all levels of detail are told relative to it.
let overview = 1;
const closeness = () => camera.scale() / overview;
const isFitted = () => Math.abs(closeness() - 1) < 0.02;

let redrawAsked = false;
function redraw() {
  if (redrawAsked) return;
  redrawAsked = true;
  requestAnimationFrame(() => {
    redrawAsked = false;
    network.redraw();
  });
}

// Where there is room for a card beside the map; elsewhere it lies over it.
const isWide = () => camera.width() > 700;

// The part of the stage that no card covers; on paper the cards stand below.
const onPaper = matchMedia("print");
function clearing() {
  const side = byId("side"), wide = isWide();
  const left = wide && !side.hidden && !onPaper.matches ? side.offsetLeft + side.offsetWidth + 10 : 14;
  const bottom = byId("time").hidden ? 14 : 74;
  // The buttons in the corner take the room that matters least.
  return wide || camera.height() < camera.width() ? { left, right: 56, top: 14, bottom } : { left, right: 14, top: 14, bottom: 124 };
}

function moveTo(x, y, scale, isAnimated, { left, right, top, bottom } = clearing()) {
  const animation = isAnimated && !calm.matches ? { duration: 480, easingFunction: "easeInOutCubic" } : false;
  noteMove();
  network.moveTo({
    position: { x: x + (right - left) / 2 / scale, y: y + (bottom - top) / 2 / scale }, scale, animation,
  });
}

function scaleFor(width, height, { left, right, top, bottom } = clearing()) {
  return Math.min((camera.width() - left - right) / (width + 24), (camera.height() - top - bottom) / (height + 48));
}

function fit(isAnimated) {
  overview = Math.max(1e-4, Math.min(2.4, scaleFor(page.width, page.height)));
  moveTo(0, 0, overview, isAnimated);
}

// The view that shows all of these things, but for a few strays.
function viewOf(things, closest) {
  const across = things.map((i) => X[i]).sort((a, b) => a - b), down = things.map((i) => Y[i]).sort((a, b) => a - b);
  const cut = Math.floor(across.length * 0.04), last = across.length - 1 - cut;
  const x = (across[cut] + across[last]) / 2, y = (down[cut] + down[last]) / 2;
  const scaleIn = (room) => Math.min(closest, Math.max(overview * 0.98, scaleFor(across[last] - across[cut] + 160, down[last] - down[cut] + 110, room)));
  let room = clearing(), scale = scaleIn(room);
  if (underMinimap(things, x, y, scale, room)) {
    room = { ...room, bottom: camera.height() - minimapBox()[1] };
    scale = scaleIn(room);
  }
  return { x, y, scale, room, low: { x: across[cut], y: down[cut] }, high: { x: across[last], y: down[last] } };
}

// Show a thing together with those around it: the thing alone, in the middle, would hide what it is linked with.
function frame(things, isAnimated, closest = 2.6) {
  const { x, y, scale, room } = viewOf(things, closest);
  moveTo(x, y, scale, isAnimated, room);
}

// What a filter leaves may stand out of sight, under a card or small in a corner: the view goes there, not so near as to
// a note, and back once no filter is left.
function followFilter() {
  const shown = Array.from(visible.keys()).filter((i) => visible[i]);
  if (isFiltered() ? !shown.length : !viewBefore) return;
  if (!isFiltered()) return moveTo(viewBefore.x, viewBefore.y, viewBefore.scale, true, { left: 0, right: 0, top: 0, bottom: 0 });
  const { scale, low, high } = viewOf(shown, 1.5), { left, right, top, bottom } = clearing();
  const from = network.canvasToDOM(low), to = network.canvasToDOM(high);
  const isInSight = from.x >= left && from.y >= top && to.x <= camera.width() - right && to.y <= camera.height() - bottom;
  if (isInSight && scale < 2 * camera.scale()) return;
  const before = viewBefore ?? { ...camera.centre(), scale: camera.scale() };
  frame(shown, true, 1.5);
  viewBefore = before;
}

// Whether the small map would lie over one of these things.
function underMinimap(things, x, y, scale, { left, right, top, bottom }) {
  if (!hasMinimap(scale)) return false;
  const [west, north, east, south] = minimapBox();
  const across = (camera.width() + left - right) / 2, down = (camera.height() + top - bottom) / 2;
  return things.some((i) => {
    const at = (X[i] - x) * scale + across, under = (Y[i] - y) * scale + down;
    return at > west && at < east && under > north && under < south;
  });
}

function zoomBy(factor) {
  const { x, y } = camera.centre();
  const scale = Math.min(10, Math.max(overview * 0.4, camera.scale() * factor));
  noteMove();
  network.moveTo({ position: { x, y }, scale, animation: calm.matches ? false : { duration: 160, easingFunction: "easeOutQuad" } });
}

const STEP = 60;
function panBy(right, down) {
  const { x, y } = camera.centre(), scale = camera.scale();
  noteMove();
  network.moveTo({ position: { x: x + (right * STEP) / scale, y: y + (down * STEP) / scale } });
}

network.on("zoom", () => {
  noteMove();
  const scale = camera.scale(), kept = Math.min(10, Math.max(overview * 0.4, scale));
  if (scale !== kept) network.moveTo({ scale: kept });
});
network.on("dragging", noteMove);

// What lies under a point of the stage: things are kept in square cells by position.
const CELL = 64;
const cells = new Map();
const cellKey = (column, row) => column * 65536 + row;
for (let i = 0; i < count; i += 1) {
  const key = cellKey(Math.floor(X[i] / CELL), Math.floor(Y[i] / CELL));
  if (!cells.has(key)) cells.set(key, []);
  cells.get(key).push(i);
}

// Things of the cells that a part of the map touches.
function thingsIn(low, high) {
  const found = [], cell = (value) => Math.floor(value / CELL);
  for (let column = cell(low.x); column <= cell(high.x); column += 1) {
    for (let row = cell(low.y); row <= cell(high.y); row += 1) found.push(...(cells.get(cellKey(column, row)) ?? []));
  }
  return found;
}

function thingAt(x, y, pixels = 9) {
  const reach = pixels / camera.scale();
  const low = (value) => Math.floor((value - reach - 26) / CELL), high = (value) => Math.floor((value + reach + 26) / CELL);
  let best = -1, nearest = reach;
  // Far out, a finger covers more cells than are worth a look.
  if ((high(x) - low(x)) * (high(y) - low(y)) > 6000) return -1;
  for (let column = low(x); column <= high(x); column += 1) {
    for (let row = low(y); row <= high(y); row += 1) {
      for (const i of cells.get(cellKey(column, row)) ?? []) {
        const distance = Math.hypot(X[i] - x, Y[i] - y) - R[i];
        if (visible[i] && distance < nearest) [best, nearest] = [i, distance];
      }
    }
  }
  return best;
}
