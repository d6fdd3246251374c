import type { ComponentChildren } from 'preact'
import { type Language, localized, type PageContext, type Translate } from '../src/core/index.ts'
import { assetPaths } from './assets/index.ts'
import { brandStyle } from './branding.ts'
import { safeHref, safeImage, telHref } from './html.ts'
import { Mark } from './partials/mark.tsx'

export type Organization = Omit<PageContext['organization'], 'id'>

/** What the frame around every page needs; an error page may know no organisation. */
export interface Frame {
  readonly language: Language
  readonly organization?: Organization
  readonly nonce: string
  readonly languageSwitch?: string
}
interface LayoutProps {
  readonly frame: Frame
  readonly t: Translate
  /** Of the page alone; the organisation's name is added. */
  readonly title: string
  readonly isTrouble?: boolean
  readonly script?: boolean
  /** The page asks for a passkey, or makes one. */
  readonly passkey?: boolean
  readonly children: ComponentChildren
  /** Stays in sight at the foot of the page: the timeout warning. */
  readonly below?: ComponentChildren
}

/** What every page of ours begins with: the look, and nothing that anybody should keep or look for. */
export const Head = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width,initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <meta name="format-detection" content="telephone=no" />
    <title>{title}</title>
    <link rel="icon" type="image/svg+xml" href={assetPaths.mark} />
    <link rel="stylesheet" href={assetPaths.style} />
    {children}
  </head>
)

export const brandName = (frame: Frame): string =>
  frame.organization ? localized(frame.organization.name, frame.language) : 'Vestibule'

export function Layout({ frame, t, title, isTrouble, script = true, passkey, children, below }: LayoutProps) {
  const name = brandName(frame)
  const accent = frame.organization && brandStyle(frame.organization)
  const heading = { page: title, organization: name }
  return (
    <html lang={frame.language}>
      <Head title={t({ id: isTrouble ? 'view.title.error' : 'view.title', values: heading })}>
        {accent && <style nonce={frame.nonce}>{accent}</style>}
        {script && <script src={assetPaths.script} nonce={frame.nonce} defer />}
        {passkey && <script src={assetPaths.passkey} nonce={frame.nonce} defer />}
      </Head>
      <body>
        <a class="skip" href="#main">
          {t({ id: 'view.skip' })}
        </a>
        <Header frame={frame} name={name} />
        <main id="main" tabIndex={-1}>
          <div class="sheet">{children}</div>
          {below}
        </main>
        <Footer frame={frame} t={t} />
      </body>
    </html>
  )
}

const otherLanguage = { en: { code: 'es', name: 'Español' }, es: { code: 'en', name: 'English' } } as const

/** The same page in the other language. */
export const LanguageSwitch = ({ href, language }: { readonly href: string; readonly language: Language }) => {
  const other = otherLanguage[language]
  return (
    <a class="language" href={safeHref(href)} lang={other.code} hreflang={other.code}>
      {other.name}
    </a>
  )
}

function Header({ frame, name }: { frame: Frame; name: string }) {
  const logo = safeImage(frame.organization?.logo)
  return (
    <header>
      <span class="brand">
        {logo ? <img class="logo" src={logo} alt="" /> : <Mark />}
        {name}
      </span>
      {frame.languageSwitch && <LanguageSwitch href={frame.languageSwitch} language={frame.language} />}
    </header>
  )
}

function Footer({ frame, t }: { frame: Frame; t: Translate }) {
  const { organization, language } = frame
  const privacy = safeHref(organization?.privacyUrl)
  const terms = safeHref(organization?.termsUrl)
  return (
    <footer>
      <ul>
        {organization?.helpPhone && (
          <li>
            {t({ id: 'view.help.label' })} <a href={telHref(organization.helpPhone)}>{organization.helpPhone}</a>
            {organization.helpHours && <>, {localized(organization.helpHours, language)}</>}
          </li>
        )}
        {privacy && (
          <li>
            <a href={privacy}>{t({ id: 'view.privacy' })}</a>
          </li>
        )}
        {terms && (
          <li>
            <a href={terms}>{t({ id: 'view.terms' })}</a>
          </li>
        )}
      </ul>
      <span>{t({ id: 'view.protected' })}</span>
    </footer>
  )
}
