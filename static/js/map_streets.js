// The network's own streets under the route, drawn from small tiles of this service: no tile
// server is asked. Tiles are of two levels; what lies between is drawn from them.

const SIDE = 256;
const NAMES_FROM = 16;
// Widths of main roads, streets and ways for feet by zoom; 0 = not drawn. From afar less is drawn.
const WIDTHS = { 13: [2, 0, 0], 14: [2.5, 0.7, 0], 15: [3.5, 1.2, 0.7], 16: [4.5, 2, 1] };

export function Streets(L, data) {
  const { wide, near, extent } = data.levels;
  const kept = new Map();

  function fetchTile(level, x, y) {
    const key = `${level}/${x}/${y}`;
    if (!kept.has(key)) {
      const found = fetch(`${data.streets}?tile=${key}`).then((answer) =>
        answer.ok ? answer.json() : { lines: [], names: [] },
      );
      kept.set(key, found.catch(() => ({ lines: [], names: [] })));
    }
    return kept.get(key);
  }

  // The tiles of data under one tile of the screen, each with where and how large it is drawn.
  function list(coords) {
    const level = coords.z >= near - 1 ? near : wide;
    const apart = coords.z - level;
    if (apart >= 0) {
      const side = 2 ** apart;
      const [x, y] = [Math.floor(coords.x / side), Math.floor(coords.y / side)];
      const left = -(coords.x - x * side) * SIDE;
      const top = -(coords.y - y * side) * SIDE;
      return [{ level, x, y, left, top, size: SIDE * side }];
    }
    const count = 2 ** -apart;
    const size = SIDE / count;
    return Array.from({ length: count * count }, (_, n) => {
      const [a, b] = [n % count, Math.floor(n / count)];
      return { level, x: coords.x * count + a, y: coords.y * count + b, left: a * size, top: b * size, size };
    });
  }

  const Layer = L.GridLayer.extend({
    options: { tileSize: SIDE, minZoom: 10, maxZoom: 19, className: "map-streets", keepBuffer: 1 },

    createTile(coords, done) {
      const canvas = L.DomUtil.create("canvas", "leaflet-tile");
      const density = Math.min(2, window.devicePixelRatio || 1);
      canvas.width = canvas.height = SIDE * density;
      const zoom = Math.round(coords.z);
      Promise.all(
        list({ ...coords, z: zoom }).map(async (part) => ({
          ...part,
          ...(await fetchTile(part.level, part.x, part.y)),
        })),
      ).then((parts) => {
        const pen = canvas.getContext("2d");
        pen.scale(density, density);
        pen.lineCap = pen.lineJoin = "round";
        pen.strokeStyle = getComputedStyle(this.getContainer()).color;
        const widths = WIDTHS[Math.min(16, Math.max(13, zoom))];
        for (const part of parts) drawPart(pen, part, widths);
        if (zoom >= NAMES_FROM) for (const part of parts) this.addNames(part);
        done(null, canvas);
      });
      return canvas;
    },

    // Names are elements, so that no edge of a tile cuts them; those who hear have them in the words.
    addNames(part) {
      const key = `${part.level}/${part.x}/${part.y}`;
      if (!this.names || this.named.has(key)) return;
      this.named.add(key);
      for (const [name, x, y] of part.names) {
        const at = this.place(part, x, y);
        const text = document.createElement("span");
        text.textContent = name;
        text.lang = "ja";
        text.setAttribute("aria-hidden", "true");
        const icon = L.divIcon({ className: "map-name", html: text, iconSize: null });
        L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(this.names);
      }
    },

    place(part, x, y) {
      const point = L.point((part.x + x / extent) * SIDE, (part.y + y / extent) * SIDE);
      return this._map.unproject(point, part.level);
    },

    onAdd(map) {
      this.named = new Set();
      this.names = L.layerGroup();
      this.showNames = () => {
        if (map.getZoom() >= NAMES_FROM) this.names.addTo(map);
        else this.names.remove();
      };
      map.on("zoomend", this.showNames);
      this.showNames();
      L.GridLayer.prototype.onAdd.call(this, map);
    },

    onRemove(map) {
      map.off("zoomend", this.showNames);
      this.names.remove();
      L.GridLayer.prototype.onRemove.call(this, map);
    },
  });

  function drawPart(pen, part, widths) {
    const scale = part.size / extent;
    for (const [sort, ...numbers] of part.lines) {
      if (!widths[sort]) continue;
      pen.lineWidth = widths[sort];
      pen.setLineDash(sort === 2 ? [4, 3] : []);
      pen.beginPath();
      let x = 0;
      let y = 0;
      for (let place = 0; place < numbers.length; place += 2) {
        x += numbers[place];
        y += numbers[place + 1];
        const [a, b] = [part.left + x * scale, part.top + y * scale];
        if (place) pen.lineTo(a, b);
        else pen.moveTo(a, b);
      }
      pen.stroke();
    }
  }

  const layer = new Layer();
  for (const asked of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(asked).addEventListener("change", () => layer._map && layer.redraw());
  }
  return layer;
}
