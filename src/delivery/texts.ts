import type { Texts } from '../core/index.ts'

/**
 * The words of every text, call and mail. None says anything about health: a phone lies on a table, a mailbox is shared.
 * `{brand}` is the neutral name from the settings.
 */
export const texts: Texts = {
  'message.code.sms': {
    en: "{brand}: your code is {digits}. It works for {minutes, plural, one {# minute} other {# minutes}}. Never share it. Didn't ask? Ignore this.",
    es: '{brand}: su código es {digits}. Sirve durante {minutes, plural, one {# minuto} other {# minutos}}. No lo comparta con nadie. ¿No lo pidió? Ignore este mensaje.',
  },
  'message.code.subject': {
    en: '{brand}: your code',
    es: '{brand}: su código',
  },
  'message.code.heading': { en: 'Your code', es: 'Su código' },
  'message.code.lead': {
    en: 'Type this code on the page where you were asked for it:',
    es: 'Escriba este código en la página donde se lo pidieron:',
  },
  'message.code.lasts': {
    en: 'It works for {minutes, plural, one {# minute} other {# minutes}}. Never share it. We will not call or write to ask for it.',
    es: 'Sirve durante {minutes, plural, one {# minuto} other {# minutos}}. No lo comparta con nadie. Nunca le llamaremos ni le escribiremos para pedírselo.',
  },
  'message.code.link-lead': {
    en: 'You can also open this link on the device where you began:',
    es: 'También puede abrir este enlace en el aparato donde empezó:',
  },
  'message.code.link': { en: 'Go on', es: 'Continuar' },
  'message.code.ignore': {
    en: 'Didn’t ask for this? You can ignore it. Nothing happens without the code.',
    es: '¿No lo pidió? Puede ignorar este mensaje. Sin el código no pasa nada.',
  },
  'message.voice.greeting': {
    en: 'Hello. This is a call from {brand} with the code that you asked for.',
    es: 'Hola. Esta es una llamada de {brand} con el código que usted pidió.',
  },
  'message.voice.code': { en: 'Your code is:', es: 'Su código es:' },
  'message.voice.again': { en: 'Once more, your code is:', es: 'Se lo repito. Su código es:' },
  'message.voice.end': {
    en: 'It works for {minutes, plural, one {# minute} other {# minutes}}. If you did not ask for it, ignore this call. Goodbye.',
    es: 'Sirve durante {minutes, plural, one {# minuto} other {# minutos}}. Si usted no lo pidió, ignore esta llamada. Adiós.',
  },
  'message.voice.notice-greeting': {
    en: 'Hello. This is a call from {brand}.',
    es: 'Hola. Esta es una llamada de {brand}.',
  },
  'message.voice.notice-end': { en: 'Goodbye.', es: 'Adiós.' },

  'message.access-code.sms': {
    en: '{brand}: here is your access code to set up sign-in: {digits}. Use it by {date}: {link}',
    es: '{brand}: este es su código de acceso para crear su cuenta: {digits}. Úselo antes del {date}: {link}',
  },
  'message.access-code.subject': { en: '{brand}: your access code', es: '{brand}: su código de acceso' },
  'message.access-code.heading': { en: 'Set up your sign-in', es: 'Cree su cuenta' },
  'message.access-code.lead': {
    en: 'You have been given this access code. With it you set up your own sign-in:',
    es: 'Le enviamos este código de acceso. Con él puede crear su propia cuenta:',
  },
  'message.access-code.lasts': {
    en: 'Use it by {date}. It works once. You will also need your phone and your date of birth.',
    es: 'Úselo antes del {date}. Sirve una sola vez. También necesitará su teléfono y su fecha de nacimiento.',
  },
  'message.access-code.link': { en: 'Set up sign-in', es: 'Crear mi cuenta' },
  'message.access-code.ignore': {
    en: 'Not for you? You can ignore this mail.',
    es: '¿No es para usted? Puede ignorar este correo.',
  },

  'message.invitation.invited-subject': { en: '{brand}: your invitation', es: '{brand}: su invitación' },
  'message.invitation.invited-heading': { en: 'You are invited', es: 'Le invitamos' },
  'message.invitation.invited': {
    en: 'With this link you set up your own sign-in, or add to one that you have:',
    es: 'Con este enlace puede crear su propia cuenta o agregar a una que ya tenga:',
  },
  'message.invitation.notice-subject': { en: '{brand}: something new for you', es: '{brand}: algo nuevo para usted' },
  'message.invitation.notice-heading': { en: 'There is something new for you', es: 'Hay algo nuevo para usted' },
  'message.invitation.notice': {
    en: 'To see it, set up your sign-in, or add to one that you have. This link takes you there:',
    es: 'Para verlo, cree su cuenta o agregue a una que ya tenga. Este enlace le lleva allí:',
  },
  'message.invitation.lasts': {
    en: 'Use it by {date}. It works once. Have the phone at hand whose number we have for you. Please do not forward this mail: it works for nobody else.',
    es: 'Úselo antes del {date}. Sirve una sola vez. Tenga a mano el teléfono cuyo número tenemos registrado. No reenvíe este correo: a nadie más le sirve.',
  },
  'message.invitation.link': { en: 'Set up sign-in', es: 'Crear mi cuenta' },
  'message.invitation.ignore': {
    en: 'Not for you? You can ignore this mail.',
    es: '¿No es para usted? Puede ignorar este correo.',
  },

  'message.caller-code.sms': {
    en: '{brand}: code for your call with our help desk: {digits}. Read it out only if you called us. It works for {minutes, plural, one {# minute} other {# minutes}}.',
    es: '{brand}: código para su llamada con nuestra ayuda: {digits}. Léalo solo si usted nos llamó. Sirve durante {minutes, plural, one {# minuto} other {# minutos}}.',
  },
  'message.caller-code.heading': { en: 'Code for your call', es: 'Código para su llamada' },
  'message.caller-code.lead': {
    en: 'You are on the phone with our help desk. Read this code to them:',
    es: 'Usted está hablando por teléfono con nuestra ayuda. Léales este código:',
  },
  'message.caller-code.lasts': {
    en: 'It works for {minutes, plural, one {# minute} other {# minutes}}.',
    es: 'Sirve durante {minutes, plural, one {# minuto} other {# minutos}}.',
  },
  'message.caller-code.ignore': {
    en: 'Did you not call us? Then tell the code to no one, and call the help desk that you know.',
    es: '¿No nos llamó? Entonces no le diga el código a nadie y llame al número de ayuda que usted conoce.',
  },
  'message.caller-code.voice': {
    en: 'Hello. This is a call from {brand} with the code to read to our help desk. Read it out only if you called us.',
    es: 'Hola. Esta es una llamada de {brand} con el código que debe leer a nuestra ayuda. Léalo solo si usted nos llamó.',
  },
  'message.test.sms': {
    en: '{brand}: this is the test message that you asked for at the console. There is nothing to do.',
    es: '{brand}: este es el mensaje de prueba que usted pidió en la consola. No tiene que hacer nada.',
  },
  'message.test.subject': { en: '{brand}: test message', es: '{brand}: mensaje de prueba' },
  'message.test.heading': { en: 'Messages arrive', es: 'Los mensajes llegan' },
  'message.test.lead': {
    en: 'This is the test message that you asked for at the console. There is nothing to do.',
    es: 'Este es el mensaje de prueba que usted pidió en la consola. No tiene que hacer nada.',
  },
  'message.test.ignore': {
    en: 'Was it not you? Tell whoever looks after sign-in where you work.',
    es: '¿No fue usted? Avise a quien cuida los accesos en su trabajo.',
  },
  'message.recovery.sms': {
    en: "{brand}: to get back in as {username}, open {link} or type {digits}. Link: {minutes} min, code: {codeMinutes} min. Didn't ask? Ignore this.",
    es: '{brand}: para volver a entrar como {username}, abra {link} o escriba {digits}. Enlace: {minutes} min, código: {codeMinutes} min. ¿No lo pidió? Ignore este mensaje.',
  },
  'message.recovery.subject': { en: '{brand}: get back in', es: '{brand}: volver a entrar' },
  'message.recovery.heading': { en: 'Get back in to your account', es: 'Vuelva a entrar en su cuenta' },
  'message.recovery.lead': {
    en: 'This is for the username {username}. Type this code on the page where you asked:',
    es: 'Este correo es para el nombre de usuario {username}. Escriba este código en la página donde lo pidió:',
  },
  'message.recovery.lasts': {
    en: 'The code works for {codeMinutes, plural, one {# minute} other {# minutes}}. Never share it. We will not call or write to ask for it.',
    es: 'El código sirve durante {codeMinutes, plural, one {# minuto} other {# minutos}}. No lo comparta con nadie. Nunca le llamaremos ni le escribiremos para pedírselo.',
  },
  'message.recovery.link-lead': {
    en: 'Or open this link, on any device. It works once, for {minutes, plural, one {# minute} other {# minutes}}:',
    es: 'O abra este enlace en cualquier aparato. Sirve una sola vez, durante {minutes, plural, one {# minuto} other {# minutos}}:',
  },
  'message.recovery.link': { en: 'Get back in', es: 'Volver a entrar' },
  'message.recovery.ignore': {
    en: 'Didn’t ask for this? You can ignore it. Nothing changes without a second proof that it is you.',
    es: '¿No lo pidió? Puede ignorar este correo. Nada cambia sin una segunda prueba de que es usted.',
  },
  'message.recovery.voice': {
    en: 'Hello. This is a call from {brand} with the code to get back in.',
    es: 'Hola. Esta es una llamada de {brand} con el código para volver a entrar.',
  },
  'message.recovery-unknown.subject': { en: '{brand}: no account here', es: '{brand}: aquí no hay ninguna cuenta' },
  'message.recovery-unknown.heading': {
    en: 'We found no account with this address',
    es: 'No encontramos ninguna cuenta con esta dirección',
  },
  'message.recovery-unknown.lead': {
    en: 'Someone typed this email address to get back in to an account. No account uses it.',
    es: 'Alguien escribió este correo electrónico para volver a entrar en una cuenta. Ninguna cuenta lo usa.',
  },
  'message.recovery-unknown.advice': {
    en: 'If it was you, try your username or another email address. If you have none, ask the help desk that you know.',
    es: 'Si fue usted, pruebe con su nombre de usuario o con otro correo. Si no los tiene, pregunte en el número de ayuda que usted conoce.',
  },
  'message.recovery-unknown.ignore': {
    en: 'Was it somebody else? You can ignore this mail.',
    es: '¿Fue otra persona? Puede ignorar este correo.',
  },
  'message.recovery-waiting.sms': {
    en: '{brand}: {what} Not you? Stop it here: {link}',
    es: '{brand}: {what} ¿No fue usted? Deténgalo aquí: {link}',
  },
  'message.recovery-waiting.heading': { en: 'Someone wants a new password', es: 'Alguien quiere una contraseña nueva' },
  'message.recovery-waiting.begun': {
    en: 'Someone asked to set a new password for your account with one proof fewer. It will be possible from {until} on.',
    es: 'Alguien pidió poner una contraseña nueva en su cuenta con una prueba menos. Se podrá hacer a partir del {until}.',
  },
  'message.recovery-waiting.over': {
    en: 'The wait is over. Until {until} a new password can be set for your account: begin again where you sign in.',
    es: 'La espera terminó. Hasta el {until} se puede poner una contraseña nueva en su cuenta: empiece otra vez donde inicia sesión.',
  },
  'message.recovery-waiting.link-lead': {
    en: 'Was it not you? One press stops it:',
    es: '¿No fue usted? Deténgalo con pulsar un botón:',
  },
  'message.recovery-waiting.link': { en: 'Stop it', es: 'Detenerlo' },
  'message.recovery-waiting.ignore': {
    en: 'If it was you, there is nothing to do now.',
    es: 'Si fue usted, no tiene que hacer nada ahora.',
  },

  'message.factor-reset.heading': {
    en: 'Someone wants to remove a way to confirm',
    es: 'Alguien quiere quitar una forma de confirmar',
  },
  'message.factor-reset.asked': {
    en: 'Our staff were asked to remove a way to confirm that it is you. They do so on {until}, or earlier if a second of them agrees.',
    es: 'Pidieron a nuestro personal quitar una forma de confirmar que es usted. Lo hará el {until}, o antes si otra persona del personal está de acuerdo.',
  },
  'message.application.subject': { en: '{brand}: your application', es: '{brand}: su solicitud' },
  'message.application.received-heading': { en: 'We have your application', es: 'Recibimos su solicitud' },
  'message.application.received': {
    en: 'Its reference code is {reference}. We look at it in the next working days. The link shows how it stands; keep it.',
    es: 'Su código de referencia es {reference}. La revisaremos en los próximos días hábiles. El enlace muestra cómo va; guárdelo.',
  },
  'message.application.received-link': { en: 'See how it stands', es: 'Ver cómo va' },
  'message.application.asked-heading': { en: 'We have a question', es: 'Tenemos una pregunta' },
  'message.application.asked': {
    en: 'Before we can answer your application {reference}, we need to know one thing more. Please open the link.',
    es: 'Antes de responder a su solicitud {reference}, necesitamos saber algo más. Abra el enlace, por favor.',
  },
  'message.application.asked-link': { en: 'Answer the question', es: 'Responder a la pregunta' },
  'message.application.answered-heading': { en: 'We have answered', es: 'Ya respondimos' },
  'message.application.answered': {
    en: 'We have answered your application {reference}.',
    es: 'Ya respondimos a su solicitud {reference}.',
  },
  'message.application.look': {
    en: 'If you have been seen here, look at the phone or mail that we have for you, or call.',
    es: 'Si ya le hemos atendido aquí, revise el teléfono o el correo que tenemos de usted, o llámenos.',
  },
  'message.application.ignore': {
    en: 'Was it somebody else? You can ignore this mail.',
    es: '¿Fue otra persona? Puede ignorar este correo.',
  },

  'message.notice.subject': { en: '{brand}: about your account', es: '{brand}: sobre su cuenta' },
  'message.notice.when': { en: 'This happened on {when}.', es: 'Ocurrió el {when}.' },
  'message.notice.not-you': {
    en: 'If this was you, there is nothing to do. If not, call the help desk that you know.',
    es: 'Si fue usted, no tiene que hacer nada. Si no, llame al número de ayuda que usted conoce.',
  },
  'message.notice.link': { en: 'See what to do', es: 'Ver qué hacer' },
  'message.notice.sms': {
    en: "{brand}: {what} If this wasn't you, call the help desk.",
    es: '{brand}: {what} Si no fue usted, llame al número de ayuda.',
  },
  'message.notice.account-activated': {
    en: 'Your sign-in was set up.',
    es: 'Se creó su cuenta.',
  },
  'message.notice.new-device': {
    en: 'Someone signed in to your account on a new device.',
    es: 'Alguien entró en su cuenta desde un aparato nuevo.',
  },
  'message.notice.access-code-void': {
    en: 'Your access code was stopped after too many wrong tries. Call to get a new one.',
    es: 'Su código de acceso se anuló después de demasiados intentos fallidos. Llame para pedir uno nuevo.',
  },
  'message.notice.password-locked': {
    en: 'Someone typed the wrong password for your account too many times. You can still sign in on the devices that you use.',
    es: 'Alguien escribió mal la contraseña de su cuenta demasiadas veces. Usted puede seguir entrando desde los aparatos que ya usa.',
  },
  'message.notice.password-changed': {
    en: 'Your password was changed, and everyone was signed out.',
    es: 'Se cambió su contraseña y se cerraron todas las sesiones.',
  },
  'message.notice.username-changed': {
    en: 'The username of your account was changed.',
    es: 'Se cambió el nombre de usuario de su cuenta.',
  },
  'message.notice.contact-added': {
    en: 'A new phone number or email address was added to your account.',
    es: 'Se agregó a su cuenta un teléfono o un correo electrónico nuevo.',
  },
  'message.notice.contact-removed': {
    en: 'A phone number or email address was removed from your account.',
    es: 'Se quitó de su cuenta un teléfono o un correo electrónico.',
  },
  'message.notice.contact-primary': {
    en: 'Another phone number or email address of your account comes first now.',
    es: 'Ahora otro teléfono o correo electrónico de su cuenta es el principal.',
  },
  'message.notice.contacts-restored': {
    en: 'The phone numbers and email addresses of your account were put back, and everyone was signed out. Choose a new password now.',
    es: 'Se restablecieron los teléfonos y correos de su cuenta y se cerraron todas las sesiones. Elija ahora una contraseña nueva.',
  },
  'message.notice.account-closed': {
    en: 'Your account was closed.',
    es: 'Su cuenta se cerró.',
  },
  'message.notice.registered-again': {
    en: 'Somebody with your details tried to create an account. You have one already. Was it you? Sign in, or get back in here.',
    es: 'Alguien con sus datos intentó crear una cuenta. Usted ya tiene una. ¿Fue usted? Inicie sesión o recupere el acceso aquí.',
  },
  'message.notice.record-connected': {
    en: 'Our staff connected an account to your record. Was it not for you? Call us at once.',
    es: 'Nuestro personal conectó una cuenta con su expediente. ¿No era para usted? Llámenos de inmediato.',
  },
  'message.notice.record-added': {
    en: 'A record was added to an account, after a code to the phone number on file.',
    es: 'Se agregó un expediente a una cuenta, tras un código al teléfono registrado.',
  },
  'message.notice.account-reopened': {
    en: 'Your account was opened again.',
    es: 'Su cuenta se abrió de nuevo.',
  },
  'message.undo.sms': {
    en: '{brand}: {what} Not you, or a mistake? Undo it here until {until}: {link}',
    es: '{brand}: {what} ¿No fue usted o fue un error? Deshágalo aquí hasta el {until}: {link}',
  },
  'message.undo.lead': {
    en: 'You can undo it until {until}.',
    es: 'Puede deshacerlo hasta el {until}.',
  },
  'message.undo.link-lead': {
    en: 'Was it not you, or was it a mistake? This link works once:',
    es: '¿No fue usted o fue un error? Este enlace sirve una sola vez:',
  },
  'message.undo.link': { en: 'Undo it', es: 'Deshacerlo' },
  'message.undo.ignore': {
    en: 'If this was you, there is nothing to do.',
    es: 'Si fue usted, no tiene que hacer nada.',
  },
  'message.notice.new-place': {
    en: 'Someone signed in to your account from a place that is new to us.',
    es: 'Alguien entró en su cuenta desde un lugar nuevo para nosotros.',
  },
  'message.notice.recovery-cancelled': {
    en: 'The wait for a new password was stopped. No new one can begin for some weeks.',
    es: 'Se detuvo la espera para una contraseña nueva. No podrá empezar otra durante varias semanas.',
  },
  'message.notice.unlocked-by-staff': {
    en: 'Our staff unlocked sign-in to your account.',
    es: 'Nuestro personal desbloqueó la entrada a su cuenta.',
  },
  'message.notice.sessions-ended-by-staff': {
    en: 'Our staff ended one or more sign-ins to your account.',
    es: 'Nuestro personal cerró una o más sesiones de su cuenta.',
  },
  'message.notice.recovery-by-staff': {
    en: 'Our staff helped someone to get back in to your account.',
    es: 'Nuestro personal ayudó a alguien a volver a entrar en su cuenta.',
  },
  'message.notice.factor-reset-done': {
    en: 'Our staff removed a way to confirm that it is you from your account, and everyone was signed out. Sign in and set up a new one.',
    es: 'Nuestro personal quitó de su cuenta una forma de confirmar que es usted y se cerraron todas las sesiones. Inicie sesión y configure otra.',
  },
  'message.notice.factor-reset-stopped': {
    en: 'The request to remove a way to confirm from your account was stopped. Nothing was removed.',
    es: 'Se detuvo la petición de quitar de su cuenta una forma de confirmar. No se quitó nada.',
  },
  'message.notice.factor-added': {
    en: 'A new way to confirm that it is you was added to your account.',
    es: 'Se agregó a su cuenta una nueva forma de confirmar que es usted.',
  },
  'message.notice.factor-removed': {
    en: 'A way to confirm that it is you was removed from your account.',
    es: 'Se quitó de su cuenta una forma de confirmar que es usted.',
  },
  'message.notice.insurer-linked': {
    en: 'Your account can now be opened by signing in with an insurer.',
    es: 'Ahora se puede entrar en su cuenta con la cuenta de una aseguradora.',
  },
  'message.notice.insurer-unlinked': {
    en: 'Your account can no longer be opened by signing in with one of your insurers.',
    es: 'Ya no se puede entrar en su cuenta con la cuenta de una de sus aseguradoras.',
  },
  'message.notice.recovery-codes-made': {
    en: 'New recovery codes were made for your account. Older codes stopped working.',
    es: 'Se crearon códigos de recuperación nuevos para su cuenta. Los anteriores dejaron de servir.',
  },
  'message.notice.recovery-code-used': {
    en: 'Someone used one of your recovery codes for your account.',
    es: 'Alguien usó uno de sus códigos de recuperación en su cuenta.',
  },
  'message.notice.passkey-copied': {
    en: 'One of your passkeys seems to have been copied. We stopped it and ended all sign-ins. Sign in another way, remove that passkey, and make a new one.',
    es: 'Parece que alguien copió una de sus llaves de acceso. La anulamos y cerramos todas las sesiones. Entre de otra forma, quite esa llave y cree una nueva.',
  },
  'message.notice.sms-link': { en: '{brand}: {what} Go on here: {link}', es: '{brand}: {what} Continúe aquí: {link}' },
  'message.notice.lock-advice': {
    en: 'Do you not know why? Call the help desk that you know.',
    es: '¿No sabe por qué? Llame al número de ayuda que usted conoce.',
  },
  'message.notice.account-locked': {
    en: 'Your account was locked, because you told us that something was not you. Set a new password to open it again.',
    es: 'Su cuenta se bloqueó porque usted nos dijo que algo no lo hizo usted. Ponga una contraseña nueva para abrirla otra vez.',
  },
  'message.notice.account-locked-by-staff': {
    en: 'Our staff locked your account. Nobody can sign in until they open it again.',
    es: 'Nuestro personal bloqueó su cuenta. Nadie puede iniciar sesión hasta que la abran otra vez.',
  },
}
