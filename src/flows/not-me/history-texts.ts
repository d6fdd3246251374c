import type { Texts } from '../../core/index.ts'

/** What happened, in plain words: ids of core/history. */
export const historyTexts = {
  'history.signed-in': { en: 'Signed in', es: 'Inicio de sesión' },
  'history.stepped-up': { en: 'Confirmed again that it was you', es: 'Confirmó otra vez que era usted' },
  'history.activated': { en: 'The account was set up', es: 'Se creó la cuenta' },
  'history.record-added': { en: 'A record was added', es: 'Se agregó un expediente' },
  'history.family-requested': {
    en: 'Access to somebody’s record was asked for',
    es: 'Se pidió acceso al expediente de otra persona',
  },
  'history.password-changed': { en: 'The password was changed', es: 'Se cambió la contraseña' },
  'history.username-changed': { en: 'The username was changed', es: 'Se cambió el nombre de usuario' },
  'history.factor-added': { en: 'A way to confirm was added', es: 'Se agregó una forma de confirmar' },
  'history.factor-removed': { en: 'A way to confirm was removed', es: 'Se quitó una forma de confirmar' },
  'history.insurer-linked': {
    en: 'Sign-in with a health insurer was connected',
    es: 'Se conectó la entrada con una aseguradora de salud',
  },
  'history.insurer-unlinked': {
    en: 'Sign-in with a health insurer was disconnected',
    es: 'Se desconectó la entrada con una aseguradora de salud',
  },
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
  'history.contact-added': { en: 'A phone or email was added', es: 'Se agregó un teléfono o un correo' },
  'history.contact-removed': { en: 'A phone or email was removed', es: 'Se quitó un teléfono o un correo' },
  'history.contact-primary': {
    en: 'Another phone or email comes first now',
    es: 'Otro teléfono o correo es ahora el principal',
  },
  'history.contacts-restored': {
    en: 'A change to phone or email was undone',
    es: 'Se deshizo un cambio de teléfono o correo',
  },
  'history.closed': { en: 'The account was closed', es: 'Se cerró la cuenta' },
  'history.reopened': { en: 'The closed account was opened again', es: 'Se volvió a abrir la cuenta cerrada' },
  'history.erased': { en: 'The closed account was deleted', es: 'Se borró la cuenta cerrada' },
  'history.imported': {
    en: 'The account came over from an older system',
    es: 'La cuenta se trajo de un sistema anterior',
  },
  'history.upgraded': {
    en: 'The account from the older system was set up here',
    es: 'Se configuró aquí la cuenta del sistema anterior',
  },
  'history.passkey-copied': {
    en: 'A passkey was stopped, since it may have been copied',
    es: 'Se anuló una llave de acceso que quizá fue copiada',
  },
  'history.link-asleep': {
    en: 'Access to another clinic’s record was paused',
    es: 'Se pausó el acceso al expediente de otra clínica',
  },
  'history.links-woken': {
    en: 'Access to another clinic’s record was opened again',
    es: 'Se volvió a abrir el acceso al expediente de otra clínica',
  },
  'history.staff.tied': {
    en: 'The account was connected to your record',
    es: 'La cuenta se conectó con su expediente',
  },
  'history.staff.merged': {
    en: 'The account was closed, because you have another one',
    es: 'La cuenta se cerró porque usted tiene otra',
  },
  'history.staff.untied': {
    en: 'The connection to a record was taken back',
    es: 'Se deshizo la conexión con un expediente',
  },
  'history.staff.looked-up': { en: 'Your account was looked up', es: 'Se consultó su cuenta' },
  'history.staff.code-sent': {
    en: 'A code was sent to make sure who was calling',
    es: 'Se envió un código para saber quién llamaba',
  },
  'history.staff.caller-proven': { en: 'A caller read that code', es: 'Quien llamaba leyó ese código' },
  'history.staff.caller-refused': {
    en: 'A caller could not read that code',
    es: 'Quien llamaba no pudo leer ese código',
  },
  'history.staff.identity-checked': {
    en: 'An identity document was checked in person',
    es: 'Se revisó un documento de identidad en persona',
  },
  'history.staff.unlocked': { en: 'Sign-in was unlocked', es: 'Se desbloqueó la entrada' },
  'history.staff.sessions-ended': { en: 'Sessions were ended', es: 'Se cerraron sesiones' },
  'history.staff.recovery-begun': {
    en: 'Someone was helped to get back in',
    es: 'Se ayudó a alguien a volver a entrar',
  },
  'history.staff.reset-requested': {
    en: 'Removing a way to confirm was asked for',
    es: 'Se pidió quitar una forma de confirmar',
  },
  'history.staff.reset-done': {
    en: 'A way to confirm was removed',
    es: 'Se quitó una forma de confirmar',
  },
  'history.staff.reset-stopped': {
    en: 'Removing a way to confirm was called off',
    es: 'Se desistió de quitar una forma de confirmar',
  },
  'history.reset-stopped': {
    en: 'Removing a way to confirm was stopped by a link in a message',
    es: 'Con un enlace de un mensaje se detuvo que se quitara una forma de confirmar',
  },
} satisfies Texts
