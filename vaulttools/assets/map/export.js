// The picture of the map to take away: PNG as seen, SVG of the whole, and paper.

// What a picture shows: all of the map where all is seen, else the stage without the part that lies under cards.
function section() {
  const covered = Math.max(0, clearing().left - 14), width = camera.width() - covered, height = camera.height();
  const scale = camera.scale(), { x, y } = camera.centre();
  if (!isFitted()) return { scale, width, height, centre: { x: x + covered / 2 / scale, y } };
  const rim = 2 * Math.min(70, width / 8);
  return { scale, width: page.width * scale + rim, height: page.height * scale + rim, centre: { x: 0, y: 0 } };
}

// Drawn anew, so that it is sharp.
function picture(sharpness) {
  const { scale, width, height, centre } = section(), ratio = Math.min(sharpness, LARGEST / Math.max(width, height));
  const across = width / 2 / scale, down = height / 2 / scale;
  const box = { left: centre.x - across, top: centre.y - down, right: centre.x + across, bottom: centre.y + down };
  const sheets = ["map", "all"].map(() => make("canvas", { width: Math.round(width * ratio), height: Math.round(height * ratio) }).getContext("2d"));
  for (const sheet of sheets) sheet.setTransform(ratio * scale, 0, 0, ratio * scale, -box.left * scale * ratio, -box.top * scale * ratio);
  const [map, all] = sheets;
  paintMap(map, scale, box);
  all.save();
  all.resetTransform();
  all.fillStyle = ink.paper;
  all.fillRect(0, 0, all.canvas.width, all.canvas.height);
  all.globalAlpha = 1 - 0.85 * dimming;
  all.drawImage(map.canvas, 0, 0);
  all.restore();
  drawFocus(all);
  all.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintWords(all, wordsOn(all, { scale, centre, width, height, near: closeness(), cards: [], spotsHeld }));
  return all.canvas.toDataURL("image/png");
}

function save(address, ending) {
  const base = page.title.replace(/[^\p{L}\p{N} _-]+/gu, "").trim() || "vault";
  make("a", { href: address, download: `${base} map.${ending}` }).click();
}

const SVG = "http://www.w3.org/2000/svg";
function svgPart(tag, attributes, text) {
  const part = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
  if (text) part.textContent = text;
  return part;
}

// What a path on a canvas would draw, as the text of an SVG path.
class PathText {
  constructor() {
    this.text = [];
  }
  moveTo(x, y) {
    this.text.push(`M${x.toFixed(1)} ${y.toFixed(1)}`);
  }
  lineTo(x, y) {
    this.text.push(`L${x.toFixed(1)} ${y.toFixed(1)}`);
  }
  closePath() {
    this.text.push("Z");
  }
  rect(x, y, width, height) {
    corners(this, [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]);
  }
  arc(x, y, r) {
    const [size, left, right, level] = [r, x - r, x + r, y].map((value) => value.toFixed(1));
    this.text.push(`M${left} ${level}A${size} ${size} 0 1 0 ${right} ${level}A${size} ${size} 0 1 0 ${left} ${level}Z`);
  }
}

// The whole map, whatever part of it is on the screen.
function drawing() {
  const { width, height } = page, rim = 40 + width * 0.04;
  const frame = { x: -width / 2 - rim, y: -height / 2 - rim, width: width + 2 * rim, height: height + 2 * rim };
  const svg = svgPart("svg", { xmlns: SVG, viewBox: Object.values(frame).join(" "), "font-family": "system-ui, sans-serif" });
  svg.append(svgPart("title", {}, page.title), svgPart("rect", { ...frame, fill: ink.paper }), svgGlow());
  const alpha = linkInk(overview), stroke = { "stroke-width": Math.max(0.8, 0.6 / overview).toFixed(1), fill: "none" };
  const lines = (links, colour, opacity) => svg.append(svgPart("path", { d: linePath(links), stroke: colour, "stroke-opacity": opacity.toFixed(3), ...stroke }));
  lines(hubLinks, ink.link, alpha * 0.08);
  if (isFoggy()) svg.append(...shownBundles().map(svgBundle));
  else lines(betweenLinks, ink.link, alpha * betweenShare(false));
  insideLinks.forEach((links, topic) => lines(links, hueOf(topic), alpha));
  const outline = { stroke: ink.paper, "stroke-width": Math.min(1, 0.4 / overview).toFixed(2) };
  for (const [topic, things] of paintOrder) svg.append(svgPart("path", { d: thingPath(things, shapeOf(topic)), fill: hueOf(topic), ...outline }));
  svg.append(svgPart("path", { d: thingPath(ghosts, SHAPE_PATHS.disc), fill: ink.paper, stroke: ink.soft, "stroke-width": (1.1 / overview).toFixed(2) }));
  addNames(svg);
  return new XMLSerializer().serializeToString(svg);
}

// The topics' regions: one gradient a topic, strongest in the middle of each of its dense spots.
function svgGlow() {
  const group = svgPart("g", { opacity: ink.isDark ? 0.5 : 0.42 });
  for (const { index } of topics) {
    const fade = svgPart("radialGradient", { id: `glow-${index}` }), colour = { "stop-color": hueOf(index) };
    fade.append(svgPart("stop", colour), svgPart("stop", { offset: 1, "stop-opacity": 0, ...colour }));
    group.append(fade, ...denseSpots(index).map(({ x, y, r, strength }) => svgPart("circle", {
      cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(1), fill: `url(#glow-${index})`, opacity: strength.toFixed(2),
    })));
  }
  return group;
}

function svgBundle({ one, two, links }, at) {
  const most = Math.max(1, ...bundles.map((bundle) => bundle.links)), ends = { x1: one.x, y1: one.y, x2: two.x, y2: two.y };
  const fade = svgPart("linearGradient", { id: `band-${at}`, gradientUnits: "userSpaceOnUse", ...ends });
  fade.append(svgPart("stop", { "stop-color": hueOf(one.index) }), svgPart("stop", { offset: 1, "stop-color": hueOf(two.index) }));
  const [x, y] = bend(one, two), group = svgPart("g", {});
  group.append(fade, svgPart("path", {
    d: `M${one.x} ${one.y}Q${x.toFixed(1)} ${y.toFixed(1)} ${two.x} ${two.y}`, stroke: `url(#band-${at})`, fill: "none",
    "stroke-opacity": (0.07 + 0.3 * (links / most)).toFixed(2), "stroke-width": ((0.8 + 5 * Math.sqrt(links / most)) / overview).toFixed(1),
  }));
  return group;
}

function linePath(links) {
  const shown = links.filter((link) => visible[ends[2 * link]] && visible[ends[2 * link + 1]]);
  return shown.map((link) => [0, 1].map((end) => `${end ? "L" : "M"}${X[ends[2 * link + end]].toFixed(1)} ${Y[ends[2 * link + end]].toFixed(1)}`).join("")).join("");
}

function thingPath(things, shape) {
  const path = new PathText();
  for (const i of things) if (visible[i]) shape(path, X[i], Y[i], drawnRadius(i, overview));
  return path.text.join("");
}

// The names that the whole map has when it fills a large screen.
function addNames(svg) {
  const width = 1600, scale = width / page.width, view = { scale, centre: { x: 0, y: 0 }, width, height: page.height * scale, near: 1, cards: [], spotsHeld: new Map() };
  const words = wordsOn(document.createElement("canvas").getContext("2d"), view, null);
  for (const { lines, x, y, font, size, halo } of words) {
    lines.forEach((line, at) => svg.append(svgPart("text", {
      x: ((x - width / 2) / scale).toFixed(1),
      y: ((y + (at - (lines.length - 1) / 2) * size * 1.2 - view.height / 2) / scale).toFixed(1),
      "text-anchor": "middle", "dominant-baseline": "central", "font-weight": font.split(" ")[0], "font-size": (size / scale).toFixed(1),
      fill: ink.ink, stroke: ink.paper, "stroke-width": (halo / scale).toFixed(1), "paint-order": "stroke",
    }, line)));
  }
}

const takeAways = {
  png: () => save(picture(Math.max(2, camera.pixelRatio())), "png"),
  svg() {
    const address = URL.createObjectURL(new Blob([drawing()], { type: "image/svg+xml" }));
    save(address, "svg");
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  },
  print: () => print(),
};
byId("export").addEventListener("click", ({ target }) => {
  const wanted = target.closest("[data-export]")?.dataset.export;
  if (!wanted) return;
  byId("export").open = false;
  takeAways[wanted]();
});

// A press, a key or a tab elsewhere closes the menu.
addEventListener("pointerdown", ({ target }) => byId("export").contains(target) || closeMenu());
byId("export").addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !byId("export").contains(relatedTarget) && closeMenu());
function closeMenu() {
  const menu = byId("export"), isHeld = menu.open && menu.contains(document.activeElement);
  menu.open = false;
  if (isHeld) menu.querySelector("summary").focus();
}

// Paper is light, and takes the drawing as a picture that scales with the page.
let themeBefore = "";
addEventListener("beforeprint", () => {
  themeBefore = root.dataset.theme;
  root.dataset.print = "";
  setTheme("light");
  byId("stage").prepend(make("img", { id: "paper", src: picture(3), alt: "" }));
});
addEventListener("afterprint", () => {
  byId("paper")?.remove();
  delete root.dataset.print;
  setTheme(themeBefore);
});
