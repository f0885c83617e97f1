/** What is known of the conversation; each message once, whichever way it came. */

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Contact} Contact */
/** @typedef {import("./types.js").Holder} Holder */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Queue} Queue */
/** @typedef {import("./types.js").State} State */

export class Conversation {
  /** @type {Map<number, Message>} */
  #messages = new Map();
  /** How often it was told how the conversation stands. */
  #told = 0;
  /** @type {Holder} */
  holder = "bot";
  counsellor = "";
  /** @type {Queue | null} */
  queue = null;
  /** @type {Contact | null} */
  contact = null;
  /** That the bot or the hand-off is paused. */
  notice = "";

  /** Those that were not known yet, in order. @param {Message[]} messages */
  take(messages) {
    const fresh = messages.filter((message) => !this.#messages.has(message.seq));
    for (const message of fresh) this.#messages.set(message.seq, message);
    return fresh.sort((one, other) => one.seq - other.seq);
  }

  /** @param {State} state */
  stand(state) {
    this.#told += 1;
    this.holder = state.holder;
    this.counsellor = state.counsellor ?? "";
    this.queue = state.queue ?? null;
    this.contact = state.contact ?? null;
    this.notice = state.notice ?? "";
  }

  /** What the stream tells while an answer is on its way is newer than the answer.
   * @param {Promise<Answer>} asked */
  async newest(asked) {
    const told = this.#told;
    const answer = await asked;
    if (answer.holder && told === this.#told) this.stand({ ...this, holder: answer.holder });
    return answer;
  }

  get messages() {
    return [...this.#messages.values()].sort((one, other) => one.seq - other.seq);
  }

  /** From where a stream goes on: the last message before which none is missing. */
  get complete() {
    let seq = 0;
    while (this.#messages.has(seq + 1)) seq += 1;
    return seq;
  }

  /** The question being answered, as [now, all]: of the last answer, whatever follows in it. */
  get progress() {
    let answered = false;
    for (const message of this.messages.reverse()) {
      if (message.progress) return message.progress;
      if (message.author === "person" && answered) return null;
      answered ||= message.author === "bot";
    }
    return null;
  }
}
