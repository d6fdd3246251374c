import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { look } from './look.ts'

export interface DocumentProps {
  readonly title: string
  readonly language?: string
  /** Name in the bar on top. */
  readonly site: string
  /** A colour of its own makes it plain that this is another site. */
  readonly accent?: { readonly light: string; readonly dark: string }
  readonly nav?: ComponentChildren
  readonly head?: ComponentChildren
  readonly children: ComponentChildren
}

/** One page of a demo site as HTML; everything in it is escaped by preact. */
export function renderDocument({ title, language = 'en', site, accent, nav, head, children }: DocumentProps): string {
  const colours = accent
    ? `:root{--accent:${accent.light}}@media (prefers-color-scheme:dark){:root{--accent:${accent.dark}}}`
    : '@media (prefers-color-scheme:dark){:root{--accent:#9dbcf0}}'
  const tree = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – ${site}`}</title>
        <link rel="icon" href="data:," />
        <style>{`${look}${colours}`}</style>
        {head}
      </head>
      <body>
        <header class="bar">
          <div>
            <span>{site}</span>
            {nav}
          </div>
        </header>
        <main>{children}</main>
      </body>
    </html>
  )
  return `<!doctype html>${renderToString(tree)}`
}
