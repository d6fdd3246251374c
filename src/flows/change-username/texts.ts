import type { Texts } from '../../core/index.ts'

export const texts = {
  'change-username.title': { en: 'Choose another username', es: 'Elija otro nombre de usuario' },
  'change-username.now': { en: 'Your username is {username}.', es: 'Su nombre de usuario es {username}.' },
  'change-username.lead': {
    en: 'You will sign in with the new one. You will be signed out everywhere else, and we will tell you at every phone and email address that we have for you.',
    es: 'Iniciará sesión con el nuevo. Se cerrará su sesión en todos los demás aparatos y le avisaremos a todos los teléfonos y correos que tenemos de usted.',
  },
  'change-username.field': { en: 'New username', es: 'Nombre de usuario nuevo' },
  'change-username.submit': { en: 'Save the username', es: 'Guardar el nombre de usuario' },
  'change-username.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },
  'problem.username-same': {
    en: 'This is your username already. Type another one.',
    es: 'Ese ya es su nombre de usuario. Escriba otro.',
  },
  'notice.username-changed': {
    en: 'Your username was changed. You were signed out everywhere else.',
    es: 'Su nombre de usuario se cambió. Se cerró su sesión en todos los demás aparatos.',
  },
} satisfies Texts
