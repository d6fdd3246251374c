import { localized, type Translate } from '../../src/core/index.ts'
import { telHref } from '../html.ts'
import type { Frame } from '../layout.tsx'

interface HelpProps {
  readonly frame: Frame
  readonly reference?: string
  readonly t: Translate
}

/** Where nothing else leads on: a phone number, its hours, and the code that tells the help desk which page this was. */
export function Help({ frame, reference, t }: HelpProps) {
  const { organization, language } = frame
  return (
    <div class="note help">
      <h2>{t({ id: 'view.stuck.call' })}</h2>
      {organization?.helpPhone ? (
        <p>
          {t({ id: 'view.stuck.phone' })} <a href={telHref(organization.helpPhone)}>{organization.helpPhone}</a>
          {organization.helpHours && <>, {localized(organization.helpHours, language)}</>}
        </p>
      ) : (
        <p>{t({ id: 'view.stuck.no-phone' })}</p>
      )}
      {reference && (
        <p>
          {t({ id: 'view.stuck.reference' })} <span class="reference">{reference}</span>
        </p>
      )}
    </div>
  )
}
