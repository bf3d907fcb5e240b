// The picture of the map to take away: PNG as seen, SVG of the whole, and paper.

const MOST_DRAWN = 6000;

// The stage as it is seen, without the part that lies under the cards.
function picture() {
  const canvas = document.createElement("canvas"), left = Math.round((clearing().left - 14) * camera.pixelRatio());
  [canvas.width, canvas.height] = [surface.width - left, surface.height];
  const context = canvas.getContext("2d");
  context.fillStyle = ink.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(surface, -left, 0);
  return canvas;
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

function drawing() {
  const svg = svgPart("svg", { xmlns: SVG, viewBox: [-page.width / 2 - 30, -page.height / 2 - 30, page.width + 60, page.height + 60].join(" "), "font-family": "system-ui, sans-serif" });
  svg.append(svgPart("title", {}, page.title), svgPart("rect", { x: -page.width / 2 - 30, y: -page.height / 2 - 30, width: page.width + 60, height: page.height + 60, fill: ink.paper }));
  const lines = (links, stroke, opacity) => svg.append(svgPart("path", { d: linePath(links), stroke, "stroke-opacity": opacity.toFixed(3), "stroke-width": 0.8, fill: "none" }));
  const alpha = linkInk(overview);
  lines(hubLinks, ink.link, alpha * 0.16);
  lines(betweenLinks, ink.link, alpha * 0.5);
  insideLinks.forEach((links, topic) => lines(links, hueOf(topic), alpha));
  for (const [topic, things] of paintOrder) svg.append(svgPart("path", { d: thingPath(things, shapeOf(topic)), fill: hueOf(topic), stroke: ink.paper }));
  svg.append(svgPart("path", { d: thingPath(ghosts, SHAPE_PATHS.disc), fill: ink.paper, stroke: ink.soft }));
  addNames(svg);
  return new XMLSerializer().serializeToString(svg);
}

function linePath(links) {
  const shown = links.filter((link) => visible[ends[2 * link]] && visible[ends[2 * link + 1]]);
  return shown.map((link) => [0, 1].map((end) => `${end ? "L" : "M"}${X[ends[2 * link + end]].toFixed(1)} ${Y[ends[2 * link + end]].toFixed(1)}`).join("")).join("");
}

function thingPath(things, shape) {
  const path = new PathText();
  for (const i of things) if (visible[i]) shape(path, X[i], Y[i], R[i]);
  return path.text.join("");
}

// The names that are on the screen now, where they are.
function addNames(svg) {
  const scale = camera.scale(), centre = camera.centre();
  for (const { lines, x, y, font, size, halo } of labels) {
    lines.forEach((line, at) => svg.append(svgPart("text", {
      x: ((x - camera.width() / 2) / scale + centre.x).toFixed(1),
      y: ((y + (at - (lines.length - 1) / 2) * size * 1.2 - camera.height() / 2) / scale + centre.y).toFixed(1),
      "text-anchor": "middle", "dominant-baseline": "central", "font-weight": font.split(" ")[0], "font-size": (size / scale).toFixed(1),
      fill: ink.ink, stroke: ink.paper, "stroke-width": (halo / scale).toFixed(1), "paint-order": "stroke",
    }, line)));
  }
}

const takeAways = {
  png: () => save(picture().toDataURL("image/png"), "png"),
  svg() {
    if (count > MOST_DRAWN) {
      byId("notice").textContent = `An SVG of ${number(count)} things would be too large; take the PNG`;
      return;
    }
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

// Paper is light, and takes the drawing as a picture that scales with the page.
let themeBefore = "";
addEventListener("beforeprint", () => {
  themeBefore = root.dataset.theme;
  setTheme("light");
  network.redraw();
  byId("stage").prepend(make("img", { id: "paper", src: picture().toDataURL("image/png"), alt: "" }));
});
addEventListener("afterprint", () => {
  byId("paper")?.remove();
  setTheme(themeBefore);
});
