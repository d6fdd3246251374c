/* global oidc: the browser build of oidc-client-ts */
const byId = id => document.getElementById(id)
const settings = await (await fetch('/settings.json')).json()
const manager = new oidc.UserManager({
  ...settings,
  response_type: 'code',
  userStore: new oidc.WebStorageStateStore({ store: window.sessionStorage }),
  automaticSilentRenew: false,
})

function show(user, words = '') {
  byId('out').hidden = Boolean(user)
  byId('in').hidden = !user
  byId('status').textContent = words
  const rows = Object.entries(user?.profile ?? {}).map(([name, value]) => {
    const row = document.createElement('tr')
    const [head, cell] = [document.createElement('th'), document.createElement('td')]
    head.scope = 'row'
    head.textContent = name
    cell.textContent = typeof value === 'object' ? JSON.stringify(value) : String(value)
    row.append(head, cell)
    return row
  })
  byId('claims').replaceChildren(...rows)
  byId('scope').textContent = user?.scope ?? ''
  byId('expires').textContent = user ? new Date(user.expires_at * 1000).toLocaleTimeString() : ''
}

const act = (id, work) =>
  byId(id).addEventListener('click', () => work().catch(error => show(undefined, `Not signed in: ${error.message}`)))

act('sign-in', () => manager.signinRedirect())
act('renew', async () => show(await manager.signinSilent(), 'Renewed with the refresh token.'))
act('sign-out', () => manager.signoutRedirect())

try {
  if (location.pathname === '/callback') {
    const user = await manager.signinCallback()
    history.replaceState({}, '', '/')
    show(user)
  } else show(await manager.getUser())
} catch (error) {
  history.replaceState({}, '', '/')
  show(undefined, `Not signed in: ${error.message}`)
}
byId('page').dataset.ready = 'yes'
