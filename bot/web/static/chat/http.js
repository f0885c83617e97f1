/** One request to the service, and what it answers when it refuses. */

const PATIENCE_MS = 30000;

/** A refusal. `retryAfter` is in seconds, 0 where the service does not say. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} detail a sentence in the person's language, or ""
   * @param {number} retryAfter
   */
  constructor(status, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may succeed later. */
  get passing() {
    return this.status === 429 || this.status >= 500;
  }

  /** Whether the service is not there just now: the request is not at fault. */
  get away() {
    return this.status > 500 && this.status <= 504;
  }

  /** Whether the conversation is not there any more. */
  get gone() {
    return this.status === 401 || this.status === 404;
  }
}

/** Whether an error means that there is no connection, rather than a mistake of ours. @param {unknown} error */
export function isOffline(error) {
  return error instanceof TypeError || error instanceof DOMException;
}

/**
 * @param {string} method
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {object} [body]
 * @returns {Promise<any>} raises Problem, TypeError without a connection, DOMException when it takes too long
 */
export async function requestJson(method, url, headers, body) {
  const response = await fetch(url, {
    method,
    headers: body ? { ...headers, "Content-Type": "application/json" } : headers,
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw await problem(response);
  return response.status === 204 ? {} : response.json();
}

/** @param {Response} response */
async function problem(response) {
  const isJson = response.headers.get("Content-Type")?.includes("json");
  const { detail = "" } = isJson ? await response.json() : {};
  return new Problem(response.status, String(detail), Number(response.headers.get("Retry-After")) || 0);
}
