// Reads the route aloud, block by block: the service's sound files, or the device's own voice.
// Nothing is spoken before a button is pressed. All sentences stand in the page.

const FAST_START_MS = 3000;
const VOICES_WAIT_MS = 3000;
const POLL_MS = 250;
const BUSY = 503;

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

/** The service's sound: one file of the whole route, or one of a block. */
class FileVoice {
  constructor(section, audio, tell) {
    this.section = section;
    this.audio = audio;
    this.tell = tell;
    this.chapters = null;
    this.single = null;
    this.wanted = null;
    this.speed = 1;
    audio.addEventListener("timeupdate", () => tell.now(this.part, !audio.paused));
    audio.addEventListener("play", () => tell.now(this.part, true));
    audio.addEventListener("pause", () => tell.now(this.part, false));
    audio.addEventListener("playing", () => tell.waiting(false));
    audio.addEventListener("loadedmetadata", () => this.loaded());
    audio.addEventListener("ended", () => tell.ended(this.part));
    audio.addEventListener("error", () => this.failed());
  }

  get isSpeaking() {
    return !this.audio.paused && !this.audio.ended;
  }

  get part() {
    if (this.single !== null) return this.single;
    if (!this.chapters) return this.wanted ?? 0;
    const at = this.audio.currentTime;
    const begun = this.chapters.filter((one) => one.start_s <= at + 0.05);
    return (begun.at(-1) ?? this.chapters[0]).block;
  }

  /** Plays the whole route from a block on. Called inside the press: no waiting before play(). */
  playFrom(number) {
    this.wanted = number;
    if (this.single !== null || this.audio.getAttribute("src") !== this.section.dataset.sound) {
      this.single = null;
      this.load(this.section.dataset.sound);
    } else {
      this.seek(number);
    }
    this.start();
  }

  /** Plays one block alone. */
  playOne(number) {
    this.single = number;
    this.load(addressOf(this.section.dataset.sound, number));
    this.start();
  }

  load(address) {
    this.tell.waiting(true);
    this.audio.src = address;
    this.audio.load();
  }

  start() {
    this.audio.playbackRate = this.speed;
    this.audio.defaultPlaybackRate = this.speed;
    this.audio.play().catch((error) => {
      if (error.name === "NotAllowedError") this.tell.waiting(false);
    });
  }

  stop() {
    this.audio.pause();
  }

  setSpeed(speed) {
    this.speed = speed;
    this.audio.playbackRate = speed;
  }

  async loaded() {
    this.audio.playbackRate = this.speed;
    if (this.single !== null || this.chapters) return;
    const answer = await fetch(this.section.dataset.times);
    if (!answer.ok) return;
    this.chapters = (await answer.json()).chapters;
    this.seek(this.wanted ?? 0);
  }

  seek(number) {
    const chapter = this.chapters?.find((one) => one.block === number);
    if (!chapter) return;
    if (this.part !== number || this.audio.ended) this.audio.currentTime = chapter.start_s;
  }

  restart(number) {
    const chapter = this.chapters?.find((one) => one.block === number);
    this.audio.currentTime = this.single === null && chapter ? chapter.start_s : 0;
    this.start();
  }

  async failed() {
    if (!this.audio.getAttribute("src")) return;
    this.tell.waiting(false);
    const answer = await fetch(this.audio.src, { method: "GET" }).catch(() => null);
    this.tell.failed(answer?.status === BUSY && Number(answer.headers.get("Retry-After")) < 10);
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
    this.file = audio && this.words.sound ? new FileVoice(section, audio, this.teller("file")) : null;
    this.device = this.makeDevice();
    this.voice = this.file;
  }

  /** What a voice tells; only the one that is chosen is listened to. */
  teller(name) {
    const isChosen = () => this.voice === this[name];
    return {
      now: (part, isSpeaking) => isChosen() && this.showNow(part, isSpeaking),
      waiting: (isWaiting) => isChosen() && this.say(isWaiting ? this.words.waiting : ""),
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
    } else if (this.voice === this.device) {
      this.device.resume();
    } else {
      this.file.start();
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
    const state = `${part} ${isSpeaking}`;
    this.part = part;
    if (state === this.state) return;
    this.state = state;
    this.steps.mark(part, isSpeaking);
    const now = part === 0 ? this.words.nowFirst : fill(this.words.now, part);
    this.shown.textContent = isSpeaking ? now : "";
    const canGoOn = this.hasBegun && !this.isDone && this.voice.single === null;
    const idle = canGoOn ? this.words.on : this.words.play;
    this.section.querySelector("[data-act=play]").textContent = isSpeaking ? this.words.stop : idle;
    if (isSpeaking) this.showInSession(now);
  }

  showInSession(now) {
    if (!("mediaSession" in navigator) || !("MediaMetadata" in window)) return;
    navigator.mediaSession.metadata = new MediaMetadata({ title: now, artist: this.words.title });
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

function addressOf(whole, number) {
  const address = new URL(whole, document.baseURI);
  address.searchParams.set("block", number);
  return address.pathname + address.search;
}

const section = document.getElementById("player");
if (section) new Player(section).begin();
