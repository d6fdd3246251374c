import type { Texts } from '../../core/index.ts'

export const texts = {
  'recover.sign-in': { en: 'Back to sign-in', es: 'Volver al inicio de sesión' },
  'recover.identify.title': { en: 'Get back in to your account', es: 'Vuelva a entrar en su cuenta' },
  'recover.identify.lead': {
    en: 'Tell us your username or your email. We will send you a message that helps you get back in.',
    es: 'Díganos su nombre de usuario o su correo electrónico. Le enviaremos un mensaje que le ayudará a entrar.',
  },
  'recover.identify.label': { en: 'Username or email', es: 'Nombre de usuario o correo electrónico' },
  'recover.identify.hint': {
    en: 'Forgot your username? Use the email address of your account.',
    es: '¿Olvidó su nombre de usuario? Use el correo electrónico de su cuenta.',
  },
  'recover.identify.submit': { en: 'Send me a message', es: 'Enviarme un mensaje' },
  'problem.recover-name-missing': {
    en: 'Enter your username or email',
    es: 'Escriba su nombre de usuario o correo electrónico',
  },

  'recover.sent.title': { en: 'Look at your messages', es: 'Revise sus mensajes' },
  'recover.sent.lead': {
    en: 'If an account exists, we’ve sent a message to its email. An account without email gets a text.',
    es: 'Si existe una cuenta, enviamos un mensaje a su correo electrónico. Si la cuenta no tiene correo, enviamos un mensaje de texto.',
  },
  'recover.sent.ways': {
    en: 'Enter the 6-digit code here. Or open the link in the message, on any device. If you get several messages, use the one that shows your username.',
    es: 'Escriba aquí el código de 6 dígitos. O abra el enlace del mensaje en cualquier aparato. Si recibe varios mensajes, use el que muestra su nombre de usuario.',
  },
  'recover.sent.nothing-yet': { en: 'No message yet?', es: '¿Aún no recibe el mensaje?' },
  'recover.sent.again': { en: 'Send it again', es: 'Enviarlo otra vez' },
  'recover.sent.wait': {
    en: 'Look in your spam folder too. You can ask for a new message in {seconds, plural, one {# second} other {# seconds}}.',
    es: 'Busque también en el correo no deseado. Podrá pedir otro mensaje en {seconds, plural, one {# segundo} other {# segundos}}.',
  },
  'recover.sent.other-name': { en: 'Use another username or email', es: 'Usar otro nombre de usuario o correo' },
  'recover.sent.no-messages': {
    en: 'I cannot read these messages any more',
    es: 'Ya no puedo leer estos mensajes',
  },
  'recover.code.title': { en: 'Do you have a recovery code?', es: '¿Tiene un código de recuperación?' },
  'recover.code.lead': {
    en: 'Type one of the 12-digit codes that you wrote down or printed. It takes the place of the message.',
    es: 'Escriba uno de los códigos de 12 dígitos que anotó o imprimió. Sustituye al mensaje.',
  },
  'recover.code.password': {
    en: 'No code, but you know your password? Sign in with it, and press “I have no way to confirm” when we ask for another proof.',
    es: '¿No tiene código, pero sabe su contraseña? Inicie sesión con ella y pulse «No tengo forma de confirmar» cuando le pidamos otra prueba.',
  },
  'recover.code.in-person': {
    en: 'Neither of them? Come in with a photo ID, or call. Our staff can help you in person.',
    es: '¿Ninguno de los dos? Venga con una identificación con foto o llámenos. Nuestro personal puede ayudarle en persona.',
  },
  'recover.code.back': { en: 'Go back to the message', es: 'Volver al mensaje' },
  'recover.record.lead': {
    en: 'Your answer is right. Because others may know it, we also send a code to a contact that your clinic has for you.',
    es: 'Su respuesta es correcta. Como otras personas podrían saberla, también enviamos un código a un contacto que su clínica tiene de usted.',
  },
  'notice.recover-sent': {
    en: 'If an account exists, we’ve sent a message.',
    es: 'Si existe una cuenta, enviamos un mensaje.',
  },
  'problem.recover-code-wrong': {
    en: 'That code did not work. Use the code in the newest message. A code stops after 10 minutes or 5 tries; then ask for a new message.',
    es: 'Ese código no funcionó. Use el código del mensaje más reciente. Un código deja de servir a los 10 minutos o después de 5 intentos; entonces pida otro mensaje.',
  },

  'recover.link.title': { en: 'Go on here to get back in', es: 'Continúe aquí para volver a entrar' },
  'recover.link.lead': {
    en: 'This is for the username <b>{username}</b>.',
    es: 'Es para el nombre de usuario <b>{username}</b>.',
  },
  'recover.link.next': {
    en: 'Next we ask for one more proof that it is you. Then you can choose a new password.',
    es: 'Después le pediremos otra prueba de que es usted. Luego podrá elegir una contraseña nueva.',
  },
  'recover.link.next-password': {
    en: 'Your password was right, and you cannot give another proof now. You can wait instead: the next page says how.',
    es: 'Su contraseña era correcta y ahora no puede dar otra prueba. Puede esperar: la página siguiente explica cómo.',
  },
  'recover.link.next-in-person': {
    en: 'Our staff checked who you are. Next you choose a new password.',
    es: 'Nuestro personal comprobó quién es usted. Ahora elegirá una contraseña nueva.',
  },
  'recover.link.submit': { en: 'Go on', es: 'Continuar' },
  'recover.link.dead-title': { en: 'This link does not work any more', es: 'Este enlace ya no sirve' },
  'recover.link.dead': {
    en: 'A link works once, and for a short time only. Ask for a new message.',
    es: 'Un enlace sirve una sola vez y por poco tiempo. Pida otro mensaje.',
  },
  'recover.link.again': { en: 'Ask for a new message', es: 'Pedir otro mensaje' },
  'problem.recover-link-dead.title': { en: 'This link does not work any more', es: 'Este enlace ya no sirve' },
  'problem.recover-link-dead': {
    en: 'A link works once, and for a short time only. Go back to sign-in and ask for a new message.',
    es: 'Un enlace sirve una sola vez y por poco tiempo. Vuelva al inicio de sesión y pida otro mensaje.',
  },
  'problem.recover-ended': {
    en: 'This was used already, or your account changed meanwhile. Nothing else happened. Go back to sign-in, or begin again.',
    es: 'Esto ya se usó, o su cuenta cambió mientras tanto. No pasó nada más. Vuelva al inicio de sesión o empiece otra vez.',
  },

  'recover.second.lead': {
    en: 'One more proof that it is you, besides the message.',
    es: 'Una prueba más de que es usted, además del mensaje.',
  },
  'recover.second.no-way': {
    en: 'I have no way to confirm',
    es: 'No tengo forma de confirmar',
  },

  'recover.waiting.title': { en: 'There is another way: waiting', es: 'Hay otra forma: esperar' },
  'recover.waiting.lead.message': {
    en: 'If you cannot give a second proof, you can wait {hours, plural, one {# hour} other {# hours}} instead. After that, a message to you is enough.',
    es: 'Si no puede dar una segunda prueba, puede esperar {hours, plural, one {# hora} other {# horas}}. Después bastará con un mensaje para usted.',
  },
  'recover.waiting.told': {
    en: 'We tell every phone and email of your account. Anyone who reads them can stop it with one press.',
    es: 'Avisamos a todos los teléfonos y correos de su cuenta. Quien los lea puede detenerlo con pulsar un botón.',
  },
  'recover.waiting.in-person': {
    en: 'Is it urgent? Come in with a photo ID, or call. Our staff can help you in person.',
    es: '¿Es urgente? Venga con una identificación con foto o llámenos. Nuestro personal puede ayudarle en persona.',
  },
  'recover.waiting.begin': { en: 'Begin the wait', es: 'Empezar la espera' },
  'recover.waiting.back': { en: 'Go back to the other ways', es: 'Volver a las otras formas' },
  'recover.waiting.pending-title': { en: 'The wait has begun', es: 'La espera empezó' },
  'recover.waiting.pending': {
    en: 'It ends in about {hours, plural, one {# hour} other {# hours}}. You can close this page.',
    es: 'Termina en unas {hours, plural, one {# hora} other {# horas}}. Puede cerrar esta página.',
  },
  'recover.waiting.lead.password': {
    en: 'You know your password. In place of the proof that you lost, you can wait {hours, plural, one {# hour} other {# hours}}. After that, your password is enough to choose a new one.',
    es: 'Usted sabe su contraseña. En lugar de la prueba que perdió, puede esperar {hours, plural, one {# hora} other {# horas}}. Después bastará su contraseña para elegir una nueva.',
  },
  'recover.waiting.lead.recovery-code': {
    en: 'If you cannot give a second proof, you can wait {hours, plural, one {# hour} other {# hours}} instead. After that, one more of your recovery codes is enough.',
    es: 'Si no puede dar una segunda prueba, puede esperar {hours, plural, one {# hora} other {# horas}}. Después bastará con otro de sus códigos de recuperación.',
  },
  'recover.waiting.afterwards.password': {
    en: 'We send a message to every contact when it is over. Then sign in with your password and press “I have no way to confirm” once more.',
    es: 'Enviaremos un mensaje a todos sus contactos cuando termine. Entonces inicie sesión con su contraseña y pulse otra vez «No tengo forma de confirmar».',
  },
  'recover.waiting.afterwards.recovery-code': {
    en: 'When it is over, press “Forgot your username or password?” once more, and use another recovery code.',
    es: 'Cuando termine, pulse otra vez «¿Olvidó su nombre de usuario o su contraseña?» y use otro código de recuperación.',
  },
  'recover.waiting.afterwards.message': {
    en: 'We send you a message when it is over. Then press “Forgot your username or password?” once more.',
    es: 'Le enviaremos un mensaje cuando termine. Entonces pulse otra vez «¿Olvidó su nombre de usuario o su contraseña?».',
  },
  'recover.waiting.blocked-title': { en: 'We need to help you in person', es: 'Tenemos que ayudarle en persona' },
  'recover.waiting.blocked': {
    en: 'Someone who reads the messages of this account stopped a wait not long ago. For now it can only be opened with a second proof, or by our staff.',
    es: 'Hace poco, alguien que lee los mensajes de esta cuenta detuvo una espera. Por ahora solo se puede entrar con una segunda prueba o con ayuda de nuestro personal.',
  },
  'notice.recover-waiting-begun': { en: 'The wait has begun.', es: 'La espera empezó.' },
  'problem.recover-waiting-refused': {
    en: 'A wait cannot begin now. Please call us.',
    es: 'Ahora no se puede empezar una espera. Llámenos, por favor.',
  },

  'recover.password.title': { en: 'Choose a new password', es: 'Elija una contraseña nueva' },
  'recover.password.username': {
    en: 'Your username is <b>{username}</b>.',
    es: 'Su nombre de usuario es <b>{username}</b>.',
  },
  'recover.password.lead': {
    en: 'With a new password you are signed out everywhere. Then you sign in again here.',
    es: 'Con una contraseña nueva se cierran todas sus sesiones. Después iniciará sesión aquí otra vez.',
  },
  'recover.password.submit': { en: 'Save the new password', es: 'Guardar la contraseña nueva' },
  'recover.password.keep': {
    en: 'I only needed my username: keep my password',
    es: 'Solo necesitaba mi nombre de usuario: conservar mi contraseña',
  },
  'notice.recover-password-changed': {
    en: 'Your password was changed. Sign in with the new one.',
    es: 'Su contraseña se cambió. Inicie sesión con la nueva.',
  },
  'notice.recover-done': {
    en: 'Now sign in with your username and your password.',
    es: 'Ahora inicie sesión con su nombre de usuario y su contraseña.',
  },

  'recover.cancel.title': { en: 'Stop the wait for a new password?', es: '¿Detener la espera de la contraseña nueva?' },
  'recover.cancel.lead': {
    en: 'Someone asked to set a new password for your account. If it was not you, stop it. No one can ask for this again for 30 days.',
    es: 'Alguien pidió poner una contraseña nueva en su cuenta. Si no fue usted, deténgalo. Nadie podrá pedirlo otra vez durante 30 días.',
  },
  'recover.cancel.submit': { en: 'Stop it', es: 'Detenerlo' },
  'recover.cancel.nothing-title': { en: 'There is nothing to stop', es: 'No hay nada que detener' },
  'recover.cancel.nothing': {
    en: 'This wait was stopped already, or it is over.',
    es: 'Esta espera ya se detuvo o ya terminó.',
  },
  'recover.cancel.done-title': { en: 'The wait was stopped', es: 'La espera se detuvo' },
  'recover.cancel.done': {
    en: 'Your password is as it was. If somebody else can read your messages, change the password of your mailbox too.',
    es: 'Su contraseña sigue siendo la misma. Si otra persona puede leer sus mensajes, cambie también la contraseña de su correo.',
  },
  'recover.cancel.reset-title': {
    en: 'Keep your ways to confirm?',
    es: '¿Conservar sus formas de confirmar?',
  },
  'recover.cancel.reset': {
    en: 'Someone asked our staff to remove a way to confirm that it is you. If it was not you, stop it. Then it can only be asked for in person, for 30 days.',
    es: 'Alguien pidió a nuestro personal quitar una forma de confirmar que es usted. Si no fue usted, deténgalo. Después solo se podrá pedir en persona, durante 30 días.',
  },
  'recover.cancel.reset-done-title': { en: 'It was stopped', es: 'Se detuvo' },
  'recover.cancel.reset-done': {
    en: 'Nothing was removed. If it was not you who called, change your password, and that of your mailbox.',
    es: 'No se quitó nada. Si no fue usted quien llamó, cambie su contraseña y la de su correo.',
  },
  'problem.recover-nothing-to-stop': {
    en: 'This wait was stopped already, or it is over.',
    es: 'Esta espera ya se detuvo o ya terminó.',
  },
} satisfies Texts
