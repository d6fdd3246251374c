import type { Texts } from '../../core/index.ts'

/** Words of the activation journey, in the order in which a person meets them. */
export const activateTexts = {
  'activate.code.title': { en: 'Use your access code', es: 'Use su código de acceso' },
  'activate.code.label': { en: 'Access code', es: 'Código de acceso' },
  'activate.code.hint': {
    en: 'From your letter, text or email. Like <code>7KDM-PQ4X-WN</code>',
    es: 'Está en su carta, mensaje de texto o correo. Por ejemplo: <code>7KDM-PQ4X-WN</code>',
  },
  'activate.code.birth': { en: 'Date of birth', es: 'Fecha de nacimiento' },
  'activate.code.birth-hint': {
    en: 'For example, 3 27 1984. If the code is for someone in your care, give that person’s date of birth.',
    es: 'Por ejemplo, 27 3 1984. Si el código es para una persona a su cargo, escriba la fecha de esa persona.',
  },
  'activate.code.lost': {
    en: 'I have no code: call for a new one',
    es: 'No tengo código: llamar para pedir uno',
  },
  'activate.code.none': { en: 'I do not have a code: apply for access', es: 'No tengo un código: pedir acceso' },
  'activate.code.sign-in': { en: 'I already have a sign-in', es: 'Ya tengo una cuenta' },
  'activate.continue': { en: 'Continue', es: 'Continuar' },

  'activate.insurer.title': { en: 'Sign in with your insurer', es: 'Entre con su aseguradora' },
  'activate.insurer.lead': {
    en: 'Pick your health insurer. From now on you sign in here with it.',
    es: 'Elija su aseguradora de salud. Desde ahora entrará aquí con ella.',
  },
  'activate.person.title': { en: 'Is this you?', es: '¿Es usted?' },
  'activate.person.self': {
    en: 'You are setting up sign-in for <b>{name}</b>.',
    es: 'Está creando la cuenta de <b>{name}</b>.',
  },
  'activate.person.representative': {
    en: 'You are <b>{representative}</b>, and you are setting up sign-in to help <b>{name}</b>.',
    es: 'Usted es <b>{representative}</b> y está creando una cuenta para ayudar a <b>{name}</b>.',
  },
  'activate.person.yes': { en: 'Yes, that is me', es: 'Sí, soy yo' },
  'activate.person.no': { en: 'That is not me', es: 'No soy yo' },
  'activate.person.no-hint': {
    en: 'If this is not you, we stop here and tell our staff.',
    es: 'Si no es usted, nos detenemos aquí y avisamos a nuestro personal.',
  },

  'activate.help.title': { en: 'We can help you with that', es: 'Podemos ayudarle' },
  'activate.help.lead': {
    en: 'We can only use a phone or email that we have on file for you. Call us, and we will bring it up to date.',
    es: 'Solo podemos usar un teléfono o correo que tengamos registrado para usted. Llámenos y lo actualizaremos.',
  },
  'activate.help.code-stays': {
    en: 'Your access code still works. Keep it, and come back when this is done.',
    es: 'Su código de acceso sigue siendo válido. Guárdelo y vuelva cuando esté resuelto.',
  },
  'activate.help.lost-number': {
    en: 'I no longer have this number or email',
    es: 'Ya no tengo este número o correo',
  },
  'activate.help.back': { en: 'Back to the code', es: 'Volver al código' },
} satisfies Texts
