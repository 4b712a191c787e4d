const { boot, diagnose } = require("intercom-messenger-loader");

window.diagnose = diagnose;

const who = document.querySelector("#who");
boot({ appId: "standin1", jwtUrl: "/api/messenger-token" }).then(
  (session) => (who.textContent = session.kind === "user" ? session.userId : session.kind),
  (error) => (who.textContent = String(error)),
);
