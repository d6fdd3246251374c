import type { Action, Text, Translate } from '../../src/core/index.ts'
import { Words } from './words.tsx'

interface ActionsProps {
  readonly actions: readonly Action[] | undefined
  readonly heading?: Text
  readonly t: Translate
}

/** Further submit buttons of the same form. They stand after the main one, which Enter presses. */
export const Actions = ({ actions, heading, t }: ActionsProps) =>
  actions && actions.length > 0 ? (
    <div class="actions">
      {heading && <h2>{t(heading)}</h2>}
      {actions.map(action => (
        <ActionView key={action.value} action={action} t={t} />
      ))}
    </div>
  ) : null

/** @param about id of what the button is about, where several are called the same */
export function ActionView({ action, t, about }: { action: Action; t: Translate; about?: string }) {
  const waiting = action.availableIn !== undefined && action.availableIn > 0
  return (
    <div
      class="action"
      data-wait={waiting ? String(action.availableIn) : undefined}
      data-needs-passkey={action.needsPasskey}
      hidden={action.needsPasskey}
    >
      {waiting ? (
        <Waiting action={action} seconds={action.availableIn ?? 0} t={t} />
      ) : (
        action.hint && (
          <p class="quiet">
            <Words t={t} text={action.hint} />
          </p>
        )
      )}
      <button
        type="submit"
        class={action.prominent ? 'second wide' : 'plain'}
        name="action"
        value={action.value}
        aria-describedby={about}
        formNoValidate
      >
        {t(action.label)}
      </button>
    </div>
  )
}

/**
 * A sentence that is true when the page arrives; the script counts its number down and swaps it for the button. Without
 * a script both stand there, and the server says so if the button is pressed too early.
 */
function Waiting({ action, seconds, t }: { action: Action; seconds: number; t: Translate }) {
  const sentence = action.hint ? t(action.hint) : t({ id: 'view.available-in', values: { seconds } })
  const number = String(seconds)
  const [before, ...after] = sentence.split(number)
  const one = t({ id: 'view.available-in', ...action.hint, values: { ...action.hint?.values, seconds: 1 } })
  return (
    <p class="quiet" data-one={one}>
      {after.length > 0 ? (
        <>
          {before}
          <span data-count>{number}</span>
          {after.join(number)}
        </>
      ) : (
        sentence
      )}
    </p>
  )
}
