// The map of a route that can be moved: laid over the sketch when it comes near the screen.
// Everything it shows stands in words beside it; without this file the sketch stays.

import { middleOf, readLine } from "./map_lines.js";

const PAN_SHARE = 0.4;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class RouteMap {
  constructor(section, data) {
    this.section = section;
    this.data = data;
    this.live = section.querySelector(".map-live");
    this.said = section.querySelector(".map-said");
    this.steps = new Map(
      [...document.querySelectorAll("li[data-step]")].map((one) => [Number(one.dataset.step), one]),
    );
    this.opening = null;
    this.lit = null;
  }

  // Opens the map once; whoever asks again waits for the same one.
  open() {
    this.opening ??= this.load().catch(() => {
      this.live.hidden = true;
      this.section.classList.remove("map-is-live");
      this.say(this.data.words.failed);
      return false;
    });
    return this.opening;
  }

  async load() {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = this.live.dataset.style;
    const styled = new Promise((done, failed) => {
      style.onload = done;
      style.onerror = failed;
    });
    document.head.append(style);
    const [marks, ground] = await Promise.all([
      import("./map_marks.js"),
      import("./map_streets.js"),
      import(this.live.dataset.leaflet),
      styled,
    ]);
    this.live.hidden = false;
    this.section.classList.add("map-is-live");
    this.draw(globalThis.L, { ...marks, ...ground });
    return true;
  }

  say(text) {
    this.said.textContent = text;
  }

  draw(L, { Numbers, Signs, Streets }) {
    const moving = !calm.matches;
    const box = this.live.querySelector(".map-box");
    this.map = L.map(box, {
      zoomControl: false,
      attributionControl: false,
      scrollWheelZoom: false,
      dragging: !L.Browser.mobile,
      fadeAnimation: moving,
      zoomAnimation: moving,
      markerZoomAnimation: moving,
      inertia: moving,
      minZoom: 12,
      maxZoom: 19,
      zoomSnap: 0.5,
      maxBounds: L.latLngBounds(this.data.bounds).pad(4),
    });
    if (!moving) {
      this.map.panBy = (by, how) => L.Map.prototype.panBy.call(this.map, by, { ...how, animate: false });
    }
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", this.data.words.map);
    box.setAttribute("aria-describedby", "map-help");
    this.whole();
    this.layers = new Map();
    this.drawGround(L, Streets);
    this.drawLine(L);
    this.signs = new Signs(L, this.map, this.data, (mark) => this.activate(mark));
    for (const [kind, group] of this.signs.groups) this.layers.set(kind, group);
    this.numbers = new Numbers(L, this.map, this.data, {
      activate: (number) => this.goToStep(number),
      look: (number) => this.light(number),
    });
    this.layers.set("numbers", this.numbers.group);
    for (const layer of this.layers.values()) layer.addTo(this.map);
    this.listenToTools();
    this.listenToChoices();
    box.addEventListener("keydown", (event) => this.leave(event));
  }

  drawGround(L, Streets) {
    const { tiles } = this.data;
    const ground = tiles
      ? L.tileLayer(tiles.url, { maxNativeZoom: tiles.most, maxZoom: 19, alt: "" })
      : Streets(L, this.data);
    this.layers.set("streets", ground);
  }

  drawLine(L) {
    const options = { interactive: false, lineCap: "butt", lineJoin: "round" };
    const whole = this.data.parts.map((part) => readLine(part.line));
    L.polyline(whole, { ...options, className: "map-rim", weight: 12 }).addTo(this.map);
    this.lightRim = L.polyline([], { ...options, className: "map-lit-rim", weight: 20 });
    this.lightCore = L.polyline([], { ...options, className: "map-lit", weight: 14 });
    L.layerGroup([this.lightRim, this.lightCore]).addTo(this.map);
    for (const part of this.data.parts) {
      const line = readLine(part.line);
      L.polyline(line, { ...options, className: `map-${part.trust}`, weight: 7 }).addTo(this.map);
      if (part.trust !== "unverified") continue;
      // Only the label can be left out: a line without its pattern would pass for confirmed.
      const labels = this.layers.get(part.trust) ?? L.layerGroup();
      this.layers.set(part.trust, labels.addLayer(this.label(L, line)));
    }
  }

  label(L, line) {
    const text = document.createElement("span");
    text.textContent = this.data.words.unverified;
    text.setAttribute("aria-hidden", "true");
    const icon = L.divIcon({ className: "map-doubt", html: text, iconSize: null });
    return L.marker(middleOf(L, line), { icon, interactive: false, keyboard: false });
  }

  whole() {
    this.map.fitBounds(this.data.bounds, { padding: [36, 36], maxZoom: 18, animate: false });
  }

  listenToTools() {
    const size = () => this.map.getSize();
    const pan = (x, y) => this.map.panBy([size().x * x * PAN_SHARE, size().y * y * PAN_SHARE]);
    const does = {
      in: () => this.map.zoomIn(1),
      out: () => this.map.zoomOut(1),
      north: () => pan(0, -1),
      south: () => pan(0, 1),
      west: () => pan(-1, 0),
      east: () => pan(1, 0),
      whole: () => this.whole(),
    };
    const buttons = [...this.live.querySelectorAll("[data-do]")];
    for (const button of buttons) button.addEventListener("click", does[button.dataset.do]);
    // A button that would do nothing says so, and keeps its place for the keyboard.
    const tell = () => {
      const ends = { in: this.map.getMaxZoom(), out: this.map.getMinZoom() };
      for (const button of buttons) {
        const isAtEnd = ends[button.dataset.do] === this.map.getZoom();
        button.setAttribute("aria-disabled", String(isAtEnd));
      }
    };
    this.map.on("zoomend", tell);
    tell();
  }

  listenToChoices() {
    const template = this.section.querySelector("#map-choices");
    const choices = template.content.firstElementChild;
    template.replaceWith(choices);
    for (const box of choices.querySelectorAll("input")) {
      box.addEventListener("change", () => {
        const layer = this.layers.get(box.value);
        if (box.checked) layer.addTo(this.map);
        else layer.remove();
      });
    }
  }

  // Escape leaves the map for what comes behind it.
  leave(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.section.querySelector("#map-list").focus();
  }

  // A sign tells its name below the map; one that belongs to a step leads there.
  activate(mark) {
    if (mark.number) this.goToStep(mark.number);
    else this.say(mark.text);
  }

  // Marks a step in the list and its stretch on the map; null marks none.
  light(number) {
    if (this.lit === number) return;
    this.steps.get(this.lit)?.classList.remove("map-on");
    this.lit = number;
    this.steps.get(number)?.classList.add("map-on");
    if (!this.map) return;
    const stretch = this.data.stretches.find((one) => one.number === number);
    const line = stretch ? readLine(stretch.line) : [];
    this.lightRim.setLatLngs(line);
    this.lightCore.setLatLngs(line);
    this.numbers.mark(number);
  }

  goToStep(number) {
    const step = this.steps.get(number);
    this.light(number);
    if (!step) return;
    step.tabIndex = -1;
    step.focus({ preventScroll: true });
    step.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }

  async goToMap(number) {
    if (!(await this.open())) return;
    const stretch = this.data.stretches.find((one) => one.number === number);
    const line = readLine(stretch.line);
    const seen = globalThis.L.latLngBounds([...line, stretch.at]);
    this.map.fitBounds(seen, { padding: [60, 60], maxZoom: 17, animate: false });
    this.light(number);
    this.section.querySelector(".map-box").scrollIntoView({ block: "center" });
    this.numbers.focus(number);
    const { shown } = this.data.words;
    this.say(shown.replace("{number}", number).replace("{text}", stretch.text));
  }

  // Every step gets a button that shows it on the map; looking at a step lights its stretch.
  listenToSteps() {
    for (const [number, step] of this.steps) {
      if (!this.data.stretches.some((one) => one.number === number)) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "second map-show";
      button.textContent = this.data.words.show.replace("{number}", number);
      button.addEventListener("click", () => this.goToMap(number));
      step.append(button);
      step.addEventListener("pointerenter", () => this.light(number));
      step.addEventListener("focusin", () => this.light(number));
    }
  }

  openWhenNear() {
    if (!("IntersectionObserver" in window)) {
      this.open();
      return;
    }
    const watch = new IntersectionObserver(
      (seen) => {
        if (!seen.some((one) => one.isIntersecting)) return;
        watch.disconnect();
        this.open();
      },
      { rootMargin: "300px" },
    );
    watch.observe(this.section);
  }
}

const section = document.querySelector("section.map");
const data = document.querySelector("#map-data");
if (section?.querySelector(".map-live") && data) {
  const map = new RouteMap(section, JSON.parse(data.textContent));
  map.listenToSteps();
  map.openWhenNear();
}
