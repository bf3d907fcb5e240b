// What stands out now: a note with its surroundings, a topic, or a route; drawn over the dimmed map. What a filter
// hides does not.

let focus = null; // { centre, near: Map(thing -> distance), route }

function updateFocus() {
  focus = currentFocus();
  easeDimming(focus ? 1 : 0);
  redraw();
}

function currentFocus() {
  const { hovered, selected, route } = state;
  if (visible[hovered]) return { centre: hovered, near: surroundings(hovered, 1) };
  if (route?.every((i) => visible[i])) return { centre: -1, near: new Map(route.map((i, step) => [i, step])), route };
  if (visible[selected]) return { centre: selected, near: surroundings(selected, state.depth) };
  const shown = state.topic < 0 ? [] : members[state.topic].filter((i) => visible[i]);
  return shown.length ? { centre: -1, near: new Map(shown.map((i) => [i, 1])) } : null;
}
for (const event of ["select", "hover", "filter"]) on(event, updateFocus);

function drawFocus(context) {
  easeDimming(focus ? 1 : 0);
  if (!focus) return;
  const scale = camera.scale();
  context.globalAlpha = Math.max(0.25, dimming);
  drawFocusLinks(context, scale);
  if (focus.route) drawRoute(context, scale);
  drawFocusThings(context, scale);
  context.globalAlpha = 1;
}

// Links among the neighbours first, the note's own on top. A hub's lines show only when it is the centre.
function drawFocusLinks(context, scale) {
  const { centre, near } = focus;
  for (const i of near.keys()) {
    if (isHub[i] || i === centre) continue;
    for (let at = starts[i]; at < starts[i + 1]; at += 1) {
      const link = linkAt[at], target = ends[2 * link + 1];
      if (target !== i && target !== centre && near.has(target) && !isHub[target]) drawFocusLink(context, link, scale, false);
    }
  }
  if (centre < 0) return;
  for (const link of linksOf(centre)) if (near.has(otherEnd(link, centre))) drawFocusLink(context, link, scale, true);
}

function drawFocusLink(context, link, scale, isMain) {
  const a = ends[2 * link], b = ends[2 * link + 1], isCrowd = focus.near.size > 240;
  context.globalAlpha = isMain ? (isCrowd ? 0.4 : 0.9) : isCrowd ? 0.1 : 0.28;
  context.lineWidth = (isMain && !isCrowd ? 1.5 : 0.9) / scale;
  const topic = isMain ? topicOf[a === focus.centre ? b : a] : state.topic;
  context.strokeStyle = isMain || topic >= 0 ? hueOf(topic) : ink.link;
  context.beginPath();
  context.moveTo(X[a], Y[a]);
  context.lineTo(X[b], Y[b]);
  context.stroke();
  if (isMain && !isCrowd) arrowHead(context, a, b, scale);
}

function arrowHead(context, from, to, scale) {
  const turn = Math.atan2(Y[to] - Y[from], X[to] - X[from]), back = drawnRadius(to, scale) + 2 / scale, size = 6.5 / scale;
  const x = X[to] - Math.cos(turn) * back, y = Y[to] - Math.sin(turn) * back;
  context.fillStyle = context.strokeStyle;
  context.beginPath();
  corners(context, [
    [x, y],
    [x - size * Math.cos(turn - 0.42), y - size * Math.sin(turn - 0.42)],
    [x - size * Math.cos(turn + 0.42), y - size * Math.sin(turn + 0.42)],
  ]);
  context.fill();
}

function drawRoute(context, scale) {
  context.globalAlpha = 1;
  context.lineWidth = 3.5 / scale;
  context.strokeStyle = ink.accent;
  context.beginPath();
  focus.route.forEach((i, step) => (step ? context.lineTo(X[i], Y[i]) : context.moveTo(X[i], Y[i])));
  context.stroke();
}

function drawFocusThings(context, scale) {
  context.globalAlpha = Math.max(0.25, dimming);
  for (const i of focus.near.keys()) {
    if (!visible[i]) continue;
    const r = Math.max(R[i], (focus.near.size > 240 ? 1.6 : 3.4) / scale);
    context.beginPath();
    const isGhost = kind[i] === page.kinds.unresolved;
    (isGhost ? SHAPE_PATHS.disc : shapeOf(topicOf[i]))(context, X[i], Y[i], r);
    context.fillStyle = isGhost ? ink.paper : hueOf(topicOf[i]);
    context.fill();
    const isCentre = i === focus.centre || i === state.selected;
    context.lineWidth = (isCentre ? 2.4 : 1) / scale;
    context.strokeStyle = isCentre ? ink.ink : isGhost ? ink.soft : ink.paper;
    context.stroke();
  }
}
