import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { isLemonldapInstalled, type Lemonldap, sayThatItIsMissing, startLemonldap } from '../driver/lemonldap.ts'
import { seedAccount } from '../driver/people.ts'
import { findFreePort } from '../driver/ports.ts'
import { offersInsurers } from '../driver/upstream.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Against software that is not ours, through the whole product. Where CI runs, it is there or this fails. */
const isMissing = !isLemonldapInstalled() && !process.env.CI
if (isMissing) sayThatItIsMissing()

;(isMissing ? describe.skip : describe)('members of an insurer that runs LemonLDAP::NG', () => {
  let world: World
  let lemonldap: Lemonldap
  beforeAll(async () => {
    world = await openWorld()
    const port = await findFreePort()
    const secret = 'what-it-and-we-agreed-on'
    await offersInsurers(
      world,
      `
kind: insurer
id: by-oidc
name: Insurer by OpenID Connect
protocol: oidc
issuer: http://localhost:${port}
client: { id: vestibule, auth: client_secret_basic, secret: env:SECRET }
scopes: [openid, profile, email]
---
kind: insurer
id: by-saml
name: Insurer by SAML
protocol: saml
metadata_url: http://localhost:${port}/saml/metadata
want_encrypted: true
`,
      { SECRET: secret },
    )
    const serviceProvider = await fetch(`${world.issuer}/federation/by-saml/metadata`).then(answer => answer.text())
    const redirectUri = `${world.issuer}/federation/by-oidc/callback`
    lemonldap = await startLemonldap({ port, secret, redirectUri, serviceProvider })
  })
  afterAll(async () => {
    await lemonldap?.close()
    await world?.close()
  })

  /** There, sign in, and back: by redirect, or by the form that a script would send. */
  async function goThereAndBack(agent: Agent, insurer: string, user: string) {
    const portal = await world.portal()
    const begun = await portal.begins({ idp_hint: insurer })
    let answer = await agent.open(begun.url.href)
    if (answer.url.startsWith(lemonldap.issuer) && 'password' in (agent.page.forms[0]?.fields ?? {}))
      answer = await agent.post(answer.url, { ...agent.page.forms[0]?.fields, user, password: user })
    const form = agent.page.forms.find(({ fields }) => fields.SAMLResponse)
    if (form) answer = await agent.post(form.action, form.fields, { 'sec-fetch-site': 'cross-site' })
    return { portal, begun, answer }
  }

  test.each(['by-oidc', 'by-saml'])(
    '%s: a first sign-in is tied to the account, the next needs nothing more',
    async insurer => {
      const username = `member-${insurer}`
      const password = 'violet otter kelp'
      await seedAccount(world.app.house, { username, password })
      const agent = world.browser()
      const first = await goThereAndBack(agent, insurer, 'dwho')
      expect(agent.page.heading).toBe('Do you already have an account?')
      await agent.submit({ factor: 'sign-in' })
      const linked = await agent.submit({ username, password })
      expect((await first.portal.tokens(first.begun, linked.url)).claims()).toMatchObject({ amr: ['fed', 'pwd'] })

      const other = world.browser()
      const next = await goThereAndBack(other, insurer, 'dwho')
      expect((await next.portal.tokens(next.begun, next.answer.url)).claims()).toMatchObject({ amr: ['fed'] })

      // somebody else there is nobody here
      const stranger = world.browser()
      await goThereAndBack(stranger, insurer, 'rtyler')
      expect(stranger.page.heading).toBe('Do you already have an account?')
    },
  )
})
