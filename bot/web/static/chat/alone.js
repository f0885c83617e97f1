/** One tab after the other. */

/** In one tab at a time, where tabs can agree on it; the next one as soon as it ends.
 * @param {string} name @param {AbortSignal | undefined} signal @param {() => Promise<void>} work */
export async function alone(name, signal, work) {
  if (!navigator.locks) return work();
  try {
    await navigator.locks.request(name, { signal }, work);
  } catch (error) {
    if (signal?.aborted) return;
    if (!(error instanceof DOMException && error.name === "SecurityError")) throw error;
    await work();
  }
}
