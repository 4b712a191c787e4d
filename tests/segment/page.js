// Globals of the journeys' pages: Segment's client, the destination, and the loader.
import { AnalyticsBrowser } from "@segment/analytics-next";
import * as loader from "intercom-messenger-loader";
import { intercomDestination } from "intercom-messenger-loader/segment";

window.loader = loader;

/** Segment's client with the destination registered, as on a site. */
window.begin = (options) => {
  window.analytics = AnalyticsBrowser.load({ writeKey: "journeys", cdnURL: `${location.origin}/segment` });
  analytics.register(intercomDestination({ appId: "standin1", ...options }));
  return analytics;
};
