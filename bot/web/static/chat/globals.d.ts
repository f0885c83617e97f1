/** The text of the style sheets, which the bundle puts before everything. */
declare const STYLE: string;
