import type { Texts } from '../../core/index.ts'

export const texts = {
  'remove-factor.title': { en: 'Remove a way to confirm', es: 'Quitar una forma de confirmar' },
  'remove-factor.legend': { en: 'Which one do you want to remove?', es: '¿Cuál quiere quitar?' },
  'remove-factor.nothing': {
    en: 'There is nothing to remove: you only have your password.',
    es: 'No hay nada que quitar: solo tiene su contraseña.',
  },
  'remove-factor.continue': { en: 'Continue', es: 'Continuar' },
  'remove-factor.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },
  'remove-factor.confirm.title': { en: 'Remove this?', es: '¿Quitar esto?' },
  'remove-factor.confirm.lead': {
    en: 'It will stop working at once. You will be signed out everywhere else, and we will tell you at every phone and email address that we have for you.',
    es: 'Dejará de servir de inmediato. Se cerrará su sesión en todos los demás aparatos y le avisaremos a todos los teléfonos y correos que tenemos de usted.',
  },
  'remove-factor.confirm.submit': { en: 'Remove', es: 'Quitar' },
  'remove-factor.confirm.other': { en: 'Choose another one', es: 'Elegir otra' },
  'problem.last-way-in': {
    en: 'This is your only way to sign in, so it cannot be removed. Add another way first.',
    es: 'Es su única forma de iniciar sesión, así que no se puede quitar. Agregue otra forma primero.',
  },
  'problem.last-second-factor': {
    en: 'You need this to sign in at work, so it cannot be removed. Add another way first.',
    es: 'La necesita para iniciar sesión en su trabajo, así que no se puede quitar. Agregue otra forma primero.',
  },
  'notice.factor-removed': {
    en: 'Removed. We told you at every phone and email address that we have for you. You were signed out everywhere else.',
    es: 'Se quitó. Le avisamos a todos los teléfonos y correos que tenemos de usted. Se cerró su sesión en todos los demás aparatos.',
  },
} satisfies Texts
