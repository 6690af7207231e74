/* The button that keeps a route on the device. */

import { canSave, findSaved, questionOf, saveRoute, saveSounds, startWorker } from "./saving.js";

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
  return saveRoute({ question, title, network, alias });
}

/* The words first: they are what is needed. Making the sound may take a while. */
async function press() {
  button.disabled = true;
  told.textContent = box.dataset.saving;
  try {
    await startWorker();
    const { dropped } = await save();
    told.textContent = box.dataset.saved;
    if (dropped.length) told.append(` ${box.dataset.dropped.replace("%(titles)s", dropped.join(" / "))}`);
    button.textContent = box.dataset.again;
    if (await saveSounds(question, sounds())) told.append(` ${box.dataset.soundSaved}`);
  } catch {
    told.textContent = box.dataset.failed;
  }
  button.disabled = false;
}

/* A sound that was listened to belongs to a route that is kept. */
async function keepSound() {
  const kept = await findSaved(question);
  if (kept && !kept.sound) await saveSounds(question, sounds()).catch(() => false);
}

if (canSave) {
  box.hidden = false;
  button.addEventListener("click", press);
  document.addEventListener("play", keepSound, { capture: true, once: true });
  findSaved(question).then((kept) => {
    if (kept) button.textContent = box.dataset.again;
  }, () => {});
}
