// Lines as the page holds them: millionths of a degree, latitude before longitude, differences.

// The point halfway along a line, as the map measures it.
export function middleOf(L, line) {
  const points = line.map((at) => L.CRS.EPSG3857.project(L.latLng(at)));
  const pieces = points.slice(1).map((point, n) => point.distanceTo(points[n]));
  let left = pieces.reduce((sum, one) => sum + one, 0) / 2;
  for (const [n, piece] of pieces.entries()) {
    if (left <= piece && piece > 0) {
      const share = left / piece;
      const [a, b] = [points[n], points[n + 1]];
      return L.CRS.EPSG3857.unproject(L.point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share));
    }
    left -= piece;
  }
  return L.latLng(line[0]);
}

export function readLine(numbers) {
  const line = [];
  let lat = 0;
  let lon = 0;
  for (let place = 0; place < numbers.length; place += 2) {
    lat += numbers[place];
    lon += numbers[place + 1];
    line.push([lat / 1e6, lon / 1e6]);
  }
  return line;
}
