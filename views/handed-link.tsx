import { type HandedLink, languages, localized, type Translate } from '../src/core/index.ts'
import type { Language } from '../src/core/texts.ts'
import { letterStyle } from './assets/index.ts'
import { mailAccent } from './branding.ts'
import { toDocument } from './html.ts'
import type { SheetProps } from './letter.tsx'
import { Mark } from './partials/mark.tsx'
import { QrCode } from './partials/qr.tsx'

const timeIn = (at: Date, language: Language, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone }).format(at)

/**
 * The page that the desk hands to somebody whose identity was checked: a link that works once and for minutes. It prints
 * on one sheet and needs nothing from the network.
 */
export function renderHandedLink(page: HandedLink, translators: (language: Language) => Translate): string {
  const t = translators(page.language)
  const name = localized(page.organization.name, page.language)
  return toDocument(
    <html lang={page.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${t({ id: 'view.handed.title' })} — ${name}`}</title>
        <style>{`${letterStyle}:root{--accent:${mailAccent(page.organization.accent)}}`}</style>
      </head>
      <body>
        <main class="letter">
          <HandedLinkSheet page={page} translators={translators} heading="h1" />
        </main>
      </body>
    </html>,
  )
}

/** What stands on the sheet. */
export function HandedLinkSheet({ page, translators, heading }: SheetProps & { readonly page: HandedLink }) {
  const t = translators(page.language)
  const order = [page.language, ...languages.filter(language => language !== page.language)]
  return (
    <>
      <header>
        <p class="brand">
          <Mark />
          <b>{localized(page.organization.name, page.language)}</b>
        </p>
      </header>
      <section class="code" aria-label={t({ id: 'view.handed.title' })}>
        <div>
          {order.map(language => (
            <p lang={language} key={language}>
              {translators(language)({
                id: 'view.handed.until',
                values: { time: timeIn(page.expiresAt, language, page.timeZone) },
              })}
            </p>
          ))}
        </div>
        <QrCode value={page.link} label={t({ id: 'view.handed.square' })} />
      </section>
      <div class="languages">
        {order.map(language => {
          const words = translators(language)
          const Heading = heading === 'h1' && language !== page.language ? 'h2' : heading
          return (
            <section lang={language} key={language}>
              <Heading>{words({ id: 'view.handed.title' })}</Heading>
              <ol>
                <li>{words({ id: 'view.handed.open' })}</li>
                <li>{words({ id: 'view.handed.choose' })}</li>
              </ol>
              <p>{words({ id: 'view.handed.private' })}</p>
            </section>
          )
        })}
      </div>
      <p class="address">
        <small>{page.link}</small>
      </p>
    </>
  )
}
