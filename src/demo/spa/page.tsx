import { renderDocument } from '../document.tsx'

export const renderApp = (): string =>
  renderDocument({
    title: 'App',
    site: 'Northside app',
    accent: { light: '#2c5e2e', dark: '#a5d6a7' },
    children: (
      <div class="card" id="page">
        <p role="status" id="status" />
        <section id="out">
          <h1>A single-page app</h1>
          <p>It has no server of its own: the browser asks for tokens itself, with PKCE, from another site.</p>
          <div class="actions">
            <button type="button" id="sign-in">
              Sign in
            </button>
          </div>
        </section>
        <section id="in" hidden>
          <h1>You are signed in</h1>
          <table>
            <tbody id="claims" />
          </table>
          <p class="quiet">
            Granted: <span id="scope" />. The access token lasts until <span id="expires" />.
          </p>
          <div class="actions">
            <button type="button" id="renew">
              Renew
            </button>
            <button type="button" class="second" id="sign-out">
              Sign out
            </button>
          </div>
        </section>
        <noscript>This app needs JavaScript. The portals do not.</noscript>
        <script src="/oidc-client-ts.js" />
        <script type="module" src="/app.js" />
      </div>
    ),
  })
