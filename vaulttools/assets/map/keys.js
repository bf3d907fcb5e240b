// Mouse, touch and keys.

const pointed = (event) => {
  const { left, top } = surface.getBoundingClientRect();
  const { x, y } = network.DOMtoCanvas({ x: event.clientX - left, y: event.clientY - top });
  return thingAt(x, y);
};

surface.addEventListener("pointermove", (event) => {
  if (event.buttons || event.pointerType === "touch") return;
  const i = pointed(event);
  if (i === state.hovered) return;
  state.hovered = i;
  surface.classList.toggle("pointing", i >= 0);
  emit("hover");
});
surface.addEventListener("pointerleave", () => state.hovered >= 0 && glimpse(-1));

// A finger is less exact than a mouse.
const tapped = ({ pointer, event }) => thingAt(pointer.canvas.x, pointer.canvas.y, event.srcEvent.pointerType === "touch" ? 20 : 9);

network.on("click", (tap) => {
  const i = tapped(tap), { event } = tap;
  if (event.srcEvent.shiftKey && i >= 0 && state.selected >= 0 && i !== state.selected) finishRoute(i);
  else if (i >= 0 || state.routeFrom < 0) choose(i);
});
network.on("doubleClick", (tap) => {
  const i = tapped(tap);
  if (i >= 0) select(i, { isFramed: true });
});

function toggleSwitch(field) {
  state[field] = !state[field];
  refilter();
  emit("controls");
}

const KEY_ACTIONS = new Map(Object.entries({
  "/": () => query.focus(),
  f: () => fit(true),
  0: () => fit(true),
  t: () => toggleSide(),
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
  if (state.routeFrom >= 0) {
    state.routeFrom = -1;
    byId("notice").textContent = "";
  } else if (!byId("list").hidden) closeList();
  else select(-1);
}

addEventListener("keydown", (event) => {
  const isTyping = event.target.matches?.("input:not([type=range]):not([type=checkbox]), select, dialog, dialog *");
  if (isTyping || isOfInputMethod(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = KEY_ACTIONS.get(event.key);
  if (!action) return;
  event.preventDefault();
  action();
});

byId("zoom-in").addEventListener("click", () => zoomBy(1.5));
byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.5));
byId("fit").addEventListener("click", () => fit(true));
byId("theme").addEventListener("click", () => setTheme(ink.isDark ? "light" : "dark"));
byId("grip").addEventListener("click", () => {
  const isTall = byId("panel").classList.toggle("tall");
  byId("grip").setAttribute("aria-expanded", String(isTall));
});
