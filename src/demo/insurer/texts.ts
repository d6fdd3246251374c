/** The insurer's own pages, in both languages. */
const english = {
  title: 'Sign in to your plan',
  intro: 'A made-up insurer for trying things out. Nobody in it is real.',
  username: 'Username',
  password: 'Password',
  signIn: 'Sign in',
  refuse: 'Do not sign in',
  wrong: 'That username and password do not fit.',
  members: 'Members who can sign in',
  back: 'One moment',
  backWords: 'You are signed in to your plan. Press Continue to go back.',
  go: 'Continue',
  faults: 'What goes wrong',
  slow: 'Answers programs after 30 seconds',
  down: 'Is down',
  wrongAudience: 'Answers as if to somebody else',
  expiredCertificate: 'Its certificate has ended (SAML)',
  newKeys: 'Change its keys now',
  save: 'Save',
  trouble: 'This did not work',
  troubleWords: 'Go back to where you came from and try again.',
}
export type InsurerTexts = typeof english
const spanish: InsurerTexts = {
  title: 'Entrar en su plan',
  intro: 'Una aseguradora inventada para hacer pruebas. Nadie en ella es real.',
  username: 'Nombre de usuario',
  password: 'Contraseña',
  signIn: 'Entrar',
  refuse: 'No entrar',
  wrong: 'Ese nombre de usuario y esa contraseña no coinciden.',
  members: 'Afiliados que pueden entrar',
  back: 'Un momento',
  backWords: 'Ha entrado en su plan. Pulse Continuar para volver.',
  go: 'Continuar',
  faults: 'Qué falla',
  slow: 'Responde a los programas después de 30 segundos',
  down: 'No funciona',
  wrongAudience: 'Responde como si fuera a otro',
  expiredCertificate: 'Su certificado ha vencido (SAML)',
  newKeys: 'Cambiar sus claves ahora',
  save: 'Guardar',
  trouble: 'Esto no funcionó',
  troubleWords: 'Vuelva al sitio de donde vino e inténtelo otra vez.',
}

export type InsurerLanguage = 'en' | 'es'
export const insurerTexts = { en: english, es: spanish } as const
/** @param wished `ui_locales`, or what the browser accepts */
export const languageOf = (wished: string | undefined): InsurerLanguage =>
  /^\s*es\b/i.test(wished ?? '') ? 'es' : 'en'
