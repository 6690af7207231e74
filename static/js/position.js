// Forms that send where somebody is: only at a press, once, in the body of a POST; kept nowhere.
// Without JavaScript, or without a position to be had, they stay hidden: there are the lists.
const ASKED = { enableHighAccuracy: true, maximumAge: 30000, timeout: 20000 };

function fill(form, lat, lon) {
  form.elements.namedItem("lat").value = lat;
  form.elements.namedItem("lon").value = lon;
}

function prepare(form) {
  const status = form.querySelector('[data-said]');
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    status.textContent = form.dataset.finding;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill(form, coords.latitude, coords.longitude);
        form.submit();
      },
      () => {
        status.textContent = form.dataset.failed;
      },
      ASKED,
    );
  });
  // A page that the browser shows again from its memory holds no position of before.
  addEventListener("pageshow", () => {
    fill(form, "", "");
    status.textContent = "";
  });
  form.hidden = false;
}

if ("geolocation" in navigator && window.isSecureContext) {
  document.querySelectorAll("form.position").forEach(prepare);
}
