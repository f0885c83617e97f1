/** The text of Server-Sent Events. */

/** @typedef {{event: string, id: string, data: string}} StreamEvent */

/**
 * Cuts a stream of text into events. Lines may end in CR LF; comments give no event.
 * @param {(event: StreamEvent) => void} onEvent
 * @returns {(chunk: string) => void}
 */
export function eventParser(onEvent) {
  let rest = "";
  return (chunk) => {
    const blocks = (rest + chunk).replace(/\r\n/g, "\n").split("\n\n");
    rest = blocks.pop() ?? "";
    for (const event of blocks.map(parseEvent)) if (event.data) onEvent(event);
  };
}

/** @param {string} block @returns {StreamEvent} */
function parseEvent(block) {
  const event = { event: "message", id: "", data: "" };
  for (const line of block.split("\n")) {
    const [, field, value] = /^(event|id|data): ?(.*)$/.exec(line) ?? [];
    if (field === "data") event.data += (event.data && "\n") + value;
    else if (field === "event" || field === "id") event[field] = value;
  }
  return event;
}
