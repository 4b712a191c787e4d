// Your workspace, and its region: us, eu or au.
export const appId = "standin1";
export const region = "eu";
