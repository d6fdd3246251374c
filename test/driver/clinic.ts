import { ClientSecretBasic } from 'openid-client'
import type { Browser } from 'playwright-core'
import { startPortal } from '../../src/demo/portal/server.ts'
import type { Site } from '../../src/demo/site.ts'
import { openBrowser } from './browser.ts'
import { findFreePort } from './ports.ts'
import { openWorld, portalSecret, type World, type WorldOptions } from './world.ts'

/** A portal as its visitors see it: an address to begin at, and what it was told when they came back. */
export interface PortalSite {
  readonly clientId: string
  readonly url: string
  /** Where a journey begins, with what the portal adds to its request. */
  login(parameters?: Record<string, string>): string
}

/** A clinic with all that a person meets: the service, two real portals on openid-client, and a browser to go there with. */
export interface Clinic {
  readonly world: World
  readonly browser: Browser
  readonly portal: PortalSite
  /** Somebody else's app: the person is asked before anything is shared with it. */
  readonly app: PortalSite
  /** Who else a browser may ask here, such as an insurer. */
  readonly origins: string[]
  /** The organisation whose own portal `portal` is. */
  readonly organization: string
  close(): Promise<void>
}

const organization = 'harbor'

export async function openClinic(options: WorldOptions = {}): Promise<Clinic> {
  const [portalPort, appPort] = [await findFreePort(), await findFreePort()]
  const [portal, app] = [siteOf('harbor-portal', portalPort), siteOf('steps-app', appPort)]
  const objects = [objectsOf(portal, app), options.objects].filter(Boolean).join('---')
  const world = await openWorld({ ...options, objects })
  const shared = { issuer: world.issuer, authentication: ClientSecretBasic(portalSecret) }
  const sites: Site[] = []
  try {
    sites.push(
      await startPortal({
        ...shared,
        port: portalPort,
        clientId: portal.clientId,
        scope: 'openid profile email phone patients',
        name: 'Harbor patient portal',
        accent: { light: '#274b8a', dark: '#a9c4f5' },
        ways: [
          { label: 'I have an access code', parameters: { vestibule_flow: 'activate' } },
          { label: 'Entrar en español', parameters: { ui_locales: 'es' } },
        ],
      }),
      await startPortal({
        ...shared,
        port: appPort,
        clientId: app.clientId,
        scope: 'openid profile email patients',
        name: 'Daily steps',
        accent: { light: '#7a3b12', dark: '#f0b78f' },
        ways: [],
      }),
    )
    const browser = await openBrowser()
    return {
      world,
      browser,
      portal,
      app,
      origins: [],
      organization,
      async close() {
        await browser.close()
        await Promise.all(sites.map(site => site.close()))
        await world.close()
      },
    }
  } catch (error) {
    await Promise.all(sites.map(site => site.close()))
    await world.close()
    throw error
  }
}

const siteOf = (clientId: string, port: number): PortalSite => {
  const url = `http://localhost:${port}`
  return {
    clientId,
    url,
    login: (parameters = {}) => `${url}/login?${new URLSearchParams(parameters)}`,
  }
}

const objectsOf = (portal: PortalSite, app: PortalSite): string => `
kind: organization
id: ${organization}
name: { en: Harbor Street Clinic, es: Clínica Harbor Street }
home_client: ${portal.clientId}
time_zone: America/Chicago
branding:
  accent: "#274b8a"
  help_phone: "(555) 010-0100"
  help_hours: { en: "Monday to Friday, 8 to 5", es: "lunes a viernes, de 8 a 17 h" }
  privacy_url: ${portal.url}/privacy
  terms_url: ${portal.url}/terms
---
kind: client
id: ${portal.clientId}
name: { en: Harbor patient portal, es: Portal del paciente Harbor }
organization: ${organization}
redirect_uris: [${portal.url}/callback]
post_logout_redirect_uris: [${portal.url}/]
start_url: ${portal.url}/
initiate_login_uri: ${portal.url}/login
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
sector: ${organization}
scopes: [openid, profile, email, phone, patients, offline_access]
first_party: true
---
kind: client
id: ${app.clientId}
name: { en: Daily steps, es: Pasos diarios }
organization: ${organization}
redirect_uris: [${app.url}/callback]
start_url: ${app.url}/
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid, profile, email, patients]
`
