import type { Texts } from '../../core/index.ts'

export const texts = {
  'change-password.title': { en: 'Choose a new password', es: 'Elija una contraseña nueva' },
  'change-password.title-first': { en: 'Choose a password', es: 'Elija una contraseña' },
  'change-password.lead': {
    en: 'You will be signed out everywhere else, and we will tell you at every phone and email address that we have for you.',
    es: 'Se cerrará su sesión en todos los demás aparatos y le avisaremos a todos los teléfonos y correos que tenemos de usted.',
  },
  'change-password.submit': { en: 'Save the password', es: 'Guardar la contraseña' },
  'change-password.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },
  'notice.password-changed': {
    en: 'Your password was changed. You were signed out everywhere else.',
    es: 'Su contraseña se cambió. Se cerró su sesión en todos los demás aparatos.',
  },
} satisfies Texts
