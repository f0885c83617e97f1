/// <reference path="./globals.d.ts" />
/** Where the bundle starts: `STYLE` is the text of the style sheets, which the bundle puts before. */

import { define } from "./element.js";

/** A script of type module is not told which one it is. */
const script = document.currentScript ?? document.querySelector('script[type="module"][src*="/widget.js"]');
define(/** @type {HTMLScriptElement} */ (script).src.replace(/\/widget\.js.*/, ""), STYLE);
