// Intercom's hosts by region, from its article on Content-Security-Policy.
import type { CspDirective } from "./server.js";

/** Host names that differ between the regions. */
interface Hosts {
  connect: string;
  media: string;
  images: string;
}

const US: Hosts = {
  connect:
    "https://api.intercom.io https://uploads.intercomcdn.com https://nexus-websocket-a.intercom.io " +
    "wss://nexus-websocket-a.intercom.io https://nexus-websocket-b.intercom.io wss://nexus-websocket-b.intercom.io",
  media: "https://downloads.intercomcdn.com",
  images:
    "https://static.intercomassets.com https://messenger-apps.intercom.io https://*.intercom-attachments-1.com " +
    "https://*.intercom-attachments-2.com https://*.intercom-attachments-3.com https://*.intercom-attachments-4.com " +
    "https://*.intercom-attachments-5.com https://*.intercom-attachments-6.com https://*.intercom-attachments-7.com " +
    "https://*.intercom-attachments-8.com https://*.intercom-attachments-9.com",
};

const EU: Hosts = {
  connect:
    "https://api.eu.intercom.io https://uploads.intercomcdn.eu https://uploads.eu.intercomcdn.com " +
    "https://nexus-europe-websocket.intercom.io wss://nexus-europe-websocket.intercom.io",
  media: "https://downloads.intercomcdn.eu",
  images: "https://static.intercomassets.eu https://messenger-apps.eu.intercom.io https://*.intercom-attachments.eu",
};

const AU: Hosts = {
  connect:
    "https://api.au.intercom.io https://uploads.au.intercomcdn.com https://nexus-australia-websocket.intercom.io " +
    "wss://nexus-australia-websocket.intercom.io",
  media: "https://downloads.au.intercomcdn.com",
  images:
    "https://static.au.intercomassets.com https://messenger-apps.au.intercom.io https://*.au.intercom-attachments.com",
};

const FILES = "https://js.intercomcdn.com";
const UPLOADS = "https://uploads.intercomusercontent.com";

/**
 * Sources that the Messenger needs with this API, and `own` ones. A proxy counts as the US region. There is no
 * `worker-src`: a worker's script always has the page's own origin, so a host there would allow nothing.
 */
export function directives(api: string, own: [CspDirective, string | undefined][]): Record<CspDirective, string[]> {
  const { connect, media, images } = api.includes("-iam.eu.") ? EU : api.includes("-iam.au.") ? AU : US;
  const sources: Record<CspDirective, string> = {
    // The last one is for teammates, whose product tour editor runs on the page.
    "script-src": `${FILES} https://app.intercom.io`,
    "connect-src":
      `${api} ${connect} ${UPLOADS} https://via.intercom.io https://api-ping.intercom.io ` +
      "https://*.intercom-messenger.com wss://*.intercom-messenger.com",
    "frame-src":
      "https://intercom-sheets.com https://www.intercom-reporting.com https://www.youtube.com " +
      "https://player.vimeo.com https://fast.wistia.net",
    "font-src": `${FILES} https://fonts.intercomcdn.com`,
    "form-action": `https://intercom.help ${api}`,
    "media-src": `${FILES} ${media}`,
    "img-src":
      `blob: data: ${FILES} ${media} ${images} ${UPLOADS} ` +
      "https://gifs.intercomcdn.com https://video-messages.intercomcdn.com",
    "style-src": "'unsafe-inline'",
  };
  const all = Object.entries(sources) as [CspDirective, string][];
  return Object.fromEntries(
    all.map(([name, text]) => {
      const added = own.flatMap(([directive, source]) => (directive === name && source ? [source] : []));
      return [name, [...new Set([...text.split(" "), ...added])]];
    }),
  ) as Record<CspDirective, string[]>;
}
