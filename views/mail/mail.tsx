import type { Language } from '../../src/core/index.ts'
import { mailAccent } from '../branding.ts'
import { safeHref, toDocument } from '../html.ts'
import * as style from './style.ts'

/** A mail as data, all words ready to show; the same shape as `MailContent` of delivery. */
export interface Mail {
  readonly language: Language
  readonly brand: string
  readonly accent?: string
  readonly subject: string
  readonly heading: string
  readonly lead: string
  /** Shown large, easy to copy. */
  readonly code?: string
  readonly paragraphs: readonly string[]
  readonly link?: { readonly lead?: string; readonly label: string; readonly href: string }
  /** The last, quiet line. */
  readonly footer: string
}

/**
 * The HTML part: one calm column. Styles stand in the elements and a table holds the column, since that is all that
 * mail programs agree on; nothing is loaded from anywhere, so nothing tells that the mail was read.
 */
export function renderMail(mail: Mail): string {
  const accent = mailAccent(mail.accent)
  const href = safeHref(mail.link?.href)
  return toDocument(
    <html lang={mail.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{mail.subject}</title>
      </head>
      <body style={style.body}>
        <main>
          <table role="presentation" width="100%" cellPadding="0" cellSpacing="0">
            <tr>
              <td align="center" style={style.ground}>
                <table role="presentation" width="100%" cellPadding="0" cellSpacing="0" style={style.column}>
                  <tr>
                    <td style={style.brand(accent)}>{mail.brand}</td>
                  </tr>
                  <tr>
                    <td style={style.sheet}>
                      <h1 style={style.heading}>{mail.heading}</h1>
                      <p style={style.paragraph}>{mail.lead}</p>
                      {mail.code && <p style={style.code}>{mail.code}</p>}
                      {mail.paragraphs.map(words => (
                        <p style={style.paragraph} key={words}>
                          {words}
                        </p>
                      ))}
                      {mail.link && href && <LinkView link={{ ...mail.link, href }} accent={accent} />}
                    </td>
                  </tr>
                  <tr>
                    <td style={style.footer}>{mail.footer}</td>
                  </tr>
                </table>
              </td>
            </tr>
          </table>
        </main>
      </body>
    </html>,
  )
}

/** The address is also there to read: a person may want to see where a button leads. */
const LinkView = ({ link, accent }: { link: NonNullable<Mail['link']>; accent: string }) => (
  <>
    {link.lead && <p style={style.paragraph}>{link.lead}</p>}
    <p style={style.paragraph}>
      <a href={link.href} style={style.button(accent)}>
        {link.label}
      </a>
    </p>
    <p style={style.address}>{link.href}</p>
  </>
)
