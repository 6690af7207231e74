/* Routes kept on this device: what is kept, how it is listed and given up.
 *
 * Everything stands in the browser's own caches, put there when the person asks for it. A route
 * from a position has no address and is never kept. service-worker.js answers from here when there
 * is no connection; both use the names below. */

export const SAVED = "routeguide-saved";
export const FONTS = "routeguide-fonts";
const INDEX = "/saved/index.json";
export const MOST_ROUTES = 20;
export const MOST_BYTES = 20 * 1024 * 1024;

const HEADERS = [
  "Content-Type", "Content-Language", "Content-Security-Policy", "Permissions-Policy",
  "Referrer-Policy", "X-Content-Type-Options",
];

export const canSave = "caches" in window && "serviceWorker" in navigator;

/* Return the index: {routes: [{question, title, network, savedMs, bytes, urls, sound}], network}. */
export async function readIndex() {
  if (!canSave || !(await caches.has(SAVED))) return { routes: [], network: null };
  const found = await (await caches.open(SAVED)).match(INDEX);
  return found ? found.json() : { routes: [], network: null };
}

async function writeIndex(index) {
  const cache = await caches.open(SAVED);
  await cache.put(INDEX, new Response(JSON.stringify(index), { headers: { "Content-Type": "application/json" } }));
}

/* Run a change of the index alone, in whatever tab. */
function alone(change) {
  return navigator.locks ? navigator.locks.request(SAVED, change) : change();
}

/* Return the question of an address: its words without the number of a block. */
export function questionOf(address) {
  const words = new URL(address, location.origin).searchParams;
  words.delete("n");
  return words.toString();
}

/* Return an address as it is looked up: its words written in one way. */
function normal(url) {
  const { pathname, searchParams } = new URL(url, location.origin);
  return `${pathname}?${searchParams}`;
}

/* Return the kept route of a question, in whatever order its words were asked; null for none. */
export async function findSaved(question) {
  const { routes } = await readIndex();
  return routes.find((one) => one.question === question || one.urls.includes(`/route?${question}`)) ?? null;
}

/* Keep the words of a route: its page, its blocks one by one, its plain text.
 *
 * `alias` is another writing of the same question, in which it was asked; `sounds` are addresses kept
 * before that stay. Return {kept, dropped}: the entry, and the titles of the oldest ones that made
 * room. Raises when the words cannot be fetched or the device has no room. */
export async function saveRoute({ question, title, network, alias = question, sounds = [] }) {
  const urls = [question, alias].flatMap((words) => [`/route?${words}`, `/route/steps?${words}`]);
  const words = new Set([...urls, `/route.txt?${question}`]);
  const fetched = new Map();
  for (const url of words) fetched.set(url, await fetchWhole(url));
  const entry = { question, title, network, savedMs: Date.now(), urls: sounds, sound: sounds.length > 0 };
  return enter(entry, fetched);
}

/* Keep sounds with a route that is kept; return false where they cannot be had or it is not kept. */
export async function saveSounds(question, urls) {
  const fetched = new Map();
  for (const url of urls) {
    const sound = await fetchWhole(url).catch(() => null);
    if (!sound) return false;
    fetched.set(normal(url), sound);
  }
  const kept = await findSaved(question);
  if (!kept || !urls.length) return false;
  await enter({ ...kept, sound: true }, fetched);
  return true;
}

/* Put files into the cache and their route at the head of the index; the oldest make room. */
async function enter(entry, fetched) {
  const cache = await caches.open(SAVED);
  const urls = [...new Set([...entry.urls, ...fetched.keys()])];
  for (const [url, { body, headers }] of fetched) {
    headers.set("X-Saved-At", String(entry.savedMs));
    headers.set("X-Network", entry.network);
    await cache.put(url, new Response(body, { headers }));
  }
  const kept = { ...entry, urls, bytes: await sizeOf(cache, urls) };
  return alone(async () => {
    const index = await readIndex();
    const isSame = (one) => one.question === entry.question;
    const before = index.routes.filter(isSame).flatMap((one) => one.urls);
    index.network = entry.network;
    index.routes = [kept, ...index.routes.filter((one) => !isSame(one))];
    const gone = trim(index);
    await writeIndex(index);
    await forget([...before.filter((url) => !urls.includes(url)), ...gone.flatMap((one) => one.urls)]);
    await keepFonts();
    return { kept, dropped: gone.map((one) => one.title) };
  });
}

async function sizeOf(cache, urls) {
  let bytes = 0;
  for (const url of urls) bytes += (await (await cache.match(url))?.blob())?.size ?? 0;
  return bytes;
}

async function fetchWhole(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const headers = new Headers();
  for (const name of HEADERS) if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  return { body: await answer.blob(), headers };
}

/* Take the oldest routes off the index until it holds no more than it may; return them. */
function trim(index) {
  const gone = [];
  const isFull = () =>
    index.routes.length > MOST_ROUTES ||
    (index.routes.length > 1 && index.routes.reduce((sum, one) => sum + one.bytes, 0) > MOST_BYTES);
  while (isFull()) gone.push(index.routes.pop());
  return gone;
}

async function forget(urls) {
  const cache = await caches.open(SAVED);
  for (const url of urls) await cache.delete(url);
}

export async function removeRoute(question) {
  await alone(async () => {
    const index = await readIndex();
    await forget(index.routes.filter((one) => one.question === question).flatMap((one) => one.urls));
    index.routes = index.routes.filter((one) => one.question !== question);
    await writeIndex(index);
  });
}

/* Give up everything that this service keeps on the device. */
export async function removeAll() {
  await alone(async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("routeguide-")) await caches.delete(name);
    }
  });
  const registration = await navigator.serviceWorker.getRegistration("/");
  await registration?.unregister();
}

/* Remember which network answers now, so that older routes can be told as such without a connection. */
export async function noteNetwork(network) {
  await alone(async () => {
    const index = await readIndex();
    if (index.network === network || !index.routes.length) return;
    index.network = network;
    await writeIndex(index);
  });
}

/* Start the service worker: not before a route is kept. */
export async function startWorker() {
  await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
}

async function keepFonts() {
  const cache = await caches.open(FONTS);
  const fonts = performance.getEntriesByType("resource").map((one) => new URL(one.name));
  for (const url of fonts) {
    const isOurs = url.origin === location.origin && url.pathname.endsWith(".woff2");
    if (isOurs && !(await cache.match(url))) await cache.add(url).catch(() => {});
  }
}

/* Return how long ago, in the words of an element's data: minutes, hours or days. */
export function tellAge(savedMs, words, nowMs = Date.now()) {
  const minutes = Math.max(1, Math.floor((nowMs - savedMs) / 60000));
  const [word, count] =
    minutes < 60 ? [words.minutes, minutes]
    : minutes < 48 * 60 ? [words.hours, Math.floor(minutes / 60)]
    : [words.days, Math.floor(minutes / 1440)];
  return word.replace("%(n)s", String(count));
}
