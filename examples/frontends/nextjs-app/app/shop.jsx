"use client";

import { useState } from "react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { MessengerProvider, useMessenger } from "intercom-messenger-loader/react";
import { change } from "../account";

export function Shop({ children }) {
  // Unknown at first: then the endpoint says who is signed in.
  const [user, setUser] = useState();
  const pathname = usePathname();
  return (
    <MessengerProvider
      appId={process.env.NEXT_PUBLIC_INTERCOM_APP_ID}
      region={process.env.NEXT_PUBLIC_INTERCOM_REGION}
      jwtUrl="/api/messenger-token"
      user={user}
      route={pathname}
    >
      <Page onUser={setUser}>{children}</Page>
    </MessengerProvider>
  );
}

function Page({ onUser, children }) {
  const { session, lastError, shutdown } = useMessenger();

  async function sign(user) {
    await shutdown(); // before the server's session ends
    onUser(await change(user));
  }

  return (
    <>
      <p>
        The Messenger is for: <output id="who">{session ? (session.userId ?? "visitor") : (lastError?.message ?? "…")}</output>
      </p>
      <button id="sign-in-ada" onClick={() => sign("ada")}>Sign in as Ada</button>
      <button id="sign-in-grace" onClick={() => sign("grace")}>Sign in as Grace</button>
      <button id="sign-out" onClick={() => sign(null)}>Sign out</button>
      <nav>
        <Link id="to-home" href="/">Home</Link> <Link id="to-orders" href="/orders">Orders</Link>
      </nav>
      <main id="route">{children}</main>
    </>
  );
}
