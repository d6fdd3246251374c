import type { ComponentChildren } from 'preact'
import { renderDocument } from '../document.tsx'
import type { SignedIn } from './relying-party.ts'

export interface PortalLook {
  readonly name: string
  readonly accent: { readonly light: string; readonly dark: string }
  /** Ways to begin, besides the plain one: a label and what it adds to the authorization request. */
  readonly ways: readonly { readonly label: string; readonly parameters: Readonly<Record<string, string>> }[]
}

export const renderFront = (portal: PortalLook, notice?: string): string =>
  page(
    portal,
    'Welcome',
    <>
      {notice ? <p role="status">{notice}</p> : null}
      <h1>Your health, in one place</h1>
      <p>Test results, visits and messages from your care team. This is a demo: nobody in it is real.</p>
      <div class="actions">
        <a class="button" href="/login">
          Sign in
        </a>
        {portal.ways.map(({ label, parameters }) => (
          <a class="button second" href={`/login?${new URLSearchParams(parameters)}`}>
            {label}
          </a>
        ))}
      </div>
    </>,
  )

export const renderHome = (
  portal: PortalLook & { readonly issuer: string },
  { claims, userinfo, scope }: SignedIn,
  notice?: string,
): string => {
  const name = userinfo.given_name ?? userinfo.name
  return page(
    portal,
    'Signed in',
    <>
      {notice ? <p role="status">{notice}</p> : null}
      <h1>{typeof name === 'string' ? `Hello, ${name}` : 'You are signed in'}</h1>
      <div class="actions">
        <a class="button" href="/results">
          Show my results
        </a>
        <a class="button second" href="/pharmacy">
          Change my pharmacy
        </a>
        <a class="button second" href={`${portal.issuer}/account`}>
          My sign-in account
        </a>
        <a class="button second" href="/login?acr_values=urn%3Avestibule%3Aaal2">
          Confirm it is you
        </a>
        <form method="post" action="/logout">
          <button type="submit" class="second">
            Sign out
          </button>
        </form>
      </div>
      <h2>What this portal was told about you</h2>
      <Claims caption="From the ID token" claims={claims} />
      <Claims caption="From the userinfo endpoint" claims={userinfo} />
      <p class="quiet">Granted: {scope}</p>
    </>,
  )
}

/** From the clinic's API, which wants two factors. */
export const renderResults = (
  portal: PortalLook,
  { results }: { results: readonly { name: string; value: string; taken_on: string }[] },
): string =>
  page(
    portal,
    'Results',
    <>
      <h1>Your results</h1>
      <table>
        <tbody>
          {results.map(({ name, value, taken_on }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>
                {value}
                <br />
                <span class="quiet">taken on {taken_on}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <a href="/">Back to your portal</a>
      </p>
    </>,
  )

/** A change, which the API wants a recent sign-in for. `wanted` was chosen before the person was sent to confirm. */
export const renderPharmacy = (portal: PortalLook, current: string, wanted: string): string =>
  page(
    portal,
    'Pharmacy',
    <>
      <h1>Your pharmacy</h1>
      <p>
        Now: <strong>{current}</strong>
      </p>
      <form method="post" action="/pharmacy" class="actions">
        <label>
          New pharmacy <input name="pharmacy" value={wanted} required />
        </label>
        <button type="submit">Change</button>
      </form>
      {wanted === '' ? null : <p class="quiet">You confirmed that it is you. Press Change to finish.</p>}
      <p>
        <a href="/">Back to your portal</a>
      </p>
    </>,
  )

export const renderTrouble = (portal: PortalLook, error: string, description: string | undefined): string =>
  page(
    portal,
    'Not signed in',
    <>
      <h1>You are not signed in</h1>
      <p>{description ?? 'Sign-in was not finished. You can try again.'}</p>
      <p class="quiet">
        For the help desk: <code>{error}</code>
      </p>
      <div class="actions">
        <a class="button" href="/login">
          Try again
        </a>
        <a class="button second" href="/">
          Start page
        </a>
      </div>
    </>,
  )

/** Where a real portal has its terms or its privacy notice. */
export const renderPaper = (portal: PortalLook, title: string): string =>
  page(
    portal,
    title,
    <>
      <h1>{title}</h1>
      <p>A real clinic’s own words would stand here. This is a demo: nobody in it is real, and nothing is kept.</p>
    </>,
  )

const Claims = ({ caption, claims }: { caption: string; claims: object }) => (
  <>
    <h3>{caption}</h3>
    <table>
      <tbody>
        {Object.entries(claims).map(([name, value]) => (
          <tr>
            <th scope="row">{name}</th>
            <td>{typeof value === 'object' ? <code>{JSON.stringify(value, null, 1)}</code> : String(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
)

const page = ({ name, accent }: PortalLook, title: string, children: ComponentChildren): string =>
  renderDocument({ title, site: name, accent, children: <div class="card">{children}</div> })
