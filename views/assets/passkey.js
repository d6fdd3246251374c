/* Passkeys: asks the server for options, the device for an answer, and sends it with the page's own form. */
;(() => {
  const place = document.querySelector('[data-passkey]')
  const webauthn = globalThis.SimpleWebAuthnBrowser
  // ways that are offered only where the browser can go them
  if (webauthn?.browserSupportsWebAuthn())
    for (const way of document.querySelectorAll('[data-needs-passkey]')) way.hidden = false
  if (!place || !webauthn) return
  const form = place.closest('form')
  const button = place.querySelector('button')
  const news = place.querySelector('[role=status]')
  const field = place.querySelector('[name=passkey]')
  const ready = place.querySelector('[name=passkey_ready]')
  const { passkey: use, stopped, known, failed, unable } = place.dataset
  const say = words => {
    news.textContent = words ?? ''
  }
  if (!webauthn.browserSupportsWebAuthn()) return say(unable)
  button.hidden = false
  // whether it is worth offering one after the sign-in
  if (ready)
    webauthn.platformAuthenticatorIsAvailable().then(isThere => {
      ready.disabled = !isThere
    })

  /** Options live for five minutes at the server. */
  const refreshMs = 4 * 60_000
  const askOptions = async () => {
    const response = await fetch(form.getAttribute('action'), {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ csrf: form.querySelector('[name=csrf]').value }),
      credentials: 'same-origin',
    })
    if (!response.ok) throw Object.assign(new Error('no options'), { status: response.status })
    return response.json()
  }
  const send = answer => {
    field.value = JSON.stringify(answer)
    field.disabled = false
    form.submit()
  }

  // The list that the browser shows at the username. Giving up there is no trouble: the form stands as it is.
  let turn = 0
  let timer
  const autofill = async () => {
    turn += 1
    const mine = turn
    clearTimeout(timer)
    if (use !== 'sign-in' || !(await webauthn.browserSupportsWebAuthnAutofill())) return
    try {
      const optionsJSON = await askOptions()
      if (mine !== turn) return
      timer = setTimeout(autofill, refreshMs)
      send(await webauthn.startAuthentication({ optionsJSON, useBrowserAutofill: true }))
    } catch {
      // asked again by the button, or by the next visit
    }
  }

  button.addEventListener('click', async () => {
    turn += 1
    clearTimeout(timer)
    say('')
    button.disabled = true
    try {
      const optionsJSON = await askOptions()
      const start = use === 'create' ? webauthn.startRegistration : webauthn.startAuthentication
      send(await start({ optionsJSON }))
    } catch (error) {
      // the journey moved on or lapsed: the same address says where it is
      if (error.status === 409) return location.replace(location.pathname + location.search)
      button.disabled = false
      say(error.name === 'InvalidStateError' ? known : error.name === 'NotAllowedError' ? stopped : failed)
      autofill()
    }
  })

  // the Enter key means the page's one button
  if (use === 'create')
    form.addEventListener('submit', event => {
      if (event.submitter || field.value) return
      event.preventDefault()
      delete form.dataset.sent
      button.click()
    })

  // Back leads to the page as it was left
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    field.disabled = true
    button.disabled = false
    autofill()
  })
  autofill()
})()
