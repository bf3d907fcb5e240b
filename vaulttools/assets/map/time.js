// The timeline: how the vault grew, and the map as it was on a day.

const DAY = 86_400_000;
const until = byId("until"), untilDay = byId("until-day");
const lastDay = page.days ? Math.max(...page.days.since) : 0;
let playing = 0;

const dayName = (since) => new Date((page.days.first + since) * DAY).toISOString().slice(0, 10);

function showUntil(share) {
  const since = Math.round(share * lastDay);
  state.until = share >= 1 ? Infinity : since;
  untilDay.value = dayName(since);
  until.setAttribute("aria-valuetext", dayName(since));
  refilter();
  drawHistogram(share);
}

function drawHistogram(share) {
  const canvas = byId("histogram"), context = canvas.getContext("2d"), bins = new Array(64).fill(0);
  page.days.since.forEach((since, i) => {
    if (since >= 0 && kind[i] === page.kinds.note) bins[Math.min(63, Math.floor((since / (lastDay + 1)) * 64))] += 1;
  });
  const most = Math.max(...bins), step = canvas.width / 64;
  context.clearRect(0, 0, canvas.width, canvas.height);
  bins.forEach((tallied, at) => {
    const height = tallied ? Math.max(3, Math.sqrt(tallied / most) * canvas.height) : 0;
    context.fillStyle = (at + 0.5) / 64 <= share ? ink.accent : ink.soft;
    context.globalAlpha = (at + 0.5) / 64 <= share ? 0.75 : 0.3;
    context.fillRect(at * step + 1, canvas.height - height, step - 2, height);
  });
}

function play() {
  if (playing) return stop();
  if (Number(until.value) >= 1000) until.value = 0;
  byId("play").setAttribute("aria-label", "Pause");
  playing = setInterval(() => {
    until.value = Number(until.value) + 8;
    showUntil(until.value / 1000);
    if (Number(until.value) >= 1000) stop();
  }, 90);
}

function stop() {
  clearInterval(playing);
  playing = 0;
  byId("play").setAttribute("aria-label", "Play");
}

if (page.days) {
  byId("time").hidden = false;
  until.addEventListener("input", () => (stop(), showUntil(until.value / 1000)));
  byId("play").addEventListener("click", play);
  untilDay.value = dayName(lastDay);
  drawHistogram(1);
  on("theme", () => drawHistogram(until.value / 1000));
  on("controls", () => {
    if (state.until === Infinity) [until.value, untilDay.value] = [1000, dayName(lastDay)];
  });
}
