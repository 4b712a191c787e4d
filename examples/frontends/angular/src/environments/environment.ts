import type { Region } from "intercom-messenger-loader";

// Your workspace, and its region: us, eu or au.
export const environment: { appId: string; region: Region } = {
  appId: "standin1",
  region: "eu",
};
