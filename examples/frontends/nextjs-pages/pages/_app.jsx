import Head from "next/head";
import { Shop } from "../components/shop";

export default function App({ Component, pageProps }) {
  return (
    <>
      <Head>
        <title>Next.js and the Messenger</title>
      </Head>
      <Shop>
        <Component {...pageProps} />
      </Shop>
    </>
  );
}
