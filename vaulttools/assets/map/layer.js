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

function drawSheet(scale, { x, y }) {
  rebuilds += 1;
  const width = (camera.width() / scale) * (1 + 2 * MARGIN), height = (camera.height() / scale) * (1 + 2 * MARGIN);
  const pixels = Math.min(scale * camera.pixelRatio(), LARGEST / width, LARGEST / height);
  [sheet.width, sheet.height] = [Math.ceil(width * pixels), Math.ceil(height * pixels)];
  const left = x - width / 2, top = y - height / 2, context = sheet.getContext("2d");
  context.setTransform(pixels, 0, 0, pixels, -left * pixels, -top * pixels);
  paintMap(context, scale, { left, top, right: left + width, bottom: top + height });
  drawn = { left, top, width: sheet.width / pixels, height: sheet.height / pixels, scale };
}

function wholeMap() {
  if (whole) return whole;
  const width = page.width + 2 * GLOW_MARGIN, height = page.height + 2 * GLOW_MARGIN;
  const scale = Math.min(2048 / width, 2048 / height, overview * 2);
  whole = document.createElement("canvas");
  [whole.width, whole.height] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  const context = whole.getContext("2d");
  context.setTransform(scale, 0, 0, scale, (width * scale) / 2, (height * scale) / 2);
  paintMap(context, scale, { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity });
  return whole;
}

function covers(centre, scale) {
  const width = camera.width() / scale / 2, height = camera.height() / scale / 2;
  return centre.x - width >= drawn.left && centre.x + width <= drawn.left + drawn.width
    && centre.y - height >= drawn.top && centre.y + height <= drawn.top + drawn.height;
}

function drawLayer(context) {
  const scale = camera.scale(), centre = camera.centre();
  const { isMoving } = camera, isStale = !drawn || drawn.scale !== scale || !covers(centre, scale);
  if (!drawn || (isStale && !isMoving)) drawSheet(scale, centre);
  context.globalAlpha = 1 - 0.85 * dimming;
  if (isStale && isMoving && !covers(centre, scale)) {
    const width = page.width + 2 * GLOW_MARGIN, height = page.height + 2 * GLOW_MARGIN;
    context.drawImage(wholeMap(), -width / 2, -height / 2, width, height);
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
