"use client";

import { useEffect, useState } from "react";
import { boot, diagnose } from "intercom-messenger-loader";

export default function Messenger() {
  const [who, setWho] = useState("…");
  useEffect(() => {
    window.diagnose = diagnose;
    boot({ appId: "standin1", jwtUrl: "/api/messenger-token" }).then(
      (session) => setWho(session.kind === "user" ? session.userId : session.kind),
      (error) => setWho(String(error)),
    );
  }, []);
  return <p id="who">{who}</p>;
}
