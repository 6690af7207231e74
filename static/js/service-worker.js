/* Answers from the device where there is no connection. Served at /sw.js, behind a line that names
 * the files of the pages: const SHELL = {version, files, pages}.
 *
 * The network always comes first. Only GET is looked at: a posted position never comes near a cache.
 * Routes are kept by saving.js, when the person asks for it; nothing is kept here but the pages'
 * own files and the two pages that tell what is kept. */

const SAVED = "routeguide-saved";
const FILES = `routeguide-files-${SHELL.version}`;
const PATIENCE_MS = 6000;

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

async function install() {
  const cache = await caches.open(FILES);
  await cache.addAll(SHELL.files);
  await Promise.all(SHELL.pages.map((path) => keepPage(cache, path)));
  await self.skipWaiting();
}

async function keepPage(cache, path) {
  const answer = await fetch(path, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await cache.put(path, answer);
}

self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("routeguide-files-") && name !== FILES) await caches.delete(name);
  }
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(openPage(request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(openFile(request));
  else if (/^\/route(\.|\/sound)/.test(url.pathname)) event.respondWith(openKept(request, url));
});

async function openPage(request, url) {
  const kept = await findKept(url);
  try {
    const answer = await (kept ? inTime(fetch(request)) : fetch(request));
    if (kept && answer.status >= 500) return marked(kept);
    if (answer.ok && SHELL.pages.includes(url.pathname)) await renew(url.pathname, answer.clone());
    return answer;
  } catch {
    if (kept) return marked(kept);
    const own = SHELL.pages.includes(url.pathname) ? url.pathname : SHELL.pages[0];
    return (await caches.match(own)) ?? Response.error();
  }
}

/* The page in the language in which it was seen last is the one that is kept. */
async function renew(path, answer) {
  const cache = await caches.open(FILES);
  await cache.put(path, answer);
}

function inTime(answer) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
    answer.then(resolve, reject);
  });
}

async function openFile(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true, ignoreVary: true })) ?? Response.error();
  }
}

/* Sounds and plain text: a player asks for parts of a sound, and is given those of the whole. */
async function openKept(request, url) {
  try {
    return await fetch(request);
  } catch {
    const kept = await findKept(url);
    if (!kept) return Response.error();
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
    return range ? partOf(kept, Number(range[1]), range[2]) : kept;
  }
}

async function partOf(kept, from, end) {
  const whole = await kept.blob();
  const last = end ? Math.min(Number(end), whole.size - 1) : whole.size - 1;
  const headers = {
    "Content-Type": kept.headers.get("Content-Type"),
    "Content-Range": `bytes ${from}-${last}/${whole.size}`,
    "Accept-Ranges": "bytes",
  };
  if (from > last) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${whole.size}` } });
  return new Response(whole.slice(from, last + 1), { status: 206, headers });
}

async function findKept(url) {
  if (!(await caches.has(SAVED))) return undefined;
  const words = new URLSearchParams(url.search);
  words.delete("n");
  return (await caches.open(SAVED)).match(`${url.pathname}?${words}`, { ignoreVary: true });
}

/* Return a kept page with its age told first: the note that the page holds, put before all else. */
async function marked(kept) {
  const text = await kept.text();
  const note = /<template id="saved-note">([\s\S]*?)<\/template>/.exec(text)?.[1] ?? "";
  const told = note.replace(
    'id="saved-note-told"',
    `id="saved-note-told" data-saved-at="${kept.headers.get("X-Saved-At")}" data-network="${kept.headers.get("X-Network")}"`,
  );
  const body = text.replace(/<main[^>]*>/, (main) => main + told);
  return new Response(body, { headers: kept.headers });
}
