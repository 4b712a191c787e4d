// What Rust imports, and nothing else: a bundler keeps all that stands here.
export {
  cookieWorkspaces,
  expireCookies,
  forgetNotes,
  readNote,
  writeNote,
} from "./cookies.js";
export {
  beginRequest,
  endEarly,
  endRequest,
  letGo,
  loadScript,
  preload,
  removeScript,
  send,
  takeEarly,
} from "./load.js";
export {
  awaitClick,
  awaitLoad,
  callBack,
  callMessenger,
  emptyQueue,
  endWait,
  forgetSettings,
  holdsBoot,
  installStub,
  isLive,
  isSpared,
  settings,
  withdrawShutdown,
} from "./messenger.js";
export {
  addListener,
  arm,
  attach,
  deferred,
  disarm,
  emit,
  hasPage,
  hearWith,
  here,
  openTabs,
  settle,
  stopRoutes,
  tellTabs,
  turn,
  uptime,
  watchLife,
  watchRoutes,
  whenSettled,
} from "./page.js";
export {
  seenViolations,
  watchPolicy,
  widgetTags,
} from "./tags.js";
