/* What a script adds to the hosted pages. None of it is needed: every page works without. */
;(() => {
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act)
  const opened = Date.now()
  const everySecond = []
  // a clock that was set back meanwhile is no reason to wait for years
  const seconds = since => Math.max(0, Math.floor((Date.now() - since) / 1000))

  // Trouble takes focus, also where `autofocus` does not reach (Back button).
  document.querySelector('[data-trouble]')?.focus()

  // The code of an activation link stands in the fragment, which no server sees; it leaves the address bar at once.
  const codeField = document.querySelector('[data-access-code]')
  if (codeField && location.hash.length > 1) {
    const code = decodeURIComponent(location.hash.slice(1).replace(/%(?![0-9a-f]{2})/gi, ''))
    if (/^[A-Za-z0-9 -]{8,16}$/.test(code)) {
      if (codeField.value === '') codeField.value = code.toUpperCase()
      history.replaceState(null, '', location.pathname + location.search)
    }
  }

  all('[data-print]', button => {
    button.hidden = false
    button.addEventListener('click', () => print())
  })

  // Show and hide a password; hidden again when the form is sent, so that the browser keeps it as a password.
  all('[data-show]', button => {
    const field = document.getElementById(button.dataset.show)
    const shown = { text: button.dataset.hideText, label: button.dataset.hideLabel }
    const hidden = { text: button.textContent, label: button.getAttribute('aria-label') }
    const set = isShown => {
      field.type = isShown ? 'text' : 'password'
      const words = isShown ? shown : hidden
      button.textContent = words.text
      button.setAttribute('aria-label', words.label)
    }
    button.hidden = false
    button.addEventListener('click', () => set(field.type === 'password'))
    field.form?.addEventListener('submit', () => set(false))
  })

  // How long a new password is; the server alone decides whether it is good.
  all('[data-strength]', place => {
    const field = document.getElementById(place.dataset.strength)
    const bar = place.querySelector('progress')
    const words = place.querySelector('[role=status]')
    let timer
    field.addEventListener('input', () => {
      const length = [...field.value].length
      const missing = bar.max - length
      place.hidden = length === 0
      bar.value = Math.min(length, bar.max)
      place.classList.toggle('enough', missing <= 0)
      clearTimeout(timer)
      timer = setTimeout(() => {
        const { one, other, enough } = place.dataset
        words.textContent = missing <= 0 ? enough : missing === 1 ? one : other.replace('99', missing)
      }, 250)
    })
  })

  // "You can ask for a new one in 24 seconds": counts down, then the button takes the sentence's place.
  all('[data-wait]', place => {
    const sentence = place.querySelector('p')
    const number = sentence.querySelector('[data-count]')
    const button = place.querySelector('button')
    button.hidden = true
    everySecond.push(() => {
      const left = Number(place.dataset.wait) - seconds(opened)
      if (left <= 0) {
        sentence.hidden = true
        button.hidden = false
      } else if (left === 1 && sentence.dataset.one) sentence.textContent = sentence.dataset.one
      else if (number) number.textContent = String(left)
    })
  })

  // A warning before the page stops working; one press extends without losing what was typed.
  all('[data-warn]', place => {
    const form = place.querySelector('form')
    let since = opened
    everySecond.push(() => {
      if (seconds(since) >= Number(place.dataset.end)) location.assign(location.pathname + location.search)
      else if (seconds(since) >= Number(place.dataset.warn)) form.hidden = false
    })
    form.addEventListener('submit', event => {
      event.preventDefault()
      const body = new URLSearchParams(new FormData(form))
      body.set('action', 'extend')
      fetch(form.getAttribute('action'), { method: 'POST', body, credentials: 'same-origin' })
        .then(response => {
          if (!response.ok) throw new Error()
          since = Date.now()
          form.hidden = true
        })
        .catch(() => form.submit())
    })
  })

  // A second press sends nothing: the first answer is on its way.
  all('form[method=post]', form => {
    if (form.closest('[data-warn]')) return
    form.addEventListener('submit', event => {
      if (form.dataset.sent) event.preventDefault()
      form.dataset.sent = 'yes'
      setTimeout(() => delete form.dataset.sent, 8000)
    })
  })
  addEventListener('pageshow', () => all('form[data-sent]', form => delete form.dataset.sent))

  if (everySecond.length > 0) {
    const tick = () => {
      for (const act of everySecond) act()
    }
    setInterval(tick, 1000)
    document.addEventListener('visibilitychange', tick)
  }
})()
