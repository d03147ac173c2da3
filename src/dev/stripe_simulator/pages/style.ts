import { Markup } from "./markup.ts";

export const STYLE = new Markup(`
:root{color-scheme:light dark;--ink:#1b2230;--dim:#5a6475;--line:#d9dee7;--paper:#f5f7fa;--card:#fff;--main:#4338ca;--warn:#8a3b00;--warnbg:#fff1dc}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf1;--dim:#a3adbd;--line:#343c4a;--paper:#12161d;--card:#1b212b;--main:#7c83ff;--warn:#ffcf8f;--warnbg:#3a2a10}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
.banner{margin:0;padding:.6rem 1rem;background:var(--warnbg);color:var(--warn);font-weight:600;text-align:center}
main{max-width:44rem;margin:0 auto;padding:1rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:0 0 1rem}
h1{font-size:1.4rem;line-height:1.25;margin:.5rem 0 1rem}h2{font-size:1.05rem;margin:0 0 .5rem}
p{margin:.25rem 0}.dim{color:var(--dim);font-size:.9rem}.total{font-size:1.75rem;font-weight:700}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--dim)}dd{margin:0;text-align:right}
ul{list-style:none;margin:0;padding:0}li{padding:.6rem 0;border-top:1px solid var(--line)}li:first-child{border-top:0}
form{margin:.5rem 0 0}
button{width:100%;min-height:2.75rem;padding:.5rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:var(--ink);font:inherit;cursor:pointer}
button.main{background:var(--main);border-color:var(--main);color:#fff;font-weight:600}
@media(prefers-color-scheme:dark){button.main{color:#10131c}}
li button{width:auto}a{color:var(--main)}:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.note{border-left:.25rem solid var(--warn);padding-left:.75rem}
`);
