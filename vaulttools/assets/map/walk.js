// Walks along links: the surroundings of a thing, and the shortest way between two.

// Things within `depth` links of the start, each with its distance. Not through hubs: what all are
// linked with brings nobody nearer.
function surroundings(start, depth) {
  const distance = new Map([[start, 0]]);
  let edge = [start];
  for (let step = 1; step <= depth; step += 1) {
    const next = [];
    for (const i of edge) {
      if (isHub[i] && i !== start) continue;
      for (let at = starts[i]; at < starts[i + 1]; at += 1) {
        const other = otherEnd(linkAt[at], i);
        if (!visible[other] || distance.has(other)) continue;
        distance.set(other, step);
        next.push(other);
      }
    }
    edge = next;
  }
  return distance;
}

// The things from one to another along links either way, or null. Hubs only when nothing else leads there.
function shortestRoute(from, to) {
  return route(from, to, false) ?? route(from, to, true);
}

function route(from, to, throughHubs) {
  const cameFrom = new Map([[from, -1]]);
  let edge = [from];
  while (edge.length && !cameFrom.has(to)) {
    const next = [];
    for (const i of edge) {
      if (isHub[i] && i !== from && !throughHubs) continue;
      for (let at = starts[i]; at < starts[i + 1]; at += 1) {
        const other = otherEnd(linkAt[at], i);
        if (!visible[other] || cameFrom.has(other)) continue;
        cameFrom.set(other, i);
        next.push(other);
      }
    }
    edge = next;
  }
  if (!cameFrom.has(to)) return null;
  const way = [to];
  while (way[0] !== from) way.unshift(cameFrom.get(way[0]));
  return way;
}
