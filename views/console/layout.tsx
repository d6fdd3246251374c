import type { ComponentChildren } from 'preact'
import type { ConsoleDesk, ConsoleScreen, SentWith } from '../../src/core/console/index.ts'
import type { Translate } from '../../src/core/index.ts'
import { assetPaths } from '../assets/index.ts'
import { safeHref } from '../html.ts'
import { Head, LanguageSwitch } from '../layout.tsx'
import { Mark } from '../partials/mark.tsx'
import { SaidView, say } from './said.tsx'

interface LayoutProps {
  readonly screen: ConsoleScreen
  readonly t: Translate
  readonly children: ComponentChildren
}

/** The frame around every page of the console: who works here and for whom, where one can go, the page. */
export function ConsoleLayout({ screen, t, children }: LayoutProps) {
  const { desk, language, page } = screen
  const heading = { page: say(t, page.title), organization: t({ id: 'view.console.name' }) }
  return (
    <html lang={language}>
      <Head title={t({ id: screen.trouble ? 'view.title.error' : 'view.title', values: heading })}>
        <link rel="stylesheet" href={assetPaths.console} />
        <script src={assetPaths.script} nonce={screen.nonce} defer />
      </Head>
      <body class="console">
        <a class="skip" href="#main">
          {t({ id: 'view.skip' })}
        </a>
        <header>
          <a class="brand" href="/console">
            <Mark />
            {t({ id: 'view.console.name' })}
          </a>
          <div class="who">
            {desk && <Who desk={desk} t={t} />}
            <LanguageSwitch href={screen.languageSwitch} language={language} />
          </div>
        </header>
        <div class="desk">
          {desk && <Places desk={desk} t={t} />}
          <main id="main" tabIndex={-1}>
            <Trail screen={screen} t={t} />
            {children}
          </main>
        </div>
      </body>
    </html>
  )
}

const Who = ({ desk, t }: { readonly desk: ConsoleDesk; readonly t: Translate }) => (
  <>
    <span>
      {desk.name} <span class="tag plain">{t(desk.role)}</span>
    </span>
    {desk.organization && (
      <span>
        {desk.organization.href ? (
          <a
            href={safeHref(desk.organization.href)}
            aria-label={t({ id: 'view.console.works-for', values: desk.organization as never })}
          >
            {desk.organization.name}
          </a>
        ) : (
          desk.organization.name
        )}
      </span>
    )}
    <Press sent={desk.signOut} label={t({ id: 'view.console.sign-out' })} />
  </>
)

const Press = ({ sent, label }: { readonly sent: SentWith; readonly label: string }) => (
  <form method="post" action={sent.action}>
    {Object.entries(sent.hidden).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
    <button type="submit" class="plain">
      {label}
    </button>
  </form>
)

/** Beside the page where there is room; on a phone behind one press, and no script either way. */
const Places = ({ desk, t }: { readonly desk: ConsoleDesk; readonly t: Translate }) => (
  <nav aria-label={t({ id: 'view.console.places' })}>
    <details class="places">
      <summary>{t({ id: 'view.console.places' })}</summary>
      {desk.groups.map(({ label, links }) => (
        <div class="group" key={label?.id}>
          {label && <h2>{t(label)}</h2>}
          <ul>
            {links.map(({ href, label: said, isHere }) => (
              <li key={href}>
                <a href={safeHref(href)} aria-current={isHere ? 'page' : undefined}>
                  <SaidView said={said} t={t} />
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  </nav>
)

const Trail = ({ screen: { page }, t }: Pick<LayoutProps, 'screen' | 't'>) =>
  page.trail && page.trail.length > 0 ? (
    <nav class="trail" aria-label={t({ id: 'view.console.trail' })}>
      <ol>
        {page.trail.map(({ href, label }) => (
          <li key={href}>
            <a href={safeHref(href)}>
              <SaidView said={label} t={t} />
            </a>
          </li>
        ))}
      </ol>
    </nav>
  ) : null
