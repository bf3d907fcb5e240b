// Put together, in the order things are needed.

network.on("beforeDrawing", (context) => {
  watchView();
  drawLayer(context);
  drawFocus(context);
});
network.on("afterDrawing", (context) => {
  drawMinimap();
  drawLabels(context);
});
// Words make room for the cards as those grow and shrink.
for (const id of ["side", "time"]) new ResizeObserver(redraw).observe(byId(id));

const stageSize = () => `${byId("network").clientWidth} × ${byId("network").clientHeight}`;
let lastSize = stageSize(), wasWide = isWide();
new ResizeObserver(() => {
  const size = stageSize(), isWhole = isFitted();
  if (size === lastSize) return;
  lastSize = size;
  drawn = null;
  network.setSize("100%", "100%");
  if (wasWide !== isWide()) showSide(isWide());
  wasWide = isWide();
  if (isWhole) fit(false);
  redraw();
}).observe(byId("network"));

function showEmpty() {
  const empty = byId("empty");
  empty.hidden = count > 0;
  if (count) return;
  empty.replaceChildren(make("strong", {}, "An empty vault"), "Once it has notes that link to each other, they appear here.");
}

showSide(isWide());
showLegend();
showFilters();
showEmpty();
fit(false);
showPanel();
goToAddress();
network.redraw();
// The rest can wait until the map is seen.
let isComplete = false;
setTimeout(() => words().then(readProperties).then(() => (isComplete = true)), 60);
const readyAt = performance.now();
root.dataset.ready = String(Math.round(readyAt));

// For tests and for tinkering in the console.
window.vaultMap = Object.freeze({
  network, state, page, visible, slugOf, surroundings, shortestRoute, aimedAt,
  get labels() { return labels; },
  get focus() { return focus; },
  get rebuilds() { return rebuilds; },
  get isStill() { return isComplete && !camera.isMoving && !redrawAsked; },
  select: (slug) => withSlug(slug) >= 0 && select(withSlug(slug), { isFramed: true }),
  where: (i) => network.canvasToDOM({ x: X[i], y: Y[i] }),
});
