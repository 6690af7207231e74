// One polite live region a page: what any part of the page writes into its own [data-said] line
// is told once, here. Without JavaScript nothing changes by itself and nothing has to be told.

const region = document.getElementById("live");

new MutationObserver((changes) => {
  for (const { target } of changes) {
    const line = (target.closest ? target : target.parentElement)?.closest("[data-said]");
    const text = line?.textContent.trim();
    if (text && region.textContent !== text) region.textContent = text;
  }
}).observe(document.body, { subtree: true, childList: true, characterData: true });
