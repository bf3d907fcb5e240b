// The drawing kept as a bitmap larger than the stage. While the view moves the bitmap moves; it is drawn anew
// once the view rests. Beneath it lies the whole map, small, for long drags.

const MARGIN = 0.5, LARGEST = 5200;
const sheet = document.createElement("canvas");
let drawn = null; // the part of the map that `sheet` shows, and at which scale
let whole = null;
let rebuilds = 0;

function stale() {
  drawn = null;
  whole = null;
  redraw();
}
on("filter", stale);
on("theme", stale);

// The part of the map that counts around a view: `margin` views more on each side, nothing beyond the map's edges.
function around({ x, y }, scale, margin) {
  const { right, bottom } = edges();
  const width = (camera.width() / scale) * (0.5 + margin), height = (camera.height() / scale) * (0.5 + margin);
  return {
    left: Math.max(x - width, -right), right: Math.min(x + width, right),
    top: Math.max(y - height, -bottom), bottom: Math.min(y + height, bottom),
  };
}

// All that is painted lies within these; the map's middle is 0, 0.
function edges() {
  return { right: page.width / 2 + GLOW_MARGIN, bottom: page.height / 2 + GLOW_MARGIN };
}

function drawSheet(scale, centre) {
  rebuilds += 1;
  const box = around(centre, scale, MARGIN), { left, top } = box;
  const width = Math.max(1 / scale, box.right - left), height = Math.max(1 / scale, box.bottom - top);
  const pixels = Math.min(scale * camera.pixelRatio(), LARGEST / width, LARGEST / height);
  [sheet.width, sheet.height] = [Math.ceil(width * pixels), Math.ceil(height * pixels)];
  const context = sheet.getContext("2d");
  context.setTransform(pixels, 0, 0, pixels, -left * pixels, -top * pixels);
  paintMap(context, scale, { left, top, right: left + width, bottom: top + height });
  drawn = { left, top, width: sheet.width / pixels, height: sheet.height / pixels, scale };
}

function wholeMap() {
  if (whole) return whole;
  const width = 2 * edges().right, height = 2 * edges().bottom;
  const scale = Math.min(2048 / width, 2048 / height, overview * 2);
  whole = document.createElement("canvas");
  [whole.width, whole.height] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  const context = whole.getContext("2d");
  context.setTransform(scale, 0, 0, scale, (width * scale) / 2, (height * scale) / 2);
  paintMap(context, scale, { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity });
  return whole;
}

function covers(centre, scale) {
  const { left, right, top, bottom } = around(centre, scale, 0);
  return left >= drawn.left && right <= drawn.left + drawn.width
    && top >= drawn.top && bottom <= drawn.top + drawn.height;
}

function drawLayer(context) {
  const scale = camera.scale(), centre = camera.centre();
  const { isMoving } = camera, isStale = !drawn || drawn.scale !== scale || !covers(centre, scale);
  if (!drawn || (isStale && !isMoving)) drawSheet(scale, centre);
  context.globalAlpha = 1 - 0.85 * dimming;
  if (isStale && isMoving && !covers(centre, scale)) {
    const { right, bottom } = edges();
    context.drawImage(wholeMap(), -right, -bottom, 2 * right, 2 * bottom);
    context.clearRect(drawn.left, drawn.top, drawn.width, drawn.height);
  }
  // At its own scale the sheet is copied pixel by pixel; blending neighbours would cost more and blur.
  context.imageSmoothingEnabled = drawn.scale !== scale;
  context.drawImage(sheet, drawn.left, drawn.top, drawn.width, drawn.height);
  context.globalAlpha = 1;
}

// How far the map has stepped back behind a focus: 0 not, 1 fully. Eased, so that the mouse may cross it.
let dimming = 0;
function easeDimming(wanted) {
  if (dimming === wanted) return;
  const step = calm.matches ? 1 : 0.2;
  dimming = wanted > dimming ? Math.min(wanted, dimming + step) : Math.max(wanted, dimming - step);
  if (dimming !== wanted) redraw();
}
