/* Copy the words of a route, or hand it to another app of the device. */

const box = document.getElementById("share");
const told = document.getElementById("share-told");
const copy = document.getElementById("share-copy");
const send = document.getElementById("share-send");
const text = document.getElementById("share-text").content.textContent.trim();
const { title, address } = box.dataset;

async function copyText() {
  try {
    await navigator.clipboard.writeText(address ? `${text}\n\n${address}\n` : `${text}\n`);
    told.textContent = box.dataset.copied;
  } catch {
    told.textContent = box.dataset.failed;
  }
}

async function share() {
  try {
    await navigator.share(address ? { title, url: address } : { title, text });
  } catch (fault) {
    if (fault.name !== "AbortError") told.textContent = box.dataset.failed;
  }
}

copy.hidden = !navigator.clipboard?.writeText;
send.hidden = !navigator.share;
box.hidden = copy.hidden && send.hidden;
copy.addEventListener("click", copyText);
send.addEventListener("click", share);
