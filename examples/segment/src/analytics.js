import { AnalyticsBrowser } from "@segment/analytics-next";
import { intercomDestination } from "intercom-messenger-loader/segment";

// Here the demo's server stands in for Segment's; on a site of yours leave `cdnURL` out, and use your own keys.
export const analytics = AnalyticsBrowser.load({ writeKey: "demo", cdnURL: `${location.origin}/segment` });

analytics.register(
  intercomDestination({
    appId: "standin1",
    jwtUrl: "/api/messenger-token",
    mapping: { identifyUser: { custom_traits: { "@path": "$.traits.custom" } } },
  }),
);
