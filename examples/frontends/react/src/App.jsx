import { useState } from "react";
import { Link, Route, Routes, useLocation } from "react-router";
import { MessengerProvider, useMessenger } from "intercom-messenger-loader/react";
import { change } from "./account.js";

export default function App() {
  // Unknown at first: then the endpoint says who is signed in.
  const [user, setUser] = useState();
  const { pathname } = useLocation();
  return (
    <MessengerProvider
      appId={import.meta.env.VITE_INTERCOM_APP_ID}
      region={import.meta.env.VITE_INTERCOM_REGION}
      jwtUrl="/api/messenger-token"
      user={user}
      route={pathname}
    >
      <Shop onUser={setUser} />
    </MessengerProvider>
  );
}

function Shop({ onUser }) {
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
        <Link id="to-home" to="/">Home</Link> <Link id="to-orders" to="/orders">Orders</Link>
      </nav>
      <main id="route">
        <Routes>
          <Route path="/" element="home" />
          <Route path="/orders" element="orders" />
        </Routes>
      </main>
    </>
  );
}
