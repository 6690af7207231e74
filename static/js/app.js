/* On every page: the age of a page that comes from the device, and the freshness of what is kept.
 *
 * Does nothing where nothing was ever kept. */

const note = document.getElementById("saved-note-told");
const network = document.querySelector("meta[name=routeguide-network]")?.content;

const SOUND_LASTS_MS = 10 * 60 * 1000;

async function run() {
  if (!("caches" in window) || !(await caches.has("routeguide-saved"))) return;
  const saving = await import("./saving.js");
  if (note) {
    await tellNote(saving);
    return;
  }
  await saving.noteNetwork(network);
  const isAnswer = location.pathname === "/route" && location.search;
  const kept = isAnswer ? await saving.findSaved(saving.questionOf(location.href)) : null;
  // Somebody looks at a route again that is kept: what is kept becomes what was answered now.
  if (kept) await renew(saving, kept);
}

/* The words become new at every look; the sounds only after a while: they are long to make. */
async function renew(saving, old) {
  const isSound = (url) => !/^\/route(\/steps|\.txt)?\?/.test(url);
  const sounds = old.urls.filter(isSound);
  const isNew = old.network === network && Date.now() - old.savedMs < SOUND_LASTS_MS;
  const alias = saving.questionOf(location.href);
  await saving.saveRoute({ ...old, network, alias, sounds: isNew ? sounds : [] });
  if (!isNew) await saving.saveSounds(old.question, sounds);
}

async function tellNote({ readIndex, tellAge }) {
  const saved = Number(note.dataset.savedAt);
  note.querySelector(".age").textContent = tellAge(saved, note.dataset);
  const index = await readIndex();
  if (index.network && index.network !== note.dataset.network) note.append(` ${note.dataset.old}`);
}

run().catch(() => {}); // private windows may refuse the cache: the page is whole without it
