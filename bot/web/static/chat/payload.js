/** What buttons say: `/intent` or `/intent{"entity": value}`. */

/** @typedef {import("./types.js").Button} Button */

/** @typedef {import("./types.js").Message} Message */
/**
 * `main` answers the question, `around` are the ways around it; `many`: `main` is ticked, and `send` sends
 * them, also none: the button of the same intent without a value.
 * @typedef {{main: Button[], around: Button[], many: boolean, send: Button | undefined}} Choices
 */

/** @param {Button} button */
const intent = (button) => button.payload.split("{")[0];

/** @param {Message} message @returns {Choices} */
export function laidOut({ buttons, choice }) {
  const many = choice === "many";
  const main = buttons.filter((each) => each.payload.includes("{") && (many || intent(each) === "/inform"));
  if (main.length === 0) return { main: buttons, around: [], many: false, send: undefined };
  const send = many ? buttons.find((each) => each.payload === intent(main[0])) : undefined;
  return { main, around: buttons.filter((each) => each !== send && !main.includes(each)), many, send };
}

/** Several answers to one question as one: `/inform{"goals": ["job", "study"]}`. @param {Button[]} buttons */
export function merged(buttons) {
  /** @type {Record<string, unknown[]>} */
  const values = {};
  for (const button of buttons) {
    for (const [name, value] of Object.entries(JSON.parse(button.payload.slice(intent(button).length)))) {
      values[name] = [...(values[name] ?? []), value];
    }
  }
  return intent(buttons[0]) + JSON.stringify(values);
}

/** A version 4 UUID, also where the page is not served over HTTPS. */
export function newId() {
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => {
    const random = crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4));
    return (Number(digit) ^ random).toString(16);
  });
}
