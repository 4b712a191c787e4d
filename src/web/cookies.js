// The Messenger's cookies, and the note of the last user that stands beside them.
import { ofDocument } from "./options.js";
export { setViolations } from "./tags.js";

// Passed on from file to file, see page.js.
export {
  addEvent,
  callDocument,
  describe,
  guard,
  makeError,
  newElement,
  ofDocument,
  ofWindow,
  own,
  peek,
  readArguments,
  readBody,
  readOptions,
  readSettings,
  readToken,
  readValue,
  removeEvent,
  report,
} from "./options.js";

/** The names of the page's cookies, each with the workspace that it is of, if it is the Messenger's. */
export const cookies = () =>
  allCookies().map((cookie) => {
    const [name] = cookie.split("=");
    return { name, workspace: /^intercom-(?:session|id|device-id)-(.*)/.exec(name)?.[1] };
  });

/** The page's cookies, each as `name=value`. */
function allCookies() {
  try {
    return ofDocument("cookie").split(/; */);
  } catch {
    // A sandboxed frame has no cookies, and says so by throwing.
    return [];
  }
}
