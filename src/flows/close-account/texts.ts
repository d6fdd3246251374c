import type { Texts } from '../../core/index.ts'

export const texts = {
  'close.title': { en: 'Close your account', es: 'Cierre su cuenta' },
  'close.lead': { en: 'This is what happens when you close it:', es: 'Esto es lo que pasa cuando la cierra:' },
  'close.signed-out': {
    en: 'You are signed out everywhere, at every portal too.',
    es: 'Se cierra su sesión en todas partes, también en los portales.',
  },
  'close.records': {
    en: 'You no longer see any record online, neither your own nor anybody else’s.',
    es: 'Ya no ve ningún expediente en línea, ni el suyo ni el de otra persona.',
  },
  'close.not-records': {
    en: 'Nothing is deleted at your clinic. It keeps its records.',
    es: 'En su clínica no se borra nada. La clínica conserva sus expedientes.',
  },
  'close.undo': {
    en: 'For {days, plural, one {# day} other {# days}} you can open it again: sign in, or use the link that we send you.',
    es: 'Durante {days, plural, one {# día} other {# días}} puede abrirla otra vez: inicie sesión o use el enlace que le enviaremos.',
  },
  'close.then': {
    en: 'After that we delete your name, password, phones and email addresses here for good.',
    es: 'Después borramos aquí para siempre su nombre, su contraseña, sus teléfonos y sus correos.',
  },
  'close.agree': { en: 'I want to close my account', es: 'Quiero cerrar mi cuenta' },
  'close.submit': { en: 'Close my account', es: 'Cerrar mi cuenta' },
  'close.back': { en: 'Keep my account', es: 'Conservar mi cuenta' },
  'problem.close-not-agreed': {
    en: 'Check the box if you want to close your account.',
    es: 'Marque la casilla si quiere cerrar su cuenta.',
  },
  'notice.account-closed': {
    en: 'Your account is closed. We sent you a link to open it again.',
    es: 'Su cuenta está cerrada. Le enviamos un enlace para abrirla otra vez.',
  },
  'notice.account-reopened': {
    en: 'Your account is open again. You can sign in.',
    es: 'Su cuenta está abierta otra vez. Ya puede iniciar sesión.',
  },
  'close.reopen.title': { en: 'Open your account again?', es: '¿Abrir su cuenta otra vez?' },
  'close.reopen.lead': {
    en: 'It will be as it was, and you can sign in again.',
    es: 'Estará como antes y podrá iniciar sesión otra vez.',
  },
  'close.reopen.submit': { en: 'Open it again', es: 'Abrirla otra vez' },
  'close.reopen.dead-title': { en: 'This link no longer works', es: 'Este enlace ya no sirve' },
  'close.reopen.sign-in': { en: 'Go to sign-in', es: 'Ir al inicio de sesión' },
  'problem.reopen-dead': {
    en: 'It was used before, or it is too old. If your account is open, you can sign in.',
    es: 'Ya se usó o es demasiado antiguo. Si su cuenta está abierta, puede iniciar sesión.',
  },
} satisfies Texts
