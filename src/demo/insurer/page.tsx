import type { ComponentChildren } from 'preact'
import { renderDocument } from '../document.tsx'
import type { Faults } from './faults.ts'
import type { Member } from './members.ts'
import { type InsurerLanguage, insurerTexts } from './texts.ts'

const accent = { light: '#5b2a86', dark: '#c9a7ea' }
const site = 'Commonwealth & Keystone'

const page = (language: InsurerLanguage, title: string, children: ComponentChildren, head?: ComponentChildren) =>
  renderDocument({ title, site, accent, language, head, children: <div class="card">{children}</div> })

export interface SignInPage {
  readonly language: InsurerLanguage
  readonly action: string
  /** Brought back by the form. */
  readonly hidden?: Readonly<Record<string, string>>
  readonly isWrong?: boolean
}

export function renderSignIn({ language, action, hidden = {}, isWrong = false }: SignInPage): string {
  const words = insurerTexts[language]
  return page(
    language,
    words.title,
    <>
      <h1>{words.title}</h1>
      <p class="quiet">{words.intro}</p>
      {isWrong ? <p role="alert">{words.wrong}</p> : null}
      <form method="post" action={action}>
        {Object.entries(hidden).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p>
          <label>
            {words.username} <input name="username" autocomplete="username" required />
          </label>
        </p>
        <p>
          <label>
            {words.password} <input name="password" type="password" autocomplete="current-password" required />
          </label>
        </p>
        <div class="actions">
          <button type="submit" name="action" value="sign-in">
            {words.signIn}
          </button>
          <button type="submit" name="action" value="refuse" class="second" formnovalidate>
            {words.refuse}
          </button>
        </div>
      </form>
    </>,
  )
}

/** The cross-site POST of SAML: a button, which a script presses. */
export const postScript = 'document.forms[0].submit()'
export function renderPost(
  language: InsurerLanguage,
  action: string,
  fields: Readonly<Record<string, string>>,
): string {
  const words = insurerTexts[language]
  return page(
    language,
    words.back,
    <>
      <h1>{words.back}</h1>
      <p>{words.backWords}</p>
      <form method="post" action={action}>
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit">{words.go}</button>
      </form>
      <script dangerouslySetInnerHTML={{ __html: postScript }} />
    </>,
  )
}

export function renderFaults(language: InsurerLanguage, faults: Faults, members: readonly Member[]): string {
  const words = insurerTexts[language]
  return page(
    language,
    words.faults,
    <>
      <h1>{site}</h1>
      <p class="quiet">{words.intro}</p>
      <h2>{words.members}</h2>
      <table>
        <tbody>
          {members.map(member => (
            <tr>
              <th scope="row">{member.username}</th>
              <td>
                {member.password}
                <br />
                <span class="quiet">
                  {member.given_name} {member.family_name}, {member.member_id}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{words.faults}</h2>
      <form method="post" action="/faults">
        {(Object.keys(faults) as (keyof Faults)[]).map(fault => (
          <p>
            <label>
              <span>
                <input type="checkbox" name={fault} value="on" checked={faults[fault]} /> {words[fault]}
              </span>
            </label>
          </p>
        ))}
        <p>
          <label>
            <span>
              <input type="checkbox" name="newKeys" value="on" /> {words.newKeys}
            </span>
          </label>
        </p>
        <button type="submit">{words.save}</button>
      </form>
    </>,
  )
}

export function renderInsurerTrouble(language: InsurerLanguage): string {
  const words = insurerTexts[language]
  return page(
    language,
    words.trouble,
    <>
      <h1>{words.trouble}</h1>
      <p>{words.troubleWords}</p>
    </>,
  )
}
