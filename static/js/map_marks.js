// What can be pressed on the map: numbers of the steps, exits, lifts, barriers. Each is a button
// with its full name, so that the keyboard and a screen reader find the same as the eye.

const APART = 4;
const LEAST = 44;

function pin(L, at, button, zIndexOffset = 0) {
  const icon = L.divIcon({ className: "map-pin", html: button, iconSize: [0, 0] });
  L.DomEvent.disableClickPropagation(button);
  return L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset });
}

function makeButton(className, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.setAttribute("aria-label", name);
  return button;
}

// Numbers in order. Neighbours that would cover each other stand as 3–5 in one.
export class Numbers {
  constructor(L, map, data, { activate, look }) {
    Object.assign(this, { L, map, data, activate, look });
    this.group = L.layerGroup();
    this.buttons = new Map();
    this.marked = null;
    map.on("zoomend", () => this.draw());
    this.draw();
  }

  draw() {
    this.letter = parseFloat(getComputedStyle(this.map.getContainer()).fontSize);
    const held = [...this.buttons].find(([, one]) => one === document.activeElement)?.[0];
    this.group.clearLayers();
    this.buttons.clear();
    for (const numbers of this.groups()) {
      const button = this.button(numbers);
      for (const one of numbers) this.buttons.set(one.number, button);
      pin(this.L, numbers[0].at, button, 1000).addTo(this.group);
    }
    this.mark(this.marked);
    if (held) this.focus(held);
  }

  button(numbers) {
    const { marker } = this.data.words;
    const names = numbers.map((one) =>
      marker.replace("{number}", one.number).replace("{text}", one.text),
    );
    const [first, last] = [numbers[0].number, numbers.at(-1).number];
    const shown = document.createElement("span");
    shown.textContent = first === last ? first : `${first}–${last}`;
    // What is seen begins the name, for those who speak to their device.
    if (first !== last) names.unshift(`${shown.textContent}.`);
    const button = makeButton("map-number", names.join(" "));
    button.append(shown);
    button.addEventListener("click", () => this.activate(first));
    button.addEventListener("focus", () => {
      this.look(numbers.some((one) => one.number === this.marked) ? this.marked : first);
      this.map.panInside(numbers[0].at, { padding: [60, 60], animate: false });
    });
    button.addEventListener("pointerenter", () => this.look(first));
    return button;
  }

  groups() {
    let groups = this.data.stretches.map((one) => [one]);
    for (;;) {
      const joined = [];
      for (const group of groups) {
        if (joined.length && this.meet(joined.at(-1), group)) joined.at(-1).push(...group);
        else joined.push([...group]);
      }
      if (joined.length === groups.length) return joined;
      groups = joined;
    }
  }

  meet(a, b) {
    const [p, q] = [a, b].map((group) => this.map.latLngToLayerPoint(group[0].at));
    const wide = (this.width(a) + this.width(b)) / 2 + APART;
    return Math.abs(p.x - q.x) < wide && Math.abs(p.y - q.y) < Math.max(LEAST, this.letter * 2.1);
  }

  // The width of a number in pixels, as its letters are set (map.css, .map-number).
  width(group) {
    const signs = group.length > 1 ? `${group[0].number}–${group.at(-1).number}`.length : 2;
    return Math.max(LEAST, this.letter * (1 + signs * 0.65));
  }

  mark(number) {
    this.marked = number;
    for (const button of this.buttons.values()) button.removeAttribute("aria-current");
    this.buttons.get(number)?.setAttribute("aria-current", "step");
  }

  focus(number) {
    this.buttons.get(number)?.focus({ preventScroll: true });
  }
}

// Exits, lifts, barriers, and the two ends.
export class Signs {
  constructor(L, map, data, activate) {
    this.groups = new Map();
    for (const mark of data.marks) {
      const button = makeButton(`map-sign map-sign-${mark.kind}`, mark.text);
      if (mark.out) button.classList.add("map-sign-out");
      const shape = document.createElement("span");
      shape.textContent = mark.label ?? "";
      button.append(shape);
      button.addEventListener("click", () => activate(mark));
      button.addEventListener("focus", () => {
        map.panInside(mark.at, { padding: [60, 60], animate: false });
      });
      const isEnd = mark.kind === "start" || mark.kind === "goal";
      const key = isEnd ? "ends" : mark.kind;
      if (!this.groups.has(key)) this.groups.set(key, L.layerGroup());
      pin(L, mark.at, button, isEnd ? 500 : 0).addTo(this.groups.get(key));
    }
  }
}
