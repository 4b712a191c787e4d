import { Shop } from "./shop";

export const metadata = { title: "Next.js and the Messenger" };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <Shop>{children}</Shop>
      </body>
    </html>
  );
}
