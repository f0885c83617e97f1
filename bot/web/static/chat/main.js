/// <reference path="./globals.d.ts" />
/** Where the bundle starts: `STYLE` is the text of the style sheets, which the bundle puts before. */

import { define } from "./element.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
define(new URL(script.src).origin, STYLE);
