// The styles. A constructed sheet, because a page's Content-Security-Policy may forbid inline styles.

const STYLE = `
:host { all: initial; }
[hidden] { display: none !important; }
.root {
  --action: #4338ca; --on-action: #fff; --head: var(--action); --on-head: var(--on-action);
  --paper: #fff; --ink: #1c1d26; --soft: #5a5d70; --line: #e3e4ec; --tint: #f5f5fa;
  --good: #0b6b3a; --good-bg: #e2f6ea; --bad: #a3151f; --bad-bg: #fdeaea; --wait: #4b4f63; --wait-bg: #ececf3;
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--ink);
}
.root.dark {
  --paper: #1d1e28; --ink: #f0f0f6; --soft: #a9acc0; --line: #35374a; --tint: #272937;
  --good: #7fdcaa; --good-bg: #143425; --bad: #ff9c9c; --bad-bg: #41191d; --wait: #c3c6d8; --wait-bg: #32344a;
}
button, input, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--action); outline-offset: 2px; }
.launcher {
  position: fixed; bottom: var(--v); right: var(--h); z-index: var(--z);
  width: 56px; height: 56px; border: 0; border-radius: 50%; background: var(--action); color: var(--on-action);
  display: grid; place-items: center; box-shadow: 0 4px 18px rgb(20 20 50 / .28); transition: transform .15s;
}
.launcher:hover { transform: scale(1.06); }
.launcher svg { width: 26px; height: 26px; }
.left .launcher, .left .panel { right: auto; left: var(--h); }
.badge {
  position: absolute; top: -4px; right: -4px; min-width: 20px; padding: 0 5px; box-sizing: border-box;
  border-radius: 10px; background: #d0212c; color: #fff; font-size: 12px; font-weight: 700; line-height: 20px;
}
.panel {
  position: fixed; bottom: calc(var(--v) + 72px); right: var(--h); z-index: var(--z); box-sizing: border-box;
  width: 372px; max-width: calc(100vw - 24px); height: 620px; max-height: calc(100vh - var(--v) - 92px);
  display: flex; flex-direction: column; overflow: hidden; border-radius: 16px; background: var(--paper);
  border: 1px solid var(--line); box-shadow: 0 12px 44px rgb(20 20 50 / .28);
}
header { background: var(--head); color: var(--on-head); padding: 14px 16px 0; display: grid;
  grid-template-columns: 1fr auto; }
h2 { margin: 0; font-size: 17px; line-height: 1.3; }
header p { margin: 2px 0 12px; font-size: 12.5px; }
.close { border: 0; background: none; color: inherit; width: 32px; height: 32px; border-radius: 8px; font-size: 20px;
  line-height: 1; }
.close:hover { background: rgb(255 255 255 / .18); }
.close:focus-visible { outline-color: currentColor; }
.stripes { grid-column: 1 / -1; height: 6px; margin: 0 -16px;
  background: repeating-linear-gradient(-45deg, #f5b301 0 10px, #2a2833 10px 20px); }
.who { display: flex; gap: 12px; align-items: center; padding: 14px 16px 10px; }
.face { flex: none; width: 42px; height: 42px; border-radius: 50%; display: grid; place-items: center;
  background: var(--action); color: var(--on-action); font-weight: 700; font-size: 17px; }
.face.visitor { background: var(--wait-bg); color: var(--wait); }
.name { font-weight: 700; font-size: 15.5px; overflow-wrap: anywhere; }
.mail { color: var(--soft); overflow-wrap: anywhere; }
dl { margin: 0; padding: 0 16px 10px; display: grid; grid-template-columns: auto 1fr; gap: 2px 14px; font-size: 13px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
code { font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.status { margin: 0 16px 12px; padding: 8px 12px; border-radius: 10px; font-size: 13px; background: var(--wait-bg);
  color: var(--wait); }
.status.good { background: var(--good-bg); color: var(--good); }
.status.bad { background: var(--bad-bg); color: var(--bad); }
.status b { display: block; }
.notice { margin: 0 16px 10px; font-size: 13px; color: var(--soft); overflow-wrap: anywhere; }
.talk { flex: 1; min-height: 60px; overflow-y: auto; padding: 12px 16px; background: var(--tint);
  border-top: 1px solid var(--line); display: flex; flex-direction: column; gap: 8px; }
.talk p { margin: 0; max-width: 82%; padding: 8px 12px; border-radius: 14px; overflow-wrap: anywhere; }
.talk .you { align-self: flex-end; background: var(--action); color: var(--on-action);
  border-bottom-right-radius: 4px; }
.talk .team { align-self: flex-start; background: var(--paper); border: 1px solid var(--line);
  border-bottom-left-radius: 4px; }
.talk .empty { align-self: center; margin: auto; max-width: 90%; color: var(--soft); text-align: center; }
form { display: flex; gap: 8px; padding: 10px 12px; border-top: 1px solid var(--line); }
form input { flex: 1; min-width: 0; padding: 8px 12px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--paper); }
form input::placeholder { color: var(--soft); opacity: 1; }
form button { border: 0; border-radius: 10px; padding: 8px 14px; background: var(--action); color: var(--on-action);
  font-weight: 600; }
.email { padding: 0 16px 12px; border: 0; }
@media (max-width: 480px) {
  .root .panel { inset: 8px 8px calc(var(--v) + 68px) 8px; width: auto; max-width: none; height: auto; max-height: none; }
}
@media (max-height: 560px) { .panel { overflow-y: auto; } .talk { flex: none; min-height: 110px; } }
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } }
`;

function sheet() {
  const made = new CSSStyleSheet();
  made.replaceSync(STYLE);
  return made;
}

/** Black or white, whichever is readable on a colour given as #rgb or #rrggbb; white for any other notation. */
function readableOn(colour) {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i;
  const digits = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(String(colour).replace(short, "#$1$1$2$2$3$3"));
  if (!digits) return "#fff";
  const [red, green, blue] = digits.slice(1).map((pair) => (parseInt(pair, 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.35 ? "#14141c" : "#fff";
}
