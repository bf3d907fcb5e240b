// Mouse, touch and keys.

// What a point of the stage is meant for, in pixels: the thing just there, else what a name there names, else
// a thing nearby.
function aimedAt(x, y, reach) {
  const spot = network.DOMtoCanvas({ x, y }), exact = thingAt(spot.x, spot.y, 2);
  if (exact >= 0) return { thing: exact, topic: -1 };
  return labelAt(x, y) ?? { thing: thingAt(spot.x, spot.y, reach), topic: -1 };
}

// Names change as their note comes forward: the one that is pointed at counts until the mouse leaves its place
// or the view moves.
let held = null, heldIn = "";
function labelAt(x, y) {
  const { x: across, y: down } = camera.centre(), view = `${camera.scale()} ${across} ${down}`;
  const isThere = ({ box: [left, top, right, bottom] }) => x > left && x < right && y > top && y < bottom;
  if (!held || heldIn !== view || !isThere(held)) held = labels.find((label) => (label.thing >= 0 || label.topic >= 0) && label.alpha > 0.2 && isThere(label)) ?? null;
  heldIn = view;
  return held;
}

surface.addEventListener("pointermove", (event) => {
  if (event.buttons || event.pointerType === "touch") return;
  const { left, top } = surface.getBoundingClientRect();
  const { thing, topic } = aimedAt(event.clientX - left, event.clientY - top, 9);
  surface.classList.toggle("pointing", thing >= 0 || topic >= 0);
  if (thing !== state.hovered) glimpse(thing);
});
surface.addEventListener("pointerleave", () => state.hovered >= 0 && glimpse(-1));

network.on("click", ({ pointer, event }) => {
  if (event.tapCount > 1) return;
  // A finger is less exact than a mouse.
  const { thing, topic } = aimedAt(pointer.DOM.x, pointer.DOM.y, event.srcEvent.pointerType === "touch" ? 20 : 9);
  held = null;
  if (event.srcEvent.shiftKey && thing >= 0 && state.selected >= 0 && thing !== state.selected) finishRoute(thing);
  else if (thing >= 0) choose(thing);
  else if (topic >= 0 && state.routeFrom < 0) openTopic(topic);
  else if (state.routeFrom < 0) select(-1);
});
// What the first of the two clicks has selected.
network.on("doubleClick", () => {
  if (state.selected >= 0 && state.routeFrom < 0 && !state.route) select(state.selected, { isFramed: true });
});

const toggleSwitch = (field) => filterBy({ [field]: !state[field] });

const KEY_ACTIONS = new Map(Object.entries({
  "/": () => query.focus(),
  f: () => fit(true),
  0: () => fit(true),
  t: toggleSide,
  l: toggleList,
  o: () => toggleSwitch("orphans"),
  u: () => toggleSwitch("unresolved"),
  d: () => setTheme(ink.isDark ? "light" : "dark"),
  p: () => state.selected >= 0 && startRoute(),
  "?": openHelp,
  "+": () => zoomBy(1.35),
  "=": () => zoomBy(1.35),
  "-": () => zoomBy(1 / 1.35),
  1: () => setDepth(1), 2: () => setDepth(2), 3: () => setDepth(3), 4: () => setDepth(4),
  Escape: goBack,
}));

function goBack() {
  if (byId("export").open) closeMenu();
  else if (state.routeFrom >= 0) {
    state.routeFrom = -1;
    showNotice();
  } else if (!byId("list").hidden) closeList();
  else if (state.selected >= 0 || state.topic >= 0 || state.noRoute || state.unknown || !isFiltered()) select(-1);
  else clearFilters();
}

const ARROWS = new Map(Object.entries({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }));

addEventListener("keydown", (event) => {
  const isTyping = event.target.matches?.("input:not([type=range]):not([type=checkbox]), select, dialog, dialog *");
  if (isTyping || isOfInputMethod(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = byId("network").contains(document.activeElement) && ARROWS.get(event.key);
  const action = arrow ? () => panBy(...arrow) : KEY_ACTIONS.get(event.key);
  if (!action) return;
  event.preventDefault();
  action();
});

// The address keeps what is selected.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  focusPanel();
});
byId("zoom-in").addEventListener("click", () => zoomBy(1.5));
byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.5));
byId("fit").addEventListener("click", () => fit(true));
byId("theme").addEventListener("click", () => setTheme(ink.isDark ? "light" : "dark"));
byId("grip").addEventListener("click", () => {
  const isTall = byId("panel").classList.toggle("tall");
  byId("grip").setAttribute("aria-expanded", String(isTall));
});
