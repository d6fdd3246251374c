import { formatAccessCode, normalizeAccessCode } from '../src/core/access-code.ts'
import { type Language, type Letter, languages, localized, type Translate } from '../src/core/index.ts'
import { letterStyle } from './assets/index.ts'
import { mailAccent } from './branding.ts'
import { safeImage, toDocument } from './html.ts'
import { Mark } from './partials/mark.tsx'
import { QrCode } from './partials/qr.tsx'
import { Words } from './partials/words.tsx'

type Translators = (language: Language) => Translate

/** What a person types: without scheme and query; the code itself knows its organisation. */
const typedAddress = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\?.*$/, '')

const dateIn = (at: Date, language: Language, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(at)

/**
 * The letter with an access code: a page of its own that prints on one sheet (Letter or A4) and needs nothing from the
 * network, so that it can be saved. The code is in the link's fragment, which no server sees.
 */
export function renderLetter(letter: Letter, translators: Translators, nonce = ''): string {
  const t = translators(letter.language)
  const name = localized(letter.organization.name, letter.language)
  return toDocument(
    <html lang={letter.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${t({ id: 'view.letter.title' })} — ${name}`}</title>
        <style nonce={nonce}>{`${letterStyle}:root{--accent:${mailAccent(letter.organization.accent)}}`}</style>
      </head>
      <body>
        <main class="letter">
          <LetterSheet letter={letter} translators={translators} heading="h1" />
        </main>
      </body>
    </html>,
  )
}

export interface SheetProps {
  readonly translators: Translators
  /** `h1` where the sheet is the page. */
  readonly heading: 'h1' | 'h3'
}

/** What stands on the sheet. */
export function LetterSheet({ letter, translators, heading }: SheetProps & { readonly letter: Letter }) {
  const t = translators(letter.language)
  const code = formatAccessCode(normalizeAccessCode(letter.code) ?? letter.code)
  const order = [letter.language, ...languages.filter(language => language !== letter.language)]
  const logo = safeImage(letter.organization.logo)
  const square = t({ id: 'view.letter.square', values: { address: typedAddress(letter.activateUrl) } })
  return (
    <>
      <header>
        <p class="brand">
          {logo ? <img src={logo} alt="" /> : <Mark />}
          <b>{localized(letter.organization.name, letter.language)}</b>
        </p>
        <Lines lines={letter.organization.address} />
      </header>
      <div class="to">
        {letter.recipient && <Lines lines={[letter.recipient.name, ...(letter.recipient.address ?? [])]} />}
        <p>{dateIn(letter.writtenOn, letter.language, letter.timeZone)}</p>
      </div>
      <section class="code" aria-label={t({ id: 'view.letter.title' })}>
        <div>
          {order.map(language => (
            <p lang={language} key={language}>
              {translators(language)({ id: 'view.letter.title' })}
            </p>
          ))}
          <p class="value">{code}</p>
          {order.map(language => (
            <p lang={language} key={language}>
              {translators(language)({
                id: 'view.letter.until',
                values: { date: dateIn(letter.expiresAt, language, letter.timeZone) },
              })}
            </p>
          ))}
        </div>
        <QrCode value={`${letter.activateUrl}#${code.replaceAll('-', '')}`} label={square} />
      </section>
      <div class="languages">
        {order.map(language => (
          <Steps
            key={language}
            letter={letter}
            language={language}
            t={translators(language)}
            Heading={heading === 'h1' && language !== letter.language ? 'h2' : heading}
          />
        ))}
      </div>
    </>
  )
}

const Lines = ({ lines }: { lines: readonly string[] | undefined }) =>
  lines && lines.length > 0 ? (
    <address>
      {lines.map(line => (
        <span key={line}>{line}</span>
      ))}
    </address>
  ) : null

const steps = ['go', 'type', 'prove', 'choose'] as const

interface StepsProps {
  readonly letter: Letter
  readonly language: Language
  readonly t: Translate
  readonly Heading: 'h1' | 'h2' | 'h3'
}
function Steps({ letter, language, t, Heading }: StepsProps) {
  const { organization, recipient } = letter
  const address = typedAddress(letter.activateUrl)
  const hours = organization.helpHours && localized(organization.helpHours, language)
  return (
    <section lang={language}>
      <Heading>{t({ id: 'view.letter.how' })}</Heading>
      {recipient && <p>{t({ id: 'view.letter.dear', values: { name: recipient.name } })}</p>}
      <p>{t({ id: 'view.letter.lead', values: { organization: localized(organization.name, language) } })}</p>
      <ol>
        {steps.map(step => (
          <li key={step}>
            <Words t={t} text={{ id: `view.letter.${step}`, values: step === 'go' ? { address } : {} }} />
          </li>
        ))}
      </ol>
      <p>{t({ id: 'view.letter.private' })}</p>
      {organization.helpPhone && (
        <p>
          <Words t={t} text={{ id: 'view.letter.help', values: { phone: organization.helpPhone } }} />
          {hours && <>, {hours}</>}
        </p>
      )}
    </section>
  )
}
