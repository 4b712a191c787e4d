#!/usr/bin/env node
import{cancel as ie,intro as oe,isCancel as ae,outro as ce,select as de,text as Y}from"@clack/prompts";import{parseArgs as B}from"node:util";var d=class extends Error{};function I(e,t,n=0){let r;try{r=B({args:e,options:t,allowPositionals:n>0})}catch{let s=Object.keys(t).map(i=>`--${i}`),o=e.map(i=>i.split("=")[0]??"").find(i=>/^-/.test(i)&&!s.includes(i)&&i!=="-h");throw new d(o&&/^--?[\w-]+$/.test(o)?`there is no option ${o}`:"an option lacks its value, or there is a word too many")}if(r.positionals.length>n)throw new d("there is a word too many; a folder's name with spaces stands in quotes");return r}var b=e=>/^[A-Za-z0-9]{1,64}$/.test(e),l=["us","eu","au","ap"];function y(e,t,n){let r=e.find(s=>s===n)??e.find(s=>s.endsWith(`-${n}`));if(r===void 0)throw new d(`${t} is one of ${e.join(", ")}`);return r}function N(e,t){if(!b(e))throw new d("--app-id is letters and digits; copy it from Intercom: Settings > Installation");if(!l.includes(t))throw new d(`--region is one of ${l.join(", ")}`)}var w={start:"npm install && npm run dev",port:5173},j={start:"npm install && npm run dev",port:3e3},S={start:"npm install && npx --yes http-server -p 3000 -c-1 --proxy http://127.0.0.1:8080",port:3e3},$={start:"trunk serve --port 3000",port:3e3,rust:!0},g={react:w,vue:w,svelte:w,angular:{start:"npm install && npm start",port:4200},"nextjs-app":j,"nextjs-pages":j,ember:{start:"npm install && npm start -- --proxy http://localhost:8080",port:4200},"html-script-tag":S,"html-module":S,leptos:$,yew:$,dioxus:{...$,start:"dx serve --port 3000"}},R="python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/python",m={"node-express":"npm ci && node server.js","python-flask":`${R} app.py`,"python-django":`${R} manage.py runserver`,php:"php serve.php","ruby-sinatra":"bundle install && bundle exec puma -C puma.rb","ruby-rails":"bundle install && bundle exec puma -C config/puma.rb",go:"go run .","rust-axum":"cargo run"};function W({frontend:e,backend:t}){let{port:n,start:r}=g[e];return`# in one terminal: the backend, on http://127.0.0.1:8080
cd backend
export INTERCOM_IDENTITY_SECRET=\u2026   # Intercom: Settings > Messenger > Security
export ALLOWED_ORIGINS=http://localhost:${n}
${m[t]}

# in another: the frontend, on http://localhost:${n}
cd frontend
${r}`}var A="1. Intercom, Settings > Messenger > Security: create the Messenger API secret, and give it to the backend alone, as\n   INTERCOM_IDENTITY_SECRET in its environment.\n2. Put your own sign-in in the place of the example's, and `user_id`, `email` and `name` of your own users into the token.\n3. `npx intercom-messenger-loader verify --url https://\u2026/api/messenger-token` checks the endpoint where it runs.\n4. Enable identity verification there, watch for a while that your users are verified, and then enforce it.\n5. Mark the attributes that identify somebody as protected, so that no page can change them.\n",q=`## What all of them do
`;function T(e,t){let[,n]=t.split(q);if(n===void 0)throw new Error("the backends' README has another form");return`# The Messenger of ${e.appId}, in ${e.region}

Both halves of an installation: \`frontend/\` (${e.frontend}) boots it, \`backend/\` (${e.backend}) signs who it is for.
Each has a README of its own.

\`\`\`sh
${W(e)}
\`\`\`

## What remains

${A}
## What every backend does
${n}`}function F(e){return`${e.dir} has both halves. To run them:

cd ${K(e.dir)}
${W(e)}

Then:

${A}`}function K(e){return/^[\p{L}\p{N}./_][\p{L}\p{N}./_-]*$/u.test(e)?e:`'${e.startsWith("-")?"./":""}${e.replaceAll("'","'\\''")}'`}import{copyFile as Q,lstat as X,mkdir as x,readFile as ee,rm as ne,writeFile as te}from"node:fs/promises";import{basename as re,dirname as _,join as L}from"node:path";var H=["standin1","abc12345"];function M(e,t){let n={};for(let[r,s]of Object.entries(e)){if(r.endsWith(".lock")){n[r]=s;continue}n[r]=r==="package.json"?U(s,t.loader):z(Z(P(s,t),t.region),t),n[r]=D(n[r],r,t)}return n}function C(e,t){let n=Object.entries(e).map(([r,s])=>[r,r.endsWith("lock.json")?s:D(P(s,t),r,t)]);return Object.fromEntries(n)}function U(e,t){let n=JSON.parse(e);return n.dependencies={...n.dependencies,"intercom-messenger-loader":t},`${JSON.stringify(n,null,2)}
`}var P=(e,{appId:t})=>H.reduce((n,r)=>n.replaceAll(r,t),e);function z(e,{loader:t,clone:n,version:r}){let s=`npm install ../intercom-messenger-loader/dist     # from where you have the loader
`;return(e.includes("npm ci")?e.replace(s,"").replaceAll("npm ci","npm install"):e.replace(s,`npm install
`)).replaceAll('path = "../intercom-messenger-loader"',n?`path = ${JSON.stringify(n)}`:`version = "${r}"`).replaceAll("../intercom-messenger-loader/dist",t.startsWith("file:")?t.slice(5):"intercom-messenger-loader")}function Z(e,t){let n=1/0;return e.split(`
`).map(s=>{let o=/region/i.test(s);n=o?0:n+1;for(let i of l){let a=[`REGION=${i}`,`"${i}"`,`'${i}'`],c=a.findIndex((u,k)=>(o||k>0&&n<=2&&s.includes("None =>"))&&s.includes(u)),p=a[c];if(p!==void 0)return s.replaceAll(p,p.replace(i,t))}return s}).join(`
`)}function D(e,t,{clone:n,version:r}){if(!t.endsWith("Cargo.toml"))return e;let s=e.replace(/path = "\.\.(?:\/\.\.)*\/?([^"]*)"/g,(o,i)=>n?`path = ${JSON.stringify(i?`${n}/${i}`:n)}`:`version = "${r}"`);return s.includes("[workspace]")?s:`${s.trimEnd()}

[workspace]
`}function V(e,t,n){return e.replace(/\[([^\]]*)\]\((\.\.\/[^)]*)\)/g,(r,s,o)=>{let i=t.split("/"),a=o;for(;a.startsWith("../");)i.pop(),a=a.slice(3);let c=[...i,a].join("/");return c==="examples/backends/README.md"?r:n?`[${s}](<${n}/${c}>)`:s})}async function se(){return JSON.parse(await ee(new URL("./examples.json",import.meta.url),"utf8"))}async function E(e){if(await X(e).then(()=>!0,()=>!1))throw new d(`${e} exists already; name a folder that does not`)}async function G(e,t){await E(e.dir);let n=await se(),r=t.package&&re(t.package),s={...e,version:"0.1.0",loader:r?`file:./${r}`:"^0.1.0",clone:t.clone},o=(a,c,p)=>{let u=`examples/${a}/${c}`,k=Object.entries(n).filter(([f])=>f.startsWith(`${u}/`)),J=p(Object.fromEntries(k.map(([f,h])=>[f.slice(u.length+1),h])),s);return Object.entries(J).map(([f,h])=>[f,f.endsWith(".md")?V(h,u,t.clone):h])},i=[...o("frontends",e.frontend,M).map(([a,c])=>[`frontend/${a}`,c]),...o("backends",e.backend,C).map(([a,c])=>[`backend/${a}`,c]),[".gitignore",`node_modules/
target/
.venv/
.next/
/frontend/dist/
`],["README.md",T(e,n["examples/backends/README.md"]??"")]];try{await x(_(e.dir),{recursive:!0}),await x(e.dir)}catch{throw new d(`${e.dir} cannot be made; name a folder in one that you may write to`)}try{for(let[a,c]of i){let p=L(e.dir,a);await x(_(p),{recursive:!0}),await te(p,c)}t.package&&r&&i.some(([a])=>a==="frontend/package.json")&&await Q(t.package,L(e.dir,"frontend",r))}catch(a){throw await ne(e.dir,{recursive:!0,force:!0}),a}}var pe=`Usage: npm create intercom-messenger@latest -- [OPTIONS] [FOLDER]

Writes both halves of an installation of the Intercom Messenger: a frontend that boots it, and a backend that signs who it is
for. What no option says is asked for.

Options:
  --app-id <ID>      your workspace's app id (Intercom: Settings > Installation)
  --region <REGION>  where your workspace's data lives: ${l.join(", ")}
  --frontend <NAME>  ${Object.keys(g).join(", ")}
  --backend <NAME>   ${Object.keys(m).join(", ")}

A folder that exists is never touched.
`;async function v(e){let t=await e;return ae(t)&&(ie("Nothing was written."),process.exit(1)),String(t)}var O=(e,t)=>v(de({message:e,options:t.map(n=>({value:n,label:n}))}));async function le(e){let n=Object.entries({appId:"--app-id",region:"--region",frontend:"--frontend",backend:"--backend",dir:"the folder's name"}).flatMap(([s,o])=>e[s]===void 0?[o]:[]);if(n.length&&!(process.stdin.isTTY&&process.stdout.isTTY))throw new d(`${n.join(", ")} ${n.length>1?"are":"is"} missing, and there is no terminal to ask on`);n.length&&oe("The Intercom Messenger");let r=s=>b(s??"")?void 0:"Letters and digits.";return{appId:e.appId??await v(Y({message:"Your workspace's app id (Intercom: Settings > Installation)",validate:r})),region:e.region??await O("Where does its data live?",l),frontend:e.frontend??await O("The frontend?",Object.keys(g)),backend:e.backend??await O("The backend?",Object.keys(m)),dir:e.dir??await v(Y({message:"A folder that does not exist yet",initialValue:"messenger"}))}}async function fe(e){let n=Object.fromEntries(["app-id","region","frontend","backend","package","clone"].map(c=>[c,{type:"string"}])),{values:r,positionals:s}=I(e,{...n,help:{type:"boolean",short:"h"},version:{type:"boolean"}},1);if(r.help||r.version)return r.help?pe:`0.1.0
`;let o=c=>r[c],i={appId:o("app-id"),region:o("region"),frontend:o("frontend"),backend:o("backend"),dir:s[0]};N(i.appId??"a",i.region??"us"),i.frontend!==void 0&&(i.frontend=y(Object.keys(g),"--frontend",i.frontend)),i.backend!==void 0&&(i.backend=y(Object.keys(m),"--backend",i.backend)),i.dir!==void 0&&await E(i.dir);let a=await le(Object.fromEntries(Object.entries(i).filter(([,c])=>c!==void 0)));return await G(a,{package:o("package"),clone:o("clone")}),process.stdout.isTTY&&ce("Written."),F(a)}fe(process.argv.slice(2)).then(e=>process.stdout.write(e),e=>{let n=e instanceof d?`${e.message}

\`npm create intercom-messenger@latest -- --help\` says what there is.`:`the files could not be written (${e.code??"unknown"})`;process.stderr.write(`error: ${n}
`),process.exitCode=e instanceof d?2:1});
