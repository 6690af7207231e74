// Forms that send where somebody is: only at a press, once, in the body of a POST; kept nowhere.
const ASKED = { enableHighAccuracy: true, maximumAge: 30000, timeout: 20000 };

function send(form, { coords }) {
  form.elements.namedItem("lat").value = coords.latitude.toFixed(6);
  form.elements.namedItem("lon").value = coords.longitude.toFixed(6);
  form.submit();
}

function empty(form) {
  for (const name of ["lat", "lon"]) form.elements.namedItem(name).value = "";
}

function prepare(form) {
  const status = form.querySelector('[role="status"]');
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    status.textContent = form.dataset.finding;
    navigator.geolocation.getCurrentPosition(
      (found) => send(form, found),
      () => { status.textContent = form.dataset.failed; },
      ASKED,
    );
  });
  // A page that is shown again from the browser's memory holds nothing of it.
  addEventListener("pageshow", () => empty(form));
  form.hidden = false;
}

if ("geolocation" in navigator) document.querySelectorAll("form.position").forEach(prepare);
