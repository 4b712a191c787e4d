// The page, and its routes: the loader follows the page's address by itself.
import { sign, start } from "./messenger.js";

const $ = (id) => document.getElementById(id);

async function show(who) {
  $("who").value = "…";
  $("who").value = await who.catch(String);
}

$("sign-in-ada").onclick = () => show(sign("ada"));
$("sign-in-grace").onclick = () => show(sign("grace"));
$("sign-out").onclick = () => show(sign(null));

const draw = () => ($("route").textContent = location.pathname === "/orders" ? "orders" : "home");
for (const link of [$("to-home"), $("to-orders")]) {
  link.onclick = (event) => {
    event.preventDefault();
    history.pushState(null, "", link.href);
    draw();
  };
}
addEventListener("popstate", draw);

draw();
show(start());
