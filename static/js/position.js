// Fills a hidden form with the device's position when its button is pressed, and posts it.
// Without JavaScript the form stays hidden: the reader chooses a station.

for (const form of document.querySelectorAll("form.position")) {
  if (!("geolocation" in navigator) || !window.isSecureContext) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.lat.value) return;
    event.preventDefault();
    const status = form.querySelector("[role=status]");
    status.textContent = form.dataset.finding;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude;
        form.elements.lon.value = coords.longitude;
        form.requestSubmit();
      },
      () => {
        status.textContent = form.dataset.failed;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  });
}
