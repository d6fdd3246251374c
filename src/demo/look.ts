/** The style of the demo's own sites: plain, and deliberately not that of the hosted pages. `--accent` tells them apart. */
export const look = `
:root { color-scheme: light dark; --accent: #31558f; --ground: #f5f6f8; --paper: #fff; --ink: #1c2430; --quiet: #566274; --line: #d5dae1; --on: #fff }
@media (prefers-color-scheme: dark) { :root { --ground: #12161c; --paper: #1b212a; --ink: #eceff3; --quiet: #a8b3c2; --line: #364150; --on: #10151b } }
* { box-sizing: border-box }
html { font: 106.25%/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground) }
body { margin: 0 }
a { color: var(--accent) }
:focus-visible { outline: 3px solid #d98a00; outline-offset: 2px; border-radius: 4px }
.bar { background: var(--accent); color: var(--on) }
.bar div { max-width: 60rem; margin: auto; padding: .875rem 1.25rem; display: flex; gap: 1rem; align-items: center; justify-content: space-between; flex-wrap: wrap; font-weight: 600 }
.bar a { color: inherit }
main { max-width: 60rem; margin: auto; padding: clamp(1.25rem, 4vw, 2.5rem) 1.25rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; text-wrap: balance }
h2 { font-size: 1.15rem; margin: 2rem 0 .75rem }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: clamp(1rem, 3vw, 1.75rem); margin-bottom: 1rem }
.card > :last-child { margin-bottom: 0 }
.quiet { color: var(--quiet) }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 0 }
button, .button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.1rem; border-radius: 8px; border: 1.5px solid var(--accent); background: var(--accent); color: var(--on); cursor: pointer; text-decoration: none; display: inline-flex; align-items: center }
button.second, .button.second { background: transparent; color: var(--accent) }
table { width: 100%; border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
th { font-weight: 600; width: 30% }
@media (max-width: 32rem) { th, td { display: block; width: auto } th { border: 0; padding-bottom: 0 } }
label { display: grid; gap: .25rem; font-weight: 600 }
label input { font-weight: 400 }
form.actions { align-items: end }
code, pre { font: .9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
.code { font: 600 1.35rem ui-monospace, monospace; letter-spacing: .12em }
.tag { font-size: .85rem; font-weight: 600; border: 1px solid var(--line); border-radius: 99px; padding: .1rem .6rem }
.row { display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; justify-content: space-between }
input { font: inherit; color: inherit; background: var(--paper); min-height: 2.75rem; padding: .4rem .75rem; border: 1.5px solid var(--quiet); border-radius: 8px; max-width: 100% }
iframe { width: 100%; height: 22rem; border: 1px solid var(--line); border-radius: 8px; background: #fff }
`
