// Going places: selecting, the address that says what is selected, and the way back.

// `change` sets what is selected; everything else follows from the address.
function select(i, { isFramed = false, isPushed = true } = {}) {
  Object.assign(state, { selected: i, hovered: -1, topic: -1, route: null, routeFrom: -1, noRoute: null, unknown: "" });
  if (i >= 0) reveal(i);
  settle(isPushed, isFramed && i >= 0 ? [...surroundings(i, 1).keys()] : null);
}

function openTopic(topic, { isPushed = true } = {}) {
  Object.assign(state, { selected: -1, hovered: -1, topic, route: null, routeFrom: -1, noRoute: null, unknown: "" });
  const own = members[topic], { hub } = topics[topic];
  if (own.length && !own.some((i) => visible[i])) reveal(hub >= 0 ? hub : own[0]);
  settle(isPushed, own.filter((i) => visible[i]));
}

function settle(isPushed, framed) {
  if (isPushed) writeAddress(addressOf());
  emit("select");
  if (framed?.length) frame(framed, true);
}

// A convenience: inside another page the map may have no say in its address, and works without.
function writeAddress(address) {
  if (location.hash === address) return;
  try {
    history.pushState(null, "", location.href.split("#")[0] + address);
  } catch {
    // The frame is sandboxed, or its address is the other page's.
  }
}

function addressOf() {
  if (state.route) return `#way/${[state.route[0], state.route.at(-1)].map((end) => encodeURI(slugOf(end))).join(":")}`;
  if (state.selected >= 0) return `#/${encodeURI(slugOf(state.selected))}`;
  return state.topic >= 0 ? `#topic/${state.topic + 1}` : "";
}

// What a person asks for must show, whatever the filters say.
function reveal(i) {
  if (visible[i]) return;
  if (topicOf[i] >= 0) state.hiddenTopics.delete(topicOf[i]);
  if (kind[i] === page.kinds.unresolved) state.unresolved = true;
  if (kind[i] === page.kinds.attachment) state.attachments = true;
  if (degree(i) === 0) state.orphans = true;
  if (!isWanted(i)) Object.assign(state, { ...NO_FILTERS, until: Infinity });
  refilter();
  emit("controls");
}

function goToAddress() {
  // Whatever else an address says is not for the map.
  if (!/^(#\/.*|#topic\/.*|#way\/.*|)$/.test(location.hash)) return;
  const topic = topics[/^#topic\/(\d+)$/.exec(location.hash)?.[1] - 1];
  if (topic) return openTopic(topic.index, { isPushed: false });
  // A permalink holds no colon, so one parts the ends of a way.
  const slugs = (/^#way\/(.+:.+)$/.exec(location.hash)?.[1].split(":") ?? [location.hash.replace(/^#\/?/, "")]).map(decoded).filter(Boolean);
  const unknown = slugs.find((slug) => withSlug(slug) < 0);
  if (slugs.length && !unknown) {
    const [from, to = from] = slugs.map(withSlug);
    select(from, { isFramed: true, isPushed: false });
    return from === to ? undefined : openWay(from, to, { isPushed: false });
  }
  if (state.selected >= 0 || state.topic >= 0) select(-1, { isPushed: false });
  state.unknown = unknown ?? "";
  showNotice();
}

function decoded(text) {
  try {
    return decodeURI(text);
  } catch {
    // An address cut short by whoever passed it on.
    return text;
  }
}
addEventListener("popstate", goToAddress);
addEventListener("hashchange", goToAddress);

function startRoute() {
  state.routeFrom = state.selected;
  showNotice();
}

function finishRoute(to) {
  openWay(state.routeFrom >= 0 ? state.routeFrom : state.selected, to);
}

function openWay(from, to, { isPushed = true } = {}) {
  reveal(to);
  const way = shortestRoute(from, to);
  Object.assign(state, { route: way, routeFrom: -1, hovered: -1, noRoute: way ? null : [from, to] });
  settle(isPushed, way);
}

// A click, a hit or a row: the end of a route that was begun, else the new selection.
function choose(i, options) {
  if (state.routeFrom >= 0 && i >= 0 && i !== state.routeFrom) finishRoute(i);
  else select(i, options);
}
