// Intercom's own package, used as in its documentation, with the guide's fetch.
import Intercom from "@intercom/messenger-js-sdk";

fetch("/api/messenger-token", { credentials: "include" })
  .then((response) => response.json())
  .then(({ token }) => Intercom({ app_id: "standin1", intercom_user_jwt: token }));
