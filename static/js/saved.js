/* The page of the routes kept on this device. */

import { canSave, readIndex, removeAll, removeRoute, tellAge } from "./saving.js";

const page = document.getElementById("saved");
const words = page.dataset;
const list = document.getElementById("saved-list");
const told = document.getElementById("saved-told");
const all = document.getElementById("saved-remove-all");
const row = document.getElementById("saved-row");

function kilobytes(bytes) {
  return String(Math.max(1, Math.round(bytes / 1024)));
}

function part(item, name) {
  return item.querySelector(`[data-part=${name}]`);
}

async function draw() {
  const { routes, network } = await readIndex();
  document.getElementById("saved-none").hidden = routes.length > 0;
  all.hidden = routes.length === 0;
  list.replaceChildren(...routes.map((one) => drawRow(one, network)));
}

function drawRow(one, network) {
  const item = row.content.cloneNode(true).firstElementChild;
  part(item, "link").href = `/route?${one.question}`;
  part(item, "link").textContent = one.title;
  part(item, "steps").href = `/route/steps?${one.question}`;
  part(item, "age").textContent = tellAge(one.savedMs, words);
  part(item, "size").textContent = words.size.replace("%(kilobytes)s", kilobytes(one.bytes));
  part(item, "sound").hidden = !one.sound;
  part(item, "old").hidden = !network || one.network === network;
  const remove = part(item, "remove");
  remove.setAttribute("aria-label", words.remove.replace("%(title)s", one.title));
  remove.addEventListener("click", async () => {
    await removeRoute(one.question);
    await draw();
    tellOf(words.removed.replace("%(title)s", one.title));
  });
  return item;
}

function tellOf(text) {
  told.textContent = text;
  document.querySelector("h1").focus();
}

async function learnNetwork() {
  const answer = await fetch("/health").catch(() => null);
  if (!answer?.ok) return;
  const { noteNetwork } = await import("./saving.js");
  await noteNetwork((await answer.json()).network);
  await draw();
}

if (canSave) {
  page.hidden = false;
  document.getElementById("saved-without").hidden = true;
  all.addEventListener("click", async () => {
    await removeAll();
    await draw();
    tellOf(words.removedAll);
  });
  draw().then(learnNetwork, () => {});
}
