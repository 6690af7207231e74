/* Following a route by position: pure functions, no page, no clock, no network.
 *
 * A way (prepare) and a state (begin) go in, with one fix at a time; the next state and what is to
 * be told come out. The rules and their reasons: docs/decisions (following a route on the device).
 *
 * route: {line: [[lon, lat], ...], blocks: [{at_m, crosses}], closed: [[from_m, to_m], ...], blind}
 *   at_m       metres along the line at which a block begins, in order
 *   crosses    true for a road or railway that is crossed: nothing else is told until it is behind
 *   closed     stretches without a usable position: inside buildings, under the ground
 *   blind      true for travellers whom a position never tells when to turn
 * fix: {lon, lat, accuracyM, timeMs}
 * events: {type, ...}
 *   block      {block, left_m, passed, inside}: this block is next. left_m is never told to the blind;
 *              passed are blocks passed by without having been read: their cautions come first
 *   unsure     {block, accuracyM}: a block may be near, the position is too coarse to tell (null: no idea)
 *   back       {block}: back in the stretch of an earlier block
 *   off, away  {distance_m}: left the route; not on it yet
 *   returned   {block, passed}: on the route again
 *   inside     {block}: no position from here on; by hand
 *   lost, found, end  {}
 */

export const RULES = Object.freeze({
  goodM: 20, // worse than this, nothing is told by position
  uselessM: 100, // worse than this, a fix is no position at all
  nearM: 20, // a block is told this far before it begins
  passedM: 5, // and not before the one before it has begun, give or take this
  catchUpM: 40, // up to this far behind, missed blocks are told one by one
  offM: 25, // farther than this from the line, beyond all doubt of accuracy, is off
  returnM: 15, // nearer than this is on it again: less than offM, so that it does not flicker
  backM: 25, // this much before the place where a block is told: turned back
  agreeing: 2, // so many fixes in a row for a jump ahead, back, or a return
  offFixes: 3, // and for having left the route
  silentMs: 30000, // without a fix for so long, the position is lost
  aheadCost: 0.1, // metres from the line that a metre ahead along it weighs,
  backCost: 0.3, // and a metre back: of a way out and back, the part that goes on is walked
});

const EARTH_M = 6371008.8;
const RADIANS = Math.PI / 180;

/* Return the way to follow: the line in metres, with what is asked of it at every fix. */
export function prepare(route) {
  const [lon0, lat0] = route.line[0];
  const east = EARTH_M * RADIANS * Math.cos(lat0 * RADIANS);
  const north = EARTH_M * RADIANS;
  const flat = ([lon, lat]) => [(lon - lon0) * east, (lat - lat0) * north];
  const points = route.line.map(flat);
  const offsets = [0];
  for (let i = 1; i < points.length; i += 1) {
    offsets.push(offsets[i - 1] + Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]));
  }
  return {
    flat,
    points,
    offsets,
    total: offsets[offsets.length - 1],
    starts: route.blocks.map((block) => block.at_m),
    crosses: route.blocks.map((block) => Boolean(block.crosses)),
    closed: route.closed,
    blind: Boolean(route.blind),
  };
}

/* Return the state in which block `number` (from 0) was read and nothing is known of the position. */
export function begin(way, number = 0, nowMs = null) {
  const read = way.starts.map((_, at) => at <= number);
  return {
    mode: isClosed(way, way.starts[number]) ? "inside" : "waiting",
    reached: number,
    read,
    along: null,
    accuracyM: null,
    lastMs: nowMs,
    strikes: { off: 0, ahead: 0, back: 0, on: 0 },
    unsureOf: undefined,
    ended: false,
  };
}

/* Return [state, events] after one fix. */
export function follow(way, before, fix) {
  const state = copy(before);
  const events = [];
  state.lastMs = fix.timeMs;
  state.accuracyM = fix.accuracyM;
  if (state.mode === "lost") {
    state.mode = state.along === null ? "waiting" : "on";
    events.push({ type: "found" });
  }
  if (!(fix.accuracyM <= RULES.uselessM)) {
    doubt(state, null, fix, events);
    return [state, events];
  }
  const spot = locate(way, state.along, fix);
  if (state.mode === "inside") leaveInside(way, state, spot, fix, events);
  else if (state.mode === "off") comeBack(way, state, spot, fix, events);
  else if (!isOff(way, state, spot, fix, events)) goOn(way, state, spot, fix, events);
  return [state, events];
}

/* Return [state, events] when time has passed without a fix.
 *
 * A single fault of the device says nothing: the next fix may come a second later. */
export function tick(way, before, nowMs) {
  const isSilent = before.lastMs !== null && nowMs - before.lastMs > RULES.silentMs;
  if (!isSilent || before.mode === "lost" || before.mode === "inside") return [before, []];
  return [{ ...copy(before), mode: "lost" }, [{ type: "lost" }]];
}

/* Return the state after block `number` was chosen by hand.
 *
 * Where a good position is known it still decides what comes next, and reading ahead skips
 * nothing; where none is, the person's own choice is where the person is. */
export function choose(way, before, number) {
  const state = copy(before);
  state.read[number] = true;
  const isKnown = state.mode === "on" && state.accuracyM <= RULES.goodM;
  if (!isKnown) {
    state.reached = number;
    if (isClosed(way, way.starts[number])) state.mode = "inside";
    else if (state.mode === "inside") state.mode = state.along === null ? "waiting" : "on";
  }
  return state;
}

/* Return where a fix is on the line: {along, off}, in metres.
 *
 * Of two parts of the line nearly as near (a way out and back) it is the one nearer to the last
 * place, rather ahead than back. */
export function locate(way, along, fix) {
  const [x, y] = way.flat([fix.lon, fix.lat]);
  let best = null;
  let nearest = Infinity;
  for (let i = 1; i < way.points.length; i += 1) {
    const [ax, ay] = way.points[i - 1];
    const [bx, by] = way.points[i];
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const raw = length2 ? ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2 : 0;
    const share = Math.min(1, Math.max(0, raw));
    const off = Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay));
    const at = way.offsets[i - 1] + share * (way.offsets[i] - way.offsets[i - 1]);
    const cost = off + (along === null ? 0 : Math.max(RULES.aheadCost * (at - along), RULES.backCost * (along - at)));
    nearest = Math.min(nearest, off);
    if (best === null || cost < best.cost) best = { along: at, off, cost };
  }
  return { along: best.along, off: nearest };
}

/* Return the number of the block in whose stretch a place is. */
export function stretchOf(way, along) {
  let found = 0;
  way.starts.forEach((start, number) => {
    if (start <= along) found = number;
  });
  return found;
}

function copy(state) {
  return { ...state, read: [...state.read], strikes: { ...state.strikes } };
}

function isClosed(way, along) {
  return way.closed.some(([from, to]) => from <= along && along < to);
}

/* Count fixes in a row that say the same; true when there are enough. */
function agree(state, name, says, wanted = RULES.agreeing) {
  state.strikes[name] = says ? state.strikes[name] + 1 : 0;
  if (state.strikes[name] < wanted) return false;
  state.strikes[name] = 0;
  return true;
}

function isGood(fix) {
  return fix.accuracyM <= RULES.goodM;
}

function doubt(state, block, fix, events) {
  if (state.unsureOf === block) return;
  state.unsureOf = block;
  events.push({ type: "unsure", block, accuracyM: fix.accuracyM });
}

function isOff(way, state, spot, fix, events) {
  const says = spot.off - fix.accuracyM > RULES.offM && !isClosed(way, spot.along);
  if (agree(state, "off", says, RULES.offFixes)) {
    events.push({ type: state.along === null ? "away" : "off", distance_m: toFive(spot.off) });
    state.mode = "off";
  }
  return says;
}

function comeBack(way, state, spot, fix, events) {
  if (!agree(state, "on", isGood(fix) && spot.off <= RULES.returnM)) return;
  state.mode = "on";
  state.along = spot.along;
  const block = stretchOf(way, spot.along);
  const passed = unread(state, block);
  reach(way, state, block);
  events.push({ type: "returned", block, passed });
}

/* Inside, only good fixes beyond the end of the closed stretch say that it is over. */
function leaveInside(way, state, spot, fix, events) {
  const inside = way.closed.find(([from, to]) => from <= way.starts[state.reached] && way.starts[state.reached] < to);
  const isOut = isGood(fix) && spot.off <= RULES.offM && (!inside || spot.along > inside[1]) && !isClosed(way, spot.along);
  if (!agree(state, "on", isOut)) return;
  state.mode = "on";
  state.along = spot.along;
  announce(way, state, stretchOf(way, spot.along), events);
}

function goOn(way, state, spot, fix, events) {
  state.along = spot.along;
  const next = state.reached + 1;
  if (!isGood(fix)) {
    const isNear = next < way.starts.length && way.starts[next] - spot.along <= RULES.nearM + fix.accuracyM;
    if (isNear) doubt(state, next, fix, events);
    return;
  }
  state.unsureOf = undefined;
  if (turnedBack(way, state, spot, events)) return;
  const at = stretchOf(way, spot.along);
  const isFar = at > next && (state.mode !== "on" || spot.along - way.starts[next] > RULES.catchUpM);
  if (agree(state, "ahead", isFar)) announce(way, state, at, events);
  else if (!isFar) tellNext(way, state, spot, next, events);
  else return;
  if (state.mode !== "inside") state.mode = "on";
  finish(way, state, spot, events);
}

function turnedBack(way, state, spot, events) {
  const told = way.starts[state.reached] - RULES.nearM;
  if (!agree(state, "back", spot.along < told - RULES.backM)) return state.strikes.back > 0;
  const block = stretchOf(way, spot.along);
  if (block === state.reached) return false;
  reach(way, state, block);
  events.push({ type: "back", block });
  return true;
}

function tellNext(way, state, spot, next, events) {
  if (next >= way.starts.length) return;
  const isNear = way.starts[next] - spot.along <= RULES.nearM;
  if (isNear && spot.along >= hasBegun(way, state.reached)) announce(way, state, next, events);
}

/* Return the metres from which on a block counts as begun, so that the next may be told. */
function hasBegun(way, number) {
  const [start, next] = [way.starts[number], way.starts[number + 1]];
  if (way.crosses[number]) return Math.max(next, start + RULES.passedM);
  return next - start < RULES.passedM ? start : start - RULES.passedM;
}

function announce(way, state, block, events) {
  if (block === state.reached) return;
  const passed = unread(state, block);
  reach(way, state, block);
  const left = Math.max(0, way.starts[block] - state.along);
  const event = { type: "block", block, passed };
  if (!way.blind) event.left_m = toFive(left);
  events.push(event);
  if (isClosed(way, way.starts[block])) {
    state.mode = "inside";
    events.push({ type: "inside", block });
  }
}

/* Return the blocks before this one that nobody has read yet. */
function unread(state, block) {
  const passed = [];
  for (let number = state.reached + 1; number < block; number += 1) {
    if (!state.read[number]) passed.push(number);
  }
  return passed;
}

function reach(way, state, block) {
  for (let number = Math.min(state.reached, block); number <= block; number += 1) state.read[number] = true;
  state.reached = block;
  state.strikes = { off: 0, ahead: 0, back: 0, on: 0 };
  if (isClosed(way, way.starts[block])) state.mode = "inside";
}

function finish(way, state, spot, events) {
  const isLast = state.reached === way.starts.length - 1;
  if (isLast && !state.ended && spot.along >= way.total - RULES.nearM) {
    state.ended = true;
    events.push({ type: "end" });
  }
}

function toFive(metres) {
  return 5 * Math.round(metres / 5);
}
