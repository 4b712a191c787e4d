import Messenger from "./messenger";

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Messenger />
      </body>
    </html>
  );
}
