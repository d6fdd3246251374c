import type { Texts } from '../../core/index.ts'

export const texts = {
  'own-insurers.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },
  'own-insurers.none': {
    en: 'No health insurer is connected to your account.',
    es: 'Su cuenta no está conectada a ninguna aseguradora de salud.',
  },
  'own-insurers.link.title': { en: 'Connect a health insurer', es: 'Conectar una aseguradora de salud' },
  'own-insurers.link.lead': {
    en: 'You sign in there once. From then on it opens your account here too.',
    es: 'Entre allí una vez. Desde entonces también abrirá su cuenta aquí.',
  },
  'own-insurers.link.confirm': { en: 'Connect {name}?', es: '¿Conectar {name}?' },
  'own-insurers.link.confirm-lead': {
    en: 'Whoever signs in at {name} as you did now can open your account here. You will be signed out everywhere else, and we will tell you at every phone and email address that we have for you.',
    es: 'Quien entre en {name} como usted lo hizo ahora podrá abrir su cuenta aquí. Se cerrará su sesión en todos los demás aparatos y le avisaremos a todos los teléfonos y correos que tenemos de usted.',
  },
  'own-insurers.link.confirm-as': { en: 'You signed in there as {member}.', es: 'Allí entró como {member}.' },
  'own-insurers.link.submit': { en: 'Connect', es: 'Conectar' },
  'own-insurers.unlink.title': { en: 'Disconnect a health insurer', es: 'Desconectar una aseguradora de salud' },
  'own-insurers.unlink.legend': { en: 'Which one do you want to disconnect?', es: '¿Cuál quiere desconectar?' },
  'own-insurers.unlink.confirm': { en: 'Disconnect {name}?', es: '¿Desconectar {name}?' },
  'own-insurers.unlink.confirm-lead': {
    en: 'It will no longer open your account. You will be signed out everywhere else, and we will tell you at every phone and email address that we have for you.',
    es: 'Ya no abrirá su cuenta. Se cerrará su sesión en todos los demás aparatos y le avisaremos a todos los teléfonos y correos que tenemos de usted.',
  },
  'own-insurers.unlink.submit': { en: 'Disconnect', es: 'Desconectar' },
  'notice.insurer-linked': {
    en: 'Connected. We told you at every phone and email address that we have for you. You were signed out everywhere else.',
    es: 'Se conectó. Le avisamos a todos los teléfonos y correos que tenemos de usted. Se cerró su sesión en todos los demás aparatos.',
  },
  'notice.insurer-unlinked': {
    en: 'Disconnected. We told you at every phone and email address that we have for you. You were signed out everywhere else.',
    es: 'Se desconectó. Le avisamos a todos los teléfonos y correos que tenemos de usted. Se cerró su sesión en todos los demás aparatos.',
  },
} satisfies Texts
