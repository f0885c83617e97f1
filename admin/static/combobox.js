/** A text field with a list of suggestions below it: the ARIA pattern of a combobox with a listbox. */

const PAUSE_MS = 120;

/**
 * @template Option
 * @typedef {object} Suggestions
 * @property {(text: string) => Promise<Option[]>} find what fits the text, best first
 * @property {(option: Option) => HTMLElement} show an element for the list
 * @property {(option: Option) => void} choose
 * @property {() => void} leave called when Escape closes an empty list
 */

/** @template Option */
export class Combobox {
  /** @type {Option[]} */
  #options = [];
  #active = -1;
  #asked = 0;
  #timer = 0;

  /** @param {HTMLInputElement} field @param {HTMLElement} list @param {Suggestions<Option>} suggestions */
  constructor(field, list, suggestions) {
    this.field = field;
    this.list = list;
    this.suggestions = suggestions;
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(said)) field.setAttribute(name, value);
    field.addEventListener("input", () => (clearTimeout(this.#timer), (this.#timer = setTimeout(() => this.ask(), PAUSE_MS))));
    field.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const item = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
      if (item) this.#choose([...list.children].indexOf(item));
    });
  }

  /** Shows what fits the words in the field; an answer that comes too late is not shown. */
  async ask() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const asked = ++this.#asked;
    const options = await this.suggestions.find(this.field.value.trim());
    if (asked !== this.#asked) return;
    this.#options = options;
    this.list.replaceChildren(...options.map((option, index) => this.#item(option, index)));
    this.list.hidden = options.length === 0;
    this.field.setAttribute("aria-expanded", String(options.length > 0));
    this.#activate(options.length ? 0 : -1);
  }

  close() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#asked += 1;
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  /** @param {Option} option @param {number} index */
  #item(option, index) {
    const item = this.suggestions.show(option);
    item.id = `${this.list.id}-${index}`;
    item.setAttribute("role", "option");
    return item;
  }

  /** @param {number} index */
  #activate(index) {
    this.#active = index;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    if (index < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const open = !this.list.hidden;
    if (event.key === "Enter" && this.#timer) this.ask().then(() => this.#choose(this.#active)); // typed faster than shown
    else if (event.key === "Enter") this.#choose(open ? this.#active : -1);
    else if (event.key === "Escape" && open) this.close();
    else if (event.key === "Escape") this.suggestions.leave();
    else if (step && open) this.#activate((this.#active + step + this.#options.length) % this.#options.length);
    else if (step) this.ask();
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  #choose(index) {
    const option = this.#options[index];
    if (option === undefined) return;
    this.close();
    this.suggestions.choose(option);
  }
}
