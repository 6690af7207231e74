/* On every page: the age of a page that comes from the device, and the freshness of what is kept.
 *
 * Does nothing where nothing was ever kept. */

const note = document.getElementById("saved-note-told");
const network = document.querySelector("meta[name=routeguide-network]")?.content;

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

/* The sounds of an older answer are not those of this one: they are fetched again, if they were kept. */
async function renew(saving, old) {
  const sounds = old.urls.filter((url) => !/^\/route(\/steps|\.txt)?\?/.test(url));
  await saving.saveRoute({ ...old, network, alias: saving.questionOf(location.href) });
  await saving.saveSounds(old.question, sounds);
}

async function tellNote({ readIndex, tellAge }) {
  const saved = Number(note.dataset.savedAt);
  note.querySelector(".age").textContent = tellAge(saved, note.dataset);
  const index = await readIndex();
  if (index.network && index.network !== note.dataset.network) note.append(` ${note.dataset.old}`);
}

run().catch(() => {}); // private windows may refuse the cache: the page is whole without it
