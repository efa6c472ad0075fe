/** The page's style: system fonts, light and dark, a narrow column that prints. No network, no script. */
export const pageStyle = `
:root{color-scheme:light dark;--page:#fff;--ink:#1c2024;--quiet:#60646c;--line:#e0e3e8;--tint:#f6f7f9;--good:#1a7f4b;--bad:#b42318;--warn:#8a5a00;--warnpage:#fff4d6}
@media(prefers-color-scheme:dark){:root{--page:#111315;--ink:#edeef0;--quiet:#a3a8b0;--line:#2e3238;--tint:#1a1d21;--good:#4cc38a;--bad:#ff8a7a;--warn:#ffd479;--warnpage:#3a2c05}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
.simulated{background:var(--warnpage);color:var(--warn);text-align:center;font-weight:700;letter-spacing:.04em;padding:.5rem 1rem;position:sticky;top:0;z-index:1}
h1{font-size:1.7rem;line-height:1.25;margin:.5rem 0 .25rem}
h2{font-size:1.3rem;margin:3rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.75rem 0 .4rem}
p{margin:.4rem 0 .8rem}
.lead{color:var(--quiet);margin-bottom:1.25rem}
.advice{font-size:1.15rem;line-height:1.5;border-left:4px solid currentColor;padding:.15rem 0 .15rem 1rem;margin:1rem 0}
.quiet{color:var(--quiet);font-size:.9rem}
figure{margin:1.25rem 0}
figcaption{color:var(--quiet);font-size:.875rem;margin-top:.4rem}
.scroll{overflow-x:auto}
svg{display:block;width:100%;min-width:42rem;max-width:57rem;height:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.35rem 0 .35rem .9rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:0}
th{font-weight:600;vertical-align:bottom;line-height:1.3;overflow-wrap:normal}
td.number,th.number{text-align:right}
td.number{white-space:nowrap}
th.long{min-width:8.5rem}
td.name{min-width:min(11rem,38vw)}
td.text{min-width:4.5rem}
details details{margin-left:1.1rem}
.tag{display:inline-block;font-size:.8rem;border:1px solid var(--line);border-radius:1rem;padding:0 .6em;background:var(--tint);white-space:nowrap}
.wrong{color:var(--bad)}.right{color:var(--good)}.open{color:var(--warn)}
details{margin:.5rem 0}
summary{cursor:pointer;font-weight:600}
ul{padding-left:1.2rem}
code{font-size:.9em;background:var(--tint);padding:.1em .3em;border-radius:.25em}
nav a{display:inline-block;margin-right:1rem}
.missing{background:var(--warnpage);color:var(--warn);border-radius:.4rem;padding:.6rem 1rem;font-weight:600}
.missing code{background:none;padding:0}
.notes{background:var(--warnpage);color:var(--warn);border-radius:.4rem;padding:.6rem 1rem .6rem 2rem;font-size:.9rem}
a{color:inherit}
@media print{.simulated{position:static}details::details-content{content-visibility:visible;height:auto}}
`;
