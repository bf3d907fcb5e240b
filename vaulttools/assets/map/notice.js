// The line over the map: what it waits for, what it did not find, what it leaves out.

function showNotice() {
  const text = noticeText(), notice = byId("notice");
  if (notice.firstChild?.textContent === text) return;
  notice.replaceChildren(...(text ? [make("span", {}, text)] : []));
  if (text && state.routeFrom < 0 && !state.noRoute && !state.unknown) notice.append(make("button", { type: "button", click: clearFilters }, "Clear"));
}
for (const event of ["filter", "select"]) on(event, showNotice);

function noticeText() {
  if (state.routeFrom >= 0) return `Choose the note where the way from “${titles[state.routeFrom]}” shall lead`;
  if (state.noRoute) return `No way leads from “${titles[state.noRoute[0]]}” to “${titles[state.noRoute[1]]}”`;
  if (state.unknown) return `This map has nothing at “${short(state.unknown, 80)}”`;
  if (!isFiltered()) return "";
  const all = Array.from(visible.keys()).filter(isOfKind).length;
  return `${number(visible.reduce((sum, one) => sum + one, 0))} of ${number(all)} shown`;
}

function clearFilters() {
  filterBy(NO_FILTERS);
  byId("network").focus({ preventScroll: true });
}
