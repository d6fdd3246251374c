import type { PasskeyUse, Translate } from '../../src/core/index.ts'

interface PasskeyProps {
  readonly passkey: PasskeyUse
  readonly t: Translate
}

/**
 * A button that the script shows where the browser can do it. Where the page is about nothing else, those who cannot
 * are told so, with and without a script.
 */
export function Passkey({ passkey: { use, label }, t }: PasskeyProps) {
  const isAside = use === 'sign-in'
  const say = (name: string) => t({ id: `view.passkey.${name}` })
  return (
    <div
      class="passkey"
      data-passkey={use}
      data-stopped={say(use === 'create' ? 'not-made' : 'stopped')}
      data-known={say('known')}
      data-failed={say('failed')}
      data-unable={isAside ? undefined : say('unable')}
    >
      <input type="hidden" name="passkey" disabled />
      {isAside && <input type="hidden" name="passkey_ready" value="yes" disabled />}
      <button type="button" class={isAside ? 'second wide' : 'wide'} hidden>
        {t(label)}
      </button>
      <p class="why" role="status" />
      {!isAside && (
        <noscript>
          <p>{say('no-script')}</p>
        </noscript>
      )}
    </div>
  )
}
