// For the diagnosis as long as it is JavaScript.
import { ofDocument } from "./page.js";

const WIDGET = "https://widget.intercom.io/widget/";

/** @type {(src: string, url: string) => boolean} */
function serves(src, url) {
  const asked = src.replace(/[?&]again$/, "");
  return asked.startsWith(WIDGET) || asked === url || (url.startsWith("/") && asked.endsWith(url));
}

/** @type {(url: string, appId?: string) => { tags: number, otherTag: string }} */
export function countTags(url, appId) {
  let tags = 0;
  let otherTag = "";
  for (const { src } of Array.from(ofDocument("scripts"))) {
    if (src.startsWith(WIDGET)) {
      const [workspace] = /^[a-z0-9]*/i.exec(src.slice(WIDGET.length)) ?? [""];
      if (appId && workspace !== appId) {
        otherTag = workspace;
      }
    } else if (!url || !serves(src, url)) {
      continue;
    }
    tags += 1;
  }
  return { tags, otherTag };
}

let violations = "";

/** @param {string} all */
export const setViolations = (all) => {
  violations = all;
};

export const seenViolations = () => violations;
