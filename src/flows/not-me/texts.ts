import type { Texts } from '../../core/index.ts'
import { historyTexts } from './history-texts.ts'

export const texts = {
  'not-me.title': { en: 'Lock your account?', es: '¿Bloquear su cuenta?' },
  'not-me.when': { en: 'This happened on {when}.', es: 'Ocurrió el {when}.' },
  'not-me.then': {
    en: 'If this was not you, someone else may know how to get in. Lock your account now:',
    es: 'Si no fue usted, puede que otra persona sepa cómo entrar. Bloquee su cuenta ahora:',
  },
  'not-me.signed-out': {
    en: 'You and everyone else are signed out, on every device and in every portal.',
    es: 'Se cierran todas las sesiones, la suya también, en todos los aparatos y portales.',
  },
  'not-me.told': {
    en: 'We tell you at every phone and email address that we have for you.',
    es: 'Le avisamos a todos los teléfonos y correos que tenemos de usted.',
  },
  'not-me.recover': {
    en: 'Nobody can sign in until you set a new password. You can do that right away.',
    es: 'Nadie puede entrar hasta que usted ponga una contraseña nueva. Puede hacerlo enseguida.',
  },
  'not-me.submit': { en: 'Lock my account', es: 'Bloquear mi cuenta' },
  'not-me.back': { en: 'Back to the history', es: 'Volver al historial' },
  'not-me.nothing.title': { en: 'We cannot find that entry', es: 'No encontramos esa entrada' },
  'not-me.nothing': {
    en: 'Your history has no entry like this. Look at the list again, or call us.',
    es: 'Su historial no tiene una entrada así. Mire otra vez la lista o llámenos.',
  },
  'problem.not-me-unknown': {
    en: 'Your history has no entry like this. Nothing was changed.',
    es: 'Su historial no tiene una entrada así. No se cambió nada.',
  },
  'notice.account-locked': {
    en: 'Your account is locked and everyone is signed out. Get back in here with a new password.',
    es: 'Su cuenta está bloqueada y se cerraron todas las sesiones. Vuelva a entrar aquí con una contraseña nueva.',
  },
  ...historyTexts,
} satisfies Texts
