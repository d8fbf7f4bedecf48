//! How the page looks, in light and in dark.

pub(crate) const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1f2933; --faint: #52606d; --paper: #ffffff; --soft: #f0f4f8; --line: #cbd2d9;
  --good: #0b6e3f; --bad: #b00020; --care: #8a5300; --accent: #1d4f91 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7eb; --faint: #a5b1bd; --paper: #16202a; --soft: #1f2c39;
  --line: #3e4c59; --good: #5fd79a; --bad: #ff8a94; --care: #f5c26b; --accent: #8ab8ff } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 78rem; padding: 1.5rem; color: var(--ink); background: var(--paper);
  font: 16px/1.5 system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; margin: 0 0 .5rem } h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem }
h3 { font-size: 1rem; margin: 0 }
code, pre { font-family: 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: .86rem }
pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--soft); border-radius: 6px; overflow-x: auto; white-space: pre }
table { border-collapse: collapse } th, td { text-align: left; vertical-align: top; padding: .25rem .9rem .25rem 0 }
th { color: var(--faint); font-weight: normal }
.r-verdict { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; border: 1px solid currentcolor }
.r-good { color: var(--good) } .r-bad { color: var(--bad) } .r-care { color: var(--care) } .r-faint { color: var(--faint) }
.r-graph { line-height: 1.25 } .r-graph .planned { color: var(--accent); font-weight: bold } .r-graph .beyond { color: var(--faint) }
details { border: 1px solid var(--line); border-radius: 8px; margin: .6rem 0; padding: 0 .9rem }
summary { cursor: pointer; padding: .55rem 0 } summary h3 { display: inline }
.r-check { padding: .2rem .9rem } .r-check h3 { display: inline }
.r-statement { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .7rem; border-top: 1px solid var(--line);
  padding: .3rem 0 }
.r-statement ul { grid-column: 1 / -1; margin: .2rem 0; padding-left: 1.2rem } .r-time { padding-top: 1rem; font-size: .8rem }
.r-picture { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: #f5f7fa; margin: .4rem 0 1rem }
.r-picture svg { display: block; max-width: none }
figure { margin: 0 } figcaption { color: var(--faint) }
";
