// Reads the route aloud, block by block: the service's sound files, or the device's own voice.
// Nothing is spoken before a button is pressed. All sentences stand in the page.

const FAST_START_MS = 3000;
const VOICES_WAIT_MS = 3000;
const POLL_MS = 250;
const BUSY = 503;
const MOST_TRIES = 3;

/** The blocks of the page, and which of them is being spoken. */
class Steps {
  constructor(words) {
    this.words = words;
    this.items = new Map();
    for (const item of document.querySelectorAll("li[data-step]")) {
      this.items.set(Number(item.dataset.step), item);
    }
    this.current = null;
  }

  get numbers() {
    return [0, ...this.items.keys()];
  }

  /** Adds a button to every block. */
  addButtons(press) {
    for (const [number, item] of this.items) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "second listen";
      button.textContent = fill(this.words.block, number);
      button.addEventListener("click", () => press(number));
      item.append(button);
    }
  }

  /** Marks one block as the one being spoken and brings it into view; null unmarks all. */
  mark(number, isSpeaking) {
    for (const [one, item] of this.items) {
      const isIt = one === number && isSpeaking;
      item.toggleAttribute("aria-current", false);
      if (isIt) item.setAttribute("aria-current", "true");
      const words = isIt ? this.words.blockStop : this.words.block;
      const button = item.querySelector(".listen");
      if (button) button.textContent = fill(words, one);
    }
    const item = isSpeaking ? this.items.get(number) : null;
    if (item && number !== this.current) item.scrollIntoView({ block: "nearest" });
    this.current = isSpeaking ? number : null;
  }
}

/** Where the sound comes from: addresses of files, or, from a position, what a posted form brings. */
class Source {
  constructor(section) {
    this.words = section.dataset;
    this.form = section.querySelector("form");
    this.made = new Map();
  }

  /** The address of a block, or of the whole (null); from a position a promise of one. */
  sound(number) {
    if (!this.form) return addressOf(this.words.sound, number);
    return this.made.get(number) ?? this.fetched(number);
  }

  async fetched(number) {
    const answer = await this.post(this.words.sound, number);
    if (!answer.ok) throw new Refused(answer);
    const address = URL.createObjectURL(await answer.blob());
    this.made.set(number, address);
    return address;
  }

  /** When each block is spoken in the whole; null where nobody can tell now. */
  async times() {
    const answer = await (this.form ? this.post(this.words.times, null) : fetch(this.words.times));
    return answer.ok ? (await answer.json()).chapters : null;
  }

  /** Asks again why a file did not come. */
  async refusal(number) {
    if (this.form) return null;
    const answer = await fetch(addressOf(this.words.sound, number));
    return answer.ok ? null : new Refused(answer);
  }

  post(address, number) {
    const asked = new FormData(this.form);
    asked.delete("download");
    if (number !== null) asked.set("block", number);
    return fetch(address, { method: "POST", body: asked });
  }
}

/** A sound that the service did not make; `waitMs` where it may a little later, else null. */
class Refused extends Error {
  constructor(answer) {
    super("no sound");
    const seconds = Number(answer.headers.get("Retry-After"));
    this.waitMs = answer.status === BUSY && seconds > 0 && seconds < 10 ? seconds * 1000 : null;
  }
}

/** The service's sound: block by block until the whole is made, then the whole in one file. */
class FileVoice {
  constructor(source, audio, numbers, tell) {
    this.source = source;
    this.audio = audio;
    this.numbers = numbers;
    this.tell = tell;
    this.chapters = null;
    this.single = null;
    this.lead = null;
    this.isAsked = false;
    this.tries = 0;
    this.turn = 0;
    this.speed = 1;
    audio.addEventListener("timeupdate", () => tell.now(this.part, !audio.paused));
    audio.addEventListener("play", () => tell.now(this.part, true));
    audio.addEventListener("pause", () => tell.now(this.part, false));
    audio.addEventListener("playing", () => this.began());
    audio.addEventListener("ended", () => this.ended());
    audio.addEventListener("error", () => this.failed());
  }

  get isSpeaking() {
    return this.isLoading || (!this.audio.paused && !this.audio.ended);
  }

  get part() {
    if (this.single !== null) return this.single;
    if (this.lead !== null) return this.lead;
    const at = this.wanted ?? this.audio.currentTime;
    const begun = (this.chapters ?? []).filter((one) => one.start_s <= at + 0.05);
    return begun.at(-1)?.block ?? 0;
  }

  /** Plays the route from a block on. */
  playFrom(number) {
    this.tries = 0;
    this.single = null;
    if (this.chapters) this.playWhole(number);
    else if (navigator.onLine) this.playBlock(number, true);
    else this.playKept(number);
  }

  /** Plays the whole that the device keeps, without a connection: it keeps no single blocks. */
  playKept(number) {
    this.single = null;
    this.lead = null;
    this.load(null);
    const { turn } = this;
    this.source
      .times()
      .then((chapters) => {
        this.chapters = chapters;
        if (turn === this.turn && chapters) this.playWhole(number);
      })
      .catch(() => {});
  }

  /** Plays one block alone. */
  playOne(number) {
    this.tries = 0;
    if (navigator.onLine) this.playBlock(number, false);
    else this.playFrom(number);
  }

  playBlock(number, goesOn) {
    this.single = goesOn ? null : number;
    this.lead = goesOn ? number : null;
    this.wanted = null;
    this.load(number);
  }

  playWhole(number) {
    const isThere = this.lead === null && this.single === null && this.loaded === null;
    this.lead = null;
    this.wanted = this.chapters.find((one) => one.block === number)?.start_s ?? 0;
    if (isThere) this.seek();
    else this.load(null);
    if (isThere) this.start();
  }

  seek() {
    if (this.wanted === null) return;
    this.audio.currentTime = this.wanted;
    this.wanted = null;
  }

  /** Loads a block or the whole (null) and starts it, inside the press where it can be. */
  load(number) {
    this.turn += 1;
    const { turn } = this;
    this.loaded = number;
    this.isPending = true;
    this.isLoading = true;
    this.tell.waiting(true);
    const begin = (address) => {
      if (turn !== this.turn) return;
      this.isPending = false;
      this.isLoading = false;
      this.audio.src = address;
      this.audio.load();
      this.seekWhenReady();
      this.start();
    };
    const address = this.source.sound(number);
    if (typeof address === "string") begin(address);
    else address.then(begin).catch((error) => turn === this.turn && this.refuse(error));
  }

  seekWhenReady() {
    this.audio.addEventListener("loadedmetadata", () => this.seek(), { once: true });
  }

  start() {
    this.audio.defaultPlaybackRate = this.speed;
    this.audio.playbackRate = this.speed;
    this.audio.play().catch((error) => {
      if (error.name === "NotAllowedError") this.tell.waiting(false);
    });
  }

  /** Goes on where it was stopped, or loads again what had not come yet. */
  resume() {
    if (this.isPending || this.audio.error) this.load(this.loaded);
    else this.start();
  }

  stop() {
    this.turn += 1;
    this.isLoading = false;
    this.audio.pause();
    this.tell.waiting(false);
    this.tell.now(this.part, false);
  }

  setSpeed(speed) {
    this.speed = speed;
    this.audio.playbackRate = speed;
  }

  /** Sound has begun: the whole may be made meanwhile, and takes over at the end of a block. */
  began() {
    this.tries = 0;
    this.tell.waiting(false);
    if (this.lead === null || this.chapters || this.isAsked) return;
    this.isAsked = true;
    this.source
      .times()
      .then((chapters) => {
        this.chapters = chapters;
        this.isAsked = false;
      })
      .catch(() => {
        this.isAsked = false;
      });
  }

  ended() {
    const next = this.lead === null ? undefined : this.numbers[this.numbers.indexOf(this.lead) + 1];
    if (next === undefined) this.tell.ended(this.part);
    else if (this.chapters) this.playWhole(next);
    else this.playBlock(next, true);
  }

  restart(number) {
    if (this.single !== null || this.lead !== null) {
      this.audio.currentTime = 0;
      this.start();
    } else {
      this.playWhole(number);
    }
  }

  async failed() {
    if (!this.audio.getAttribute("src")) return;
    const { turn, part } = this;
    let isAway = false;
    const refusal = await this.source.refusal(this.loaded).catch(() => {
      isAway = true;
    });
    if (turn !== this.turn) return;
    if (isAway && this.loaded !== null) this.playKept(part);
    else this.refuse(refusal);
  }

  /** Tries again after a while where the service is only busy; else says so. */
  refuse(refusal) {
    if (refusal?.waitMs && this.tries < MOST_TRIES) {
      this.tries += 1;
      const { turn } = this;
      setTimeout(() => turn === this.turn && this.load(this.loaded), refusal.waitMs);
      return;
    }
    this.turn += 1;
    this.isLoading = false;
    this.tell.waiting(false);
    this.tell.failed(Boolean(refusal?.waitMs));
  }
}

/** The device's own voice: one utterance a sentence. */
class DeviceVoice {
  constructor(sentences, language, tell) {
    this.sentences = sentences;
    this.language = language;
    this.tell = tell;
    this.voice = null;
    this.speed = 1;
    this.part = 0;
    this.at = 0;
    this.single = null;
    this.isSpeaking = false;
    this.turn = 0;
  }

  /** Looks for a voice of the language, of this device rather than of a network. */
  find() {
    const own = this.language.split("-")[0];
    const fit = speechSynthesis
      .getVoices()
      .filter((one) => one.lang.replace("_", "-").toLowerCase().split("-")[0] === own);
    const exact = (one) => Number(one.lang.replace("_", "-") === this.language);
    fit.sort((a, b) => b.localService - a.localService || exact(b) - exact(a));
    this.voice = fit[0] ?? null;
    return this.voice !== null;
  }

  playFrom(number) {
    this.single = null;
    this.begin(number, 0);
  }

  playOne(number) {
    this.single = number;
    this.begin(number, 0);
  }

  restart(number) {
    this.begin(number, 0);
  }

  /** Goes on where it was stopped: pausing an utterance works on no phone. */
  resume() {
    this.begin(this.part, this.at);
  }

  begin(part, at) {
    speechSynthesis.cancel();
    this.turn += 1;
    this.part = part;
    this.at = at;
    this.isSpeaking = true;
    this.say();
  }

  stop() {
    this.turn += 1;
    this.isSpeaking = false;
    clearTimeout(this.watch);
    speechSynthesis.cancel();
    this.tell.now(this.part, false);
  }

  setSpeed(speed) {
    this.speed = speed;
    if (this.isSpeaking) this.begin(this.part, this.at);
  }

  say() {
    const { turn } = this;
    const text = this.sentences.get(this.part)?.[this.at];
    if (text === undefined) {
      this.goOn();
      return;
    }
    const said = new SpeechSynthesisUtterance(text);
    said.voice = this.voice;
    said.lang = this.voice.lang;
    said.rate = this.speed;
    said.addEventListener("start", () => clearTimeout(this.watch));
    said.addEventListener("end", () => {
      if (turn !== this.turn) return;
      this.at += 1;
      this.say();
    });
    said.addEventListener("error", (event) => {
      if (turn === this.turn && event.error !== "canceled" && event.error !== "interrupted") this.giveUp();
    });
    clearTimeout(this.watch);
    this.watch = setTimeout(() => {
      if (turn === this.turn) this.giveUp();
    }, FAST_START_MS);
    speechSynthesis.speak(said);
    this.tell.now(this.part, true);
  }

  /** The next block, or the end. */
  goOn() {
    const numbers = [...this.sentences.keys()];
    const next = numbers[numbers.indexOf(this.part) + 1];
    if (this.single !== null || next === undefined) {
      this.isSpeaking = false;
      clearTimeout(this.watch);
      this.tell.ended(this.part);
      return;
    }
    this.part = next;
    this.at = 0;
    this.say();
  }

  giveUp() {
    this.stop();
    this.tell.silent();
  }
}

/** The buttons: what is pressed, what is shown. */
class Player {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.told = section.querySelector("[data-told]");
    this.shown = section.querySelector("[data-now-shown]");
    this.steps = new Steps(this.words);
    this.part = 0;
    this.hasBegun = false;
    this.isDone = false;
    const audio = section.querySelector("audio");
    this.file = audio
      ? new FileVoice(new Source(section), audio, this.steps.numbers, this.teller("file"))
      : null;
    this.device = this.makeDevice();
    this.voice = this.file;
  }

  /** What a voice tells; only the one that is chosen is listened to. */
  teller(name) {
    const isChosen = () => this.voice === this[name];
    return {
      now: (part, isSpeaking) => isChosen() && this.showNow(part, isSpeaking),
      waiting: (isWaiting) => isChosen() && this.wait(isWaiting),
      ended: (part) => isChosen() && this.end(part),
      failed: (isBusy) => isChosen() && this.fail(isBusy),
      silent: () => isChosen() && this.toFile(),
    };
  }

  makeDevice() {
    if (!("speechSynthesis" in window)) return null;
    const sentences = new Map();
    const template = document.getElementById("player-sentences");
    for (const one of template.content.querySelectorAll("[data-part]")) {
      const number = Number(one.dataset.part);
      if (!sentences.has(number)) sentences.set(number, []);
      sentences.get(number).push(one.textContent);
    }
    return new DeviceVoice(sentences, this.words.language, this.teller("device"));
  }

  begin() {
    this.offerDevice();
    if (this.file) this.showControls();
  }

  /** Waits for the device's voices: some browsers tell them late, some never say so. */
  offerDevice() {
    if (!this.device) return;
    let left = VOICES_WAIT_MS / POLL_MS;
    const look = () => {
      if (!this.device.voice && this.device.find()) this.showChoice();
    };
    speechSynthesis.addEventListener?.("voiceschanged", look);
    const poll = () => {
      look();
      left -= 1;
      if (!this.device.voice && left > 0) setTimeout(poll, POLL_MS);
    };
    poll();
  }

  showChoice() {
    this.showControls();
    const choice = this.section.querySelector(".voices");
    const isFirst = !this.file || !this.words.language.startsWith("ja");
    if (!this.hasBegun && isFirst) this.voice = this.device;
    choice.hidden = !this.file;
    for (const input of choice.querySelectorAll("input")) {
      input.checked = this.voice === this[input.value];
      input.addEventListener("change", () => this.choose(this[input.value]));
    }
  }

  showControls() {
    const controls = this.section.querySelector(".controls");
    if (!controls.hidden) return;
    controls.hidden = false;
    const audio = this.section.querySelector("audio");
    if (audio) audio.controls = false;
    if (audio) audio.hidden = true;
    for (const button of controls.querySelectorAll("[data-act]")) {
      button.addEventListener("click", () => this[button.dataset.act]());
    }
    controls.querySelector("select").addEventListener("change", (event) => {
      for (const voice of [this.file, this.device]) voice?.setSpeed(Number(event.target.value));
    });
    this.steps.addButtons((number) => this.block(number));
  }

  choose(voice) {
    if (voice === this.voice) return;
    this.voice.stop();
    this.hasBegun = false;
    this.voice = voice;
    this.showNow(this.part, false);
  }

  // -- what the buttons do --------------------------------------------------

  play() {
    if (this.voice.isSpeaking) {
      this.voice.stop();
      return;
    }
    this.prepare();
    if (!this.hasBegun || this.isDone || this.voice.single !== null) {
      this.hasBegun = true;
      this.isDone = false;
      this.voice.playFrom(0);
    } else {
      this.voice.resume();
    }
  }

  block(number) {
    if (this.voice.isSpeaking && this.part === number) {
      this.voice.stop();
      return;
    }
    this.prepare();
    this.hasBegun = true;
    this.isDone = false;
    this.voice.playOne(number);
  }

  again() {
    this.prepare();
    if (this.hasBegun && !this.isDone) this.voice.restart(this.part);
    else this.go(this.part);
  }

  back() {
    this.move(-1);
  }

  next() {
    this.move(1);
  }

  move(by) {
    const { numbers } = this.steps;
    const number = numbers[numbers.indexOf(this.part) + by];
    if (number !== undefined) this.go(number);
  }

  go(number) {
    this.prepare();
    const isOne = this.hasBegun && this.voice.single !== null;
    this.hasBegun = true;
    this.isDone = false;
    this.part = number;
    if (isOne) this.voice.playOne(number);
    else this.voice.playFrom(number);
  }

  /** What a press allows: sound with the switch of an iPhone on silent, the keys of a headset. */
  prepare() {
    if (navigator.audioSession) navigator.audioSession.type = "playback";
    if (!("mediaSession" in navigator) || this.hasKeys) return;
    this.hasKeys = true;
    const keys = {
      play: () => this.voice.isSpeaking || this.play(),
      pause: () => this.voice.stop(),
      previoustrack: () => this.back(),
      nexttrack: () => this.next(),
    };
    for (const [name, act] of Object.entries(keys)) {
      try {
        navigator.mediaSession.setActionHandler(name, act);
      } catch {
        // an old browser that does not know this key
      }
    }
  }

  // -- what is shown --------------------------------------------------------

  showNow(part, isSpeaking) {
    const state = `${part} ${isSpeaking} ${this.isWaiting}`;
    this.part = part;
    if (state === this.state) return;
    this.state = state;
    this.steps.mark(part, isSpeaking);
    const now = part === 0 ? this.words.nowFirst : fill(this.words.now, part);
    this.shown.textContent = isSpeaking && !this.isWaiting ? now : "";
    const canGoOn = this.hasBegun && !this.isDone && this.voice.single === null;
    const idle = canGoOn ? this.words.on : this.words.play;
    this.section.querySelector("[data-act=play]").textContent = isSpeaking ? this.words.stop : idle;
    if (isSpeaking) this.showInSession(now);
  }

  showInSession(now) {
    if (!("mediaSession" in navigator) || !("MediaMetadata" in window)) return;
    navigator.mediaSession.metadata = new MediaMetadata({ title: now, artist: this.words.title });
  }

  wait(isWaiting) {
    this.isWaiting = isWaiting;
    this.say(isWaiting ? this.words.waiting : "");
    this.showNow(this.voice.part, isWaiting || this.voice.isSpeaking);
  }

  end(part) {
    this.isDone = true;
    this.showNow(part, false);
    this.shown.textContent = this.words.ended;
  }

  fail(isBusy) {
    this.hasBegun = false;
    this.showNow(this.part, false);
    this.say(isBusy ? this.words.busy : this.words.failed);
  }

  /** The device stayed silent: the file takes its place. */
  toFile() {
    if (!this.file) {
      this.say(this.words.failed);
      return;
    }
    const { part } = this;
    this.voice = this.file;
    this.section.querySelector("#voice-file").checked = true;
    this.say(this.words.toFile);
    this.hasBegun = true;
    this.file.playFrom(part);
  }

  say(text) {
    this.told.textContent = text;
  }
}

function fill(sentence, number) {
  return sentence.replace("%(number)s", number);
}

/** The address of a block's sound, or of the whole where there is no number. */
function addressOf(whole, number) {
  if (number === null) return whole;
  const address = new URL(whole, document.baseURI);
  address.searchParams.set("block", number);
  return address.pathname + address.search;
}

const section = document.getElementById("player");
if (section) new Player(section).begin();
