/* The button that keeps a route on the device. */

import { canSave, findSaved, questionOf, saveRoute, startWorker } from "./saving.js";

const box = document.getElementById("save");
const button = document.getElementById("save-route");
const told = document.getElementById("save-told");
const question = questionOf(box.dataset.address);

function sounds() {
  const player = document.querySelector("[data-sound]");
  return player ? [player.dataset.sound, player.dataset.times].filter(Boolean) : [];
}

async function save() {
  const { title, network } = box.dataset;
  const alias = location.search ? questionOf(location.href) : question;
  return saveRoute({ question, title, network, sounds: sounds(), alias });
}

async function press() {
  button.disabled = true;
  told.textContent = box.dataset.saving;
  try {
    await startWorker();
    const { dropped } = await save();
    told.textContent = box.dataset.saved;
    if (dropped.length) told.append(` ${box.dataset.dropped.replace("%(titles)s", dropped.join(" / "))}`);
    button.textContent = box.dataset.again;
  } catch {
    told.textContent = box.dataset.failed;
  }
  button.disabled = false;
}

/* A sound that was listened to belongs to a route that is kept. */
async function keepSound() {
  const kept = await findSaved(question);
  if (kept && !kept.sound) await save().catch(() => {});
}

if (canSave) {
  box.hidden = false;
  button.addEventListener("click", press);
  document.addEventListener("play", keepSound, { capture: true, once: true });
  findSaved(question).then((kept) => {
    if (kept) button.textContent = box.dataset.again;
  }, () => {});
}
