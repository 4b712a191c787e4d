// The widget's script tags, whoever put them on the page.

const WIDGET = "https://widget.intercom.io/widget/";

/** @param {string} url A script that is there already: the classic snippet's, a tag manager's, an earlier try's. */
export const findTag = (url) => Array.from(document.scripts).find(({ src }) => serves(src, url));

/** @type {(src: string, url: string) => boolean} A script is Intercom's, or at an address of one's own. */
export function serves(src, url) {
  const asked = src.replace(/[?&]again$/, "");
  return asked.startsWith(WIDGET) || asked === url || (url.startsWith("/") && asked.endsWith(url));
}

/**
 * How many of the widget's tags are on the page, and the workspace of one that is for another than `appId`.
 *
 * @param {string} url
 * @param {string} [appId]
 */
export function countTags(url, appId) {
  let tags = 0;
  let otherTag = "";
  for (const { src } of Array.from(document.scripts)) {
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
