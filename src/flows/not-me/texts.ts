import type { Texts } from '../../core/index.ts'

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

  'history.signed-in': { en: 'Signed in', es: 'Inicio de sesión' },
  'history.stepped-up': { en: 'Confirmed again that it was you', es: 'Confirmó otra vez que era usted' },
  'history.activated': { en: 'The account was set up', es: 'Se creó la cuenta' },
  'history.password-changed': { en: 'The password was changed', es: 'Se cambió la contraseña' },
  'history.username-changed': { en: 'The username was changed', es: 'Se cambió el nombre de usuario' },
  'history.factor-added': { en: 'A way to confirm was added', es: 'Se agregó una forma de confirmar' },
  'history.factor-removed': { en: 'A way to confirm was removed', es: 'Se quitó una forma de confirmar' },
  'history.recovery-codes-made': { en: 'New recovery codes were made', es: 'Se crearon códigos de recuperación' },
  'history.recovered': {
    en: 'Got back in with a new password',
    es: 'Volvió a entrar con una contraseña nueva',
  },
  'history.username-told': { en: 'The username was shown', es: 'Se mostró el nombre de usuario' },
  'history.device-forgotten': { en: 'A remembered device was forgotten', es: 'Se olvidó un aparato recordado' },
  'history.portal-disconnected': { en: 'A portal was disconnected', es: 'Se desconectó un portal' },
  'history.preferences-changed': {
    en: 'Language or notices were changed',
    es: 'Se cambiaron el idioma o los avisos',
  },
  'history.locked': { en: 'The account was locked', es: 'Se bloqueó la cuenta' },
  'history.unlocked': { en: 'The account was opened again', es: 'Se volvió a abrir la cuenta' },
  'history.password-locked': {
    en: 'Password sign-in was paused after too many wrong tries',
    es: 'La entrada con contraseña se detuvo por demasiados intentos fallidos',
  },
  'history.recovery-asked': {
    en: 'Someone asked for help to get back in',
    es: 'Alguien pidió ayuda para volver a entrar',
  },
  'history.session-ended': { en: 'Signed out', es: 'Sesión cerrada' },
  'history.portal-opened': { en: 'Opened a portal', es: 'Se abrió un portal' },
  'history.wrong-password': { en: 'Someone typed a wrong password', es: 'Alguien escribió mal la contraseña' },
  'history.change': { en: 'Something about the account was changed', es: 'Se cambió algo de la cuenta' },
} satisfies Texts
