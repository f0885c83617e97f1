/** The values that come from the service, as docs of the other modules; nothing of this file is served. */

/** @typedef {{title: string, payload: string}} Button */
/** @typedef {{id: string, name: string, provider: string, summary: string, category: string, url: string,
 *   languages: string[], reasons: string[], text_language: string, text_status: string, first_step?: string,
 *   condition?: string, review_overdue?: boolean}} Service */
/** @typedef {"person" | "bot" | "counsellor" | "system"} Author */
/** @typedef {{seq: number, author: Author, name?: string | null, text: string, language: string, at?: string,
 *   client_id?: string | null, buttons: Button[], services: Service[], choice?: "one" | "many" | null,
 *   progress?: [number, number] | null, original?: {text: string, language: string} | null}} Message */
/** @typedef {"bot" | "waiting" | "counsellor" | "closed"} Holder */
/** @typedef {{position: number, wait_seconds: number | null}} Queue */
/** @typedef {{holder: Holder, language?: string, messages: Message[]}} Answer */
/** @typedef {{holder: Holder, language?: string, counsellor?: string | null, queue?: Queue | null,
 *   contact?: Contact | null, notice?: string}} State */
/** @typedef {"phone" | "email"} Contact */
/** @typedef {{id: string, token: string}} Access */
/** @typedef {{code: string, name: string, dir: "ltr" | "rtl"}} Language */
/** What is shown before anything is stored. `limit` is the longest message in characters,
 * `numbers` what may be called; after so many `minutes` of silence the device forgets, 0 for never.
 * @typedef {{language: string, languages: Language[], texts: Record<string, string>, messages: Message[],
 *   limit: number, minutes: number, numbers: string[], notice?: string | null, nobody?: string | null}} Opening */
/** @typedef {{text: string} | {payload: string}} Said */
/** `title` is what the person sees of it. @typedef {{clientId: string, said: Said, title: string}} Item */

export {};
