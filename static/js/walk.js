/* The step by step view and the walking view on the page: screens, words, sound, keys.
 *
 * What is told when is decided by following.js. A position stays in this page: it is handed to
 * following.js and to nothing else. Without this file the page works by its links. */

import { begin, choose, follow, prepare, tick, RULES } from "./following.js";

const byId = (id) => document.getElementById(id);
const screens = [...byId("screens").content.children];
const last = screens.length - 1;
const panel = byId("walk");
const way = prepare(JSON.parse(panel.dataset.walk));
const told = byId("told");
const words = Object.fromEntries(
  [...byId("walk-words").content.children].map((one) => [one.dataset.word, one]),
);
const TICK_MS = 5000;
const VIBRATION_MS = [200, 100, 200];

let at = Number(document.querySelector("#screen .screen").dataset.number);
let state = null;
let watch = null;
let timer = null;
let lock = null;
let isSounding = false;
let wasHidden = false;

/* -- words -- */

function say(name, metres) {
  return words[name].textContent.replace("%(metres)s", metres);
}

function spoken(name) {
  return words[name].dataset.speech ?? words[name].textContent;
}

function cautionsOf(number) {
  const { warned } = screens[number].dataset;
  return warned ? `${words.caution.textContent}: ${warned}` : "";
}

function blockOf(number) {
  return [cautionsOf(number), screens[number].dataset.speech].filter(Boolean).join(" ");
}

/* Tell in the one live region, and aloud where the person wants it; `more` is on the screen already. */
function tell(parts, more = "", aloud = parts) {
  told.replaceChildren(parts.filter(Boolean).join(" "));
  if (more) {
    const unseen = document.createElement("span");
    unseen.className = "unseen";
    unseen.textContent = ` ${more}`;
    told.append(unseen);
  }
  speak([...aloud, more].filter(Boolean).join(" "));
  if (watch !== null) navigator.vibrate?.(VIBRATION_MS);
}

function speak(text, isChosen = false) {
  if (!isSounding || !text) return;
  if (isChosen) speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = panel.dataset.language;
  speechSynthesis.speak(utterance);
}

/* -- screens -- */

function show(number) {
  at = number;
  byId("screen").replaceChildren(screens[number].cloneNode(true));
  byId("ahead").hidden = true;
  for (const link of document.querySelectorAll("[data-go]")) {
    const goal = number + (link.dataset.go === "first" ? 1 : -1);
    link.hidden = goal < 0 || goal > last;
    if (link.href) link.href = addressOf(goal);
    else link.value = String(goal);
  }
  document.title = screens[number].dataset.title;
  const session = navigator.mediaSession;
  if (session && "MediaMetadata" in window) session.metadata = new MediaMetadata({ title: document.title });
}

function addressOf(number) {
  const address = new URL(location.href);
  address.searchParams.set("n", String(number));
  return address.href;
}

/* A posted page keeps its address: a position never stands in one. */
const isPosted = document.querySelector("button[data-go]") !== null;

function turnTo(number) {
  if (number < 0 || number > last || number === at) return;
  show(number);
  history.pushState({ number }, "", isPosted ? location.href : addressOf(number));
  chosen(number);
}

function chosen(number) {
  if (state && number) state = choose(way, state, number - 1);
  told.textContent = "";
  document.querySelector("#screen h2").focus();
  speak(blockOf(number), true);
}

/* Show a block that the position has chosen: the focus stays where it is. */
function present(number) {
  show(number);
  byId("screen").scrollIntoView();
  history.replaceState({ number }, "", isPosted ? location.href : addressOf(number));
}

history.replaceState({ number: at }, "");
window.addEventListener("popstate", (event) => {
  if (event.state?.number === undefined) return;
  show(event.state.number);
  chosen(event.state.number);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-go]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  turnTo(at + (link.dataset.go === "first" ? 1 : -1));
});
document.addEventListener("keydown", (event) => {
  const isField = event.target.closest?.("input, select, textarea, audio, [role=slider]");
  if (isField || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  turnTo(at + by);
});

/* -- what following.js says, on the page -- */

const HANDLERS = {
  block({ block, left_m: left, passed }) {
    present(block + 1);
    tell([...passedWords(passed), lead(left)], blockOf(block + 1));
  },
  back({ block }) {
    present(block + 1);
    tell([say("back")], blockOf(block + 1));
  },
  returned({ block, passed }) {
    present(block + 1);
    tell([say("returned"), ...passedWords(passed)], blockOf(block + 1));
  },
  unsure({ block, accuracyM }) {
    if (block === null) return tell([say("no_idea")]);
    layAhead(block + 1);
    return tell([say("unsure", inWords(accuracyM))]);
  },
  off: () => tell([say("off")], "", [spoken("off")]),
  away: ({ distance_m: distance }) => tell([say("away", distance)]),
  inside: () => add("inside"),
  lost: () => tell([say("lost")]),
  found: () => tell([say("found")]),
  end() {
    stop();
    add("end");
  },
};

/* Tell more, behind what was just told. */
function add(name) {
  told.append(` ${say(name)}`);
  speak(say(name));
}

function lead(left) {
  if (way.blind) return say("blind");
  return left ? say("near", left) : say("here");
}

function passedWords(passed) {
  const cautions = passed.map((block) => cautionsOf(block + 1)).filter(Boolean);
  return cautions.length ? [say("passed"), ...cautions] : [];
}

/* Lay the next block below this one, to be read by hand: it is neither announced nor spoken. */
function layAhead(number) {
  const head = document.createElement("h3");
  head.textContent = say("ahead");
  const lines = screens[number].querySelector("div").cloneNode(true);
  byId("ahead").replaceChildren(head, lines);
  byId("ahead").hidden = at === number;
}

function inWords(accuracyM) {
  return Math.max(5, 5 * Math.ceil(accuracyM / 5));
}

function take([next, events]) {
  state = next;
  for (const event of events) HANDLERS[event.type](event);
}

function tellAccuracy(accuracyM) {
  const name = accuracyM <= RULES.goodM ? "accuracy" : "coarse";
  byId("walk-accuracy").textContent = say(name, inWords(accuracyM));
}

/* -- position: on this device only -- */

function start() {
  state = begin(way, Math.max(0, at - 1), Date.now());
  if (!at) present(1);
  watch = navigator.geolocation.watchPosition(onFix, onFault, { enableHighAccuracy: true, maximumAge: 0 });
  timer = setInterval(() => take(tick(way, state, Date.now())), TICK_MS);
  byId("walk-consent").hidden = true;
  byId("walk-stop").hidden = false;
  keepScreen();
  tell([say("started"), state.mode === "inside" ? say("inside") : ""], blockOf(at));
  document.querySelector("#screen h2").focus();
}

function onFix({ coords, timestamp }) {
  if (watch === null) return;
  tellAccuracy(coords.accuracy);
  const fix = { lon: coords.longitude, lat: coords.latitude, accuracyM: coords.accuracy, timeMs: Date.now() };
  take(follow(way, state, fix));
}

function onFault(fault) {
  if (watch === null || fault.code !== fault.PERMISSION_DENIED) return; // silence is told by tick
  stop();
  tell([say("denied")]);
}

function stop() {
  navigator.geolocation.clearWatch(watch);
  clearInterval(timer);
  watch = null;
  timer = null;
  lock?.release?.().catch(() => {});
  lock = null;
  state = null;
  byId("walk-accuracy").textContent = "";
  byId("walk-consent").hidden = false;
  byId("walk-stop").hidden = true;
}

async function keepScreen() {
  try {
    lock = (await navigator.wakeLock?.request("screen")) ?? null;
  } catch {
    lock = null; // low battery, or a page in the background: the screen may go dark, as was said
  }
}

document.addEventListener("visibilitychange", () => {
  if (watch === null) return;
  if (document.visibilityState === "hidden") {
    wasHidden = true;
  } else if (wasHidden) {
    wasHidden = false;
    keepScreen();
    tell([say("woke")]);
  }
});

/* -- sound and headset buttons -- */

const silence = panel.dataset.silence ? new Audio() : null;

function setSound(on) {
  isSounding = on;
  byId("walk-sound").setAttribute("aria-pressed", String(on));
  if (!on) {
    speechSynthesis.cancel();
    silence?.pause();
    return;
  }
  if (silence) {
    // Headset buttons reach a page only while it plays something: a loop without a sound.
    silence.src = silence.src || panel.dataset.silence;
    silence.loop = true;
    silence.play().catch(() => {});
  }
  speak([say("sound_on"), blockOf(at)].join(" "));
}

for (const [action, by] of [["nexttrack", 1], ["previoustrack", -1]]) {
  try {
    navigator.mediaSession?.setActionHandler(action, () => turnTo(at + by));
  } catch {
    // this browser does not know the button
  }
}

/* -- the buttons -- */

const opener = byId("walk-open");
const hasPosition = "geolocation" in navigator;
const hasSpeech = "speechSynthesis" in window;
opener.hidden = !(hasPosition || hasSpeech);
byId("walk-consent").hidden = !hasPosition;
byId("walk-sound").hidden = !hasSpeech;
byId("walk-keys").hidden = !hasSpeech;
opener.addEventListener("click", () => {
  panel.hidden = !panel.hidden;
  opener.setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) byId("walk-head").focus();
});
byId("walk-start").addEventListener("click", start);
byId("walk-stop").addEventListener("click", () => {
  stop();
  tell([say("stopped")]);
});
byId("walk-sound").addEventListener("click", () => setSound(!isSounding));
show(at);
