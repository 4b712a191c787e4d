// The script tag's entry: boots from the tag's attributes, and puts the functions on window.IntercomMessenger.
import {
  bootMessenger,
  closeMessenger,
  currentState,
  diagnosePage,
  listen,
  muteNotifications,
  openArticle,
  openChecklist,
  openConversation,
  openMessages,
  openMessenger,
  openNewConversation,
  openNewMessage,
  openNews,
  openSpace,
  openSurvey,
  openTicket,
  openTour,
  passAuthTokens,
  refreshUserToken,
  shutdownMessenger,
  trackUserEvent,
  updateRoute,
  updateSettings,
  visitorId,
  whoIsIt,
} from "./api.js";
import { ofWindow } from "wasm:dom";
import { MessengerError } from "./error.js";
import { withOwnTag } from "./own-tag.js";
import { readTag } from "./tag.js";

const api = {
  boot: bootMessenger,
  shutdown: shutdownMessenger,
  routeUpdate: updateRoute,
  update: updateSettings,
  refreshToken: refreshUserToken,
  state: currentState,
  diagnose: diagnosePage,
  on: listen,
  show: openMessenger,
  hide: closeMessenger,
  showSpace: openSpace,
  showMessages: openMessages,
  showNewMessage: openNewMessage,
  startConversation: openNewConversation,
  hideNotifications: muteNotifications,
  startTour: openTour,
  showArticle: openArticle,
  showNews: openNews,
  startSurvey: openSurvey,
  startChecklist: openChecklist,
  showTicket: openTicket,
  showConversation: openConversation,
  trackEvent: trackUserEvent,
  getVisitorId: visitorId,
  setAuthTokens: passAuthTokens,
  whoami: whoIsIt,
  MessengerError,
};

if (typeof document !== "undefined") {
  // A second tag drives the first one's session.
  /** @type {typeof api} */
  const messenger = ofWindow("IntercomMessenger") || api;
  /** @type {any} */ (window).IntercomMessenger = messenger;
  withOwnTag((tag) => {
    if (tag.dataset.manual === undefined) {
      messenger.boot(readTag(tag)).catch((error) => {
        // That a later call decided is nothing to mend.
        if (error.code !== "boot_superseded") {
          console.error(error);
        }
      });
    }
  });
}
