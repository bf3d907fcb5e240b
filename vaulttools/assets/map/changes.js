// What changed since another state of the vault: signs on the map, lists in the panel, a switch.

const changesOf = new Map(page.changes?.things ?? []);
const formerOf = new Map(page.changes?.former ?? []);
const addedLinks = page.changes?.added ?? [];
const lostLinks = page.changes?.lost ?? [];
const CHANGES = [
  ["added", "Added"], ["gone", "Gone"], ["renamed", "Renamed"], ["orphaned", "Lost all links"], ["moved topic", "Changed topic"], ["edited", "Edited"],
];
const isGone = (i) => changesOf.get(i)?.[0] === "gone";

// On top of the map: new links green, lost ones red and dashed; a plus or a minus for what came and went.
function paintChanges(context, scale, box) {
  if (!page.changes) return;
  context.lineWidth = 1.6 / scale;
  context.globalAlpha = 0.8;
  context.strokeStyle = ink.good;
  strokeLinks(context, addedLinks, box);
  context.setLineDash([5 / scale, 4 / scale]);
  context.strokeStyle = ink.bad;
  strokeLinks(context, lostLinks, box);
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const [i, kinds] of changesOf) if (visible[i]) paintSign(context, i, kinds[0], scale);
}

const SIGNS = new Map([["added", "good"], ["gone", "bad"], ["renamed", "accent"], ["orphaned", "warn"], ["moved topic", "accent"], ["edited", "soft"]]);

function paintSign(context, i, change, scale) {
  const r = drawnRadius(i, scale) + 2.5 / scale, arm = 3.2 / scale;
  if (change === "gone") {
    context.fillStyle = ink.paper;
    context.beginPath();
    context.arc(X[i], Y[i], drawnRadius(i, scale), 0, 2 * Math.PI);
    context.fill();
  }
  context.strokeStyle = ink[SIGNS.get(change)];
  context.lineWidth = (change === "edited" ? 1 : 1.8) / scale;
  context.setLineDash(change === "gone" ? [3 / scale, 2 / scale] : []);
  context.beginPath();
  context.arc(X[i], Y[i], r, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
  if (change !== "added" && change !== "gone") return;
  const x = X[i] + r + arm, y = Y[i] - r - arm;
  context.beginPath();
  corners(context, [[x - arm, y], [x + arm, y]]);
  if (change === "added") corners(context, [[x, y - arm], [x, y + arm]]);
  context.stroke();
}

function changesPanel() {
  if (!page.changes) return null;
  const parts = CHANGES.map(([kind, title]) => {
    const things = [...changesOf].filter(([, kinds]) => kinds.includes(kind)).map(([i]) => i);
    return things.length ? make("details", { class: "change", open: things.length < 13 }, make("summary", {}, title, make("span", { class: "tally" }, number(things.length))), growing(things, (i) => make("li", {}, noteLink(i)))) : null;
  });
  return make("section", { id: "changes" }, make("h3", {}, "Changes since ", name(page.changes.since)),
    make("p", { class: "path" }, `${plural(addedLinks.length, "link")} added, ${number(lostLinks.length)} gone`), ...parts);
}

function changeWords(i) {
  if (!changesOf.has(i)) return null;
  const told = changesOf.get(i).map((kind) => (kind === "renamed" ? `renamed from “${formerOf.get(i)}”` : kind));
  return make("p", { class: "path" }, `Since ${page.changes.since}: `, name(told.join(", ")));
}
