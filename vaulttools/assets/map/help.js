// What the map can do, and its keys.

const KEYS = [
  [["/"], "search notes"],
  [["Esc"], "clear: search, list, selection, then filters"],
  [["f"], "show the whole map"],
  [["+", "−"], "zoom"],
  [["←", "↑", "↓", "→"], "move, when the map has the focus"],
  [["1", "…", "4"], "how many links around the note are shown"],
  [["p"], "shortest way from this note to another (or Shift + click)"],
  [["t"], "topics and filters"],
  [["l"], "all notes as a list"],
  [["o"], "notes without links on or off"],
  [["u"], "missing notes on or off"],
  [["d"], "light or dark"],
  [["?"], "this help"],
];

function openHelp() {
  const help = byId("help");
  const keys = make("dl", {}, ...KEYS.flatMap(([names, what]) => [make("dt", {}, ...names.map((one) => make("kbd", {}, one))), make("dd", {}, what)]));
  help.replaceChildren(
    make("h2", { id: "help-title" }, "Reading the map"),
    make("p", {}, "Each dot is a note, larger with more backlinks; lines are links. Colour and shape tell the topic, hollow rings are names that lead to no note yet. Point at a dot to see its neighbours, click to open it."),
    keys, make("div", { class: "actions" }, make("button", { type: "button", class: "action main", click: () => help.close() }, "Close")),
  );
  help.showModal();
}
byId("show-help").addEventListener("click", openHelp);
